use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::catalog::Redirect;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The list of old addresses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RedirectList {
    /// The rows.
    pub list: Listed<Redirect>,
    /// Whether they can be changed.
    pub may_edit: bool,
}

/// The back office's list of old addresses.
#[server]
pub async fn list_redirects(state: ListState) -> Result<RedirectList, AppError> {
    use contracts::{Permission, catalog::RedirectQuery};
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    let query = RedirectQuery { page: state.request(25), search: state.search };
    let page = crate::context::services()?.catalog.redirects(actor, query).await?;
    Ok(RedirectList { list: Listed::now(page), may_edit })
}

/// Creates (`id` empty) or changes one.
#[server]
pub async fn save_redirect(id: String, source: String, target: String) -> Result<(), AppError> {
    use contracts::{Permission, catalog::RedirectDraft};
    let actor = crate::admin::guard::require(Permission::EditCatalog).await?;
    let draft = RedirectDraft { id: id.parse().ok(), source, target };
    crate::context::services()?.catalog.save_redirect(actor, draft).await?;
    Ok(())
}

/// Takes one away.
#[server]
pub async fn remove_redirect(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let id = id.parse().map_err(|_| AppError::not_found("redirect"))?;
    Ok(crate::context::services()?.catalog.remove_redirect(actor, id).await?)
}

/// Saves one for each line.
#[server]
pub async fn import_redirects(lines: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    crate::context::services()?.catalog.import_redirects(actor, lines).await?;
    Ok(())
}
