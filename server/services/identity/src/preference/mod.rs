//! How members of staff like the lists of the back office. What one likes is not in the audit log: it allows nothing.

mod model;
pub(crate) mod repo;

use crate::{Identity, error::Result};
use contracts::{
    Actor, Error, Permission, SavedViewId,
    identity::{Colleague, ListLook, ListPreferences, ViewDraft},
};
use model::member;

/// One's own views and looks, and the views that colleagues share.
pub(crate) async fn list(identity: &Identity, actor: &Actor) -> Result<ListPreferences> {
    let user = member(actor)?;
    let views = repo::views(identity.db.pool(), user).await?;
    let looks = repo::looks(identity.db.pool(), user).await?;
    Ok(ListPreferences { views, looks })
}

/// Makes a view, or changes name and purpose of one of one's own.
pub(crate) async fn save_view(identity: &Identity, actor: &Actor, draft: &ViewDraft) -> Result<SavedViewId> {
    let user = member(actor)?;
    let draft = model::checked(draft)?;
    let mut tx = identity.db.begin().await?;
    let count = repo::count_locked(&mut tx, user).await?;
    if draft.is_default {
        repo::clear_default(&mut tx, user, &draft).await?;
    }
    let id = match draft.id {
        Some(id) if !repo::update(&mut tx, user, id, &draft).await.map_err(told)? => {
            return Err(Error::not_found("view").into());
        }
        Some(id) => id,
        None if count >= model::MOST => {
            return Err(Error::conflict("You have 100 views. Please delete one first.").into());
        }
        None => repo::insert(&mut tx, user, &draft).await.map_err(told)?,
    };
    tx.commit().await?;
    Ok(id)
}

/// Forgets a view of one's own.
pub(crate) async fn delete_view(identity: &Identity, actor: &Actor, id: SavedViewId) -> Result<()> {
    if repo::delete(identity.db.pool(), member(actor)?, id).await? {
        return Ok(());
    }
    Err(Error::not_found("view").into())
}

/// Keeps how a list looks to whoever asks.
pub(crate) async fn save_look(identity: &Identity, actor: &Actor, look: &ListLook) -> Result<()> {
    let user = member(actor)?;
    let look = model::checked_look(look)?;
    Ok(repo::put_look(identity.db.pool(), user, &look).await?)
}

/// Everybody who works in the back office.
pub(crate) async fn colleagues(identity: &Identity, actor: &Actor) -> Result<Vec<Colleague>> {
    actor.require(Permission::ViewOrders)?;
    Ok(repo::colleagues(identity.db.pool()).await?)
}

fn told(error: sqlx::Error) -> crate::Error {
    if platform::constraint(&error) == Some("saved_views_one_name") {
        return Error::field("name", "You have a view of this name already.").into();
    }
    error.into()
}
