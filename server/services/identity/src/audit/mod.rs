//! The audit log: what staff did, here and in every other service.

mod repo;

use crate::{Identity, account, error::Result};
use contracts::{Actor, AuditRecord, Page, PageRequest, Permission, identity::AuditEntry};
use platform::{AnyEnvelope, inbox};

/// Keeps an act of staff in this service, with the commit of the act itself.
pub(crate) async fn record(
    tx: &mut sqlx::PgConnection,
    actor: &Actor,
    action: &str,
    subject: &str,
    details: serde_json::Value,
) -> Result<()> {
    let record = AuditRecord {
        actor: actor.user(),
        actor_label: actor.label().to_owned(),
        action: action.to_owned(),
        subject: subject.to_owned(),
        details: details.to_string(),
    };
    repo::append(tx, None, &record, platform::request::current().as_deref()).await
}

/// Keeps an act of staff in another service, once.
pub(crate) async fn keep(identity: &Identity, envelope: &AnyEnvelope) -> Result<()> {
    let record: AuditRecord = platform::decode(envelope)?;
    let mut tx = identity.db.begin().await?;
    if inbox::first_time(&mut tx, "identity.audit", envelope.id).await? {
        repo::append(&mut tx, Some(envelope.occurred_at), &record, envelope.request_id.as_deref()).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// The log, newest first.
pub(crate) async fn list(
    identity: &Identity,
    actor: &Actor,
    search: &str,
    page: PageRequest,
) -> Result<Page<AuditEntry>> {
    actor.require(Permission::ViewAudit)?;
    let pattern = account::model::containing(search);
    let mut tx = identity.db.begin_planned().await?;
    let total = repo::count(&mut *tx, &pattern).await?;
    let items = repo::list(&mut *tx, &pattern, page).await?;
    tx.commit().await?;
    Ok(Page::new(items, total, page))
}
