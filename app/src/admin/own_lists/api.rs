use crate::error::AppError;
use contracts::identity::ListPreferences;
use leptos::prelude::*;

/// How whoever asks likes the lists, and the views that colleagues share.
#[server]
pub async fn load_own_lists() -> Result<ListPreferences, AppError> {
    let session = crate::admin::guard::session().await?;
    Ok(crate::context::services()?.identity.list_preferences(session.actor()).await?)
}

/// Keeps the filters of a list under a name, with how it looks now (`hide` as in its address).
#[server]
pub async fn save_view(
    list: String,
    name: String,
    query: String,
    hide: String,
    density: String,
    shared: Option<String>,
    default: Option<String>,
) -> Result<(), AppError> {
    use contracts::identity::ViewDraft;
    let session = crate::admin::guard::session().await?;
    let look = super::look::read(list, &hide, &density);
    let (is_shared, is_default) = (shared.is_some(), default.is_some());
    let draft = ViewDraft { id: None, name, query, look, is_shared, is_default };
    crate::context::services()?.identity.save_view(session.actor(), draft).await?;
    Ok(())
}

/// Gives a view of one's own another name or purpose.
#[server]
pub async fn change_view(
    id: String,
    list: String,
    name: String,
    shared: Option<String>,
    default: Option<String>,
) -> Result<(), AppError> {
    use contracts::identity::ViewDraft;
    let session = crate::admin::guard::session().await?;
    let id = Some(id.parse().map_err(|_| AppError::not_found("view"))?);
    let look = super::look::read(list, "", "");
    let (is_shared, is_default) = (shared.is_some(), default.is_some());
    let draft = ViewDraft { id, name, query: String::new(), look, is_shared, is_default };
    crate::context::services()?.identity.save_view(session.actor(), draft).await?;
    Ok(())
}

/// Forgets a view of one's own.
#[server]
pub async fn delete_view(id: String) -> Result<(), AppError> {
    let session = crate::admin::guard::session().await?;
    let id = id.parse().map_err(|_| AppError::not_found("view"))?;
    Ok(crate::context::services()?.identity.delete_view(session.actor(), id).await?)
}

/// Keeps which columns of a list whoever asks sees: of `all` (headings separated by commas) those in `columns`. Leads
/// `back` to the list.
#[server]
pub async fn save_list_look(
    list: String,
    all: String,
    #[server(default)] columns: Vec<String>,
    density: String,
    back: String,
) -> Result<(), AppError> {
    let session = crate::admin::guard::session().await?;
    let left_out = |heading: &&str| !heading.is_empty() && !columns.iter().any(|kept| kept == heading);
    let hide = all.split(',').filter(left_out).collect::<Vec<_>>().join(",");
    let look = super::look::read(list, &hide, &density);
    crate::context::services()?.identity.save_list_look(session.actor(), look).await?;
    crate::context::redirect(if back.starts_with("/admin/") { back.as_str() } else { "/admin" });
    Ok(())
}
