//! What is read of the audit log.

use super::repo::{self, Filter};
use crate::{Identity, error::Result};
use contracts::{
    Actor, Page, Permission, Timestamp,
    identity::{AuditEntry, AuditQuery},
};

/// The log, newest first.
pub(crate) async fn list(identity: &Identity, actor: &Actor, query: &AuditQuery) -> Result<Page<AuditEntry>> {
    actor.require(Permission::ViewAudit)?;
    let mut tx = identity.db.begin_planned().await?;
    let filter = Filter::of(&mut tx, query).await?;
    let total = repo::count(&mut *tx, &filter).await?;
    let page = repo::list(&mut *tx, &filter, &query.page, total).await?;
    tx.commit().await?;
    Ok(page)
}

/// Every kind of act that is in the log.
pub(crate) async fn actions(identity: &Identity, actor: &Actor) -> Result<Vec<String>> {
    actor.require(Permission::ViewAudit)?;
    repo::actions(identity.db.pool()).await
}

/// The next entries for a file.
pub(crate) async fn export(
    identity: &Identity,
    actor: &Actor,
    query: &AuditQuery,
    after: Option<(Timestamp, i64)>,
) -> Result<Vec<AuditEntry>> {
    actor.require(Permission::ViewAudit)?;
    let mut tx = identity.db.begin_planned().await?;
    let filter = Filter::of(&mut tx, query).await?;
    let entries = repo::after(&mut *tx, &filter, after).await?;
    tx.commit().await?;
    Ok(entries)
}
