//! What merchants do with old addresses.

use super::{
    model::{self, CIRCLE, NewRedirect},
    repo::{self, Known},
};
use crate::error::{Error, Result};
use contracts::{Actor, Error as Refusal, RedirectId, catalog::RedirectDraft};
use platform::Database;
use serde_json::json;
use sqlx::PgConnection;

const TAKEN: &str = "This old address is in the list already.";
const PAGE: &str = "A page has this address: nobody would be led on.";

/// Creates or changes one.
pub(crate) async fn save(db: &Database, actor: &Actor, draft: RedirectDraft) -> Result<RedirectId> {
    let new = model::parse(&draft)?;
    let mut tx = db.begin().await?;
    repo::lock(&mut tx).await?;
    let before = match draft.id {
        Some(id) => Some(repo::with_id(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("redirect"))?),
        None => None,
    };
    check_source(&mut tx, &new.source, before.as_ref()).await?;
    let target = end(&mut tx, &new, draft.id).await?.ok_or_else(|| Refusal::field("target", CIRCLE))?;
    let id = write(&mut tx, draft.id, &new.source, &target).await?;
    let was = before.map(|before| json!({ "source": before.source, "target": before.target }));
    let details = json!({ "before": was, "after": { "source": new.source, "target": target } });
    tell(&mut tx, actor, "redirect.saved", &new.source, details).await?;
    tx.commit().await?;
    Ok(id)
}

async fn check_source(tx: &mut PgConnection, source: &str, own: Option<&Known>) -> Result<()> {
    let other = repo::at(&mut *tx, source).await?.filter(|other| own.is_none_or(|own| own.id != other.id));
    if other.is_some() {
        return Err(Refusal::field("source", TAKEN).into());
    }
    if repo::is_page(tx, source).await? {
        return Err(Refusal::field("source", PAGE).into());
    }
    Ok(())
}

/// Where one is led in the end; `None` when that is where one came from. `own` is about to be changed, so that where
/// it leads now does not count.
pub(super) async fn end(
    tx: &mut PgConnection,
    new: &NewRedirect,
    own: Option<RedirectId>,
) -> sqlx::Result<Option<String>> {
    let known = repo::at(tx, model::path(&new.target)).await?.filter(|known| Some(known.id) != own);
    let target = known.map_or_else(|| new.target.clone(), |known| known.target);
    Ok(Some(target).filter(|target| model::path(target) != new.source))
}

async fn write(
    tx: &mut PgConnection,
    id: Option<RedirectId>,
    source: &str,
    target: &str,
) -> Result<RedirectId> {
    repo::lead_on(&mut *tx, source, target).await?;
    match id {
        Some(id) => repo::change(&mut *tx, id, source, target).await?,
        None => repo::put(&mut *tx, source, target, true).await?,
    }
    let written = repo::at(tx, source).await?.ok_or_else(Refusal::internal)?;
    Ok(written.id)
}

/// Takes one away.
pub(crate) async fn remove(db: &Database, actor: &Actor, id: RedirectId) -> Result<()> {
    let mut tx = db.begin().await?;
    let known = repo::with_id(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("redirect"))?;
    repo::forget(&mut tx, &known.source).await?;
    let before = json!({ "before": { "source": known.source, "target": known.target } });
    tell(&mut tx, actor, "redirect.removed", &known.source, before).await?;
    tx.commit().await?;
    Ok(())
}

pub(super) async fn tell(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    subject: &str,
    details: serde_json::Value,
) -> Result<()> {
    let subject = format!("redirect {subject}");
    platform::outbox::audit(tx, "catalog", actor, action, &subject, details).await.map_err(Error::from)
}
