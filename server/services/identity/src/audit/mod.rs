//! The audit log: what staff did, here and in every other service.

mod list;
mod repo;

use crate::{Identity, error::Result};
use contracts::{Actor, AuditRecord, Error, identity::DataExport};
pub(crate) use list::{actions, export, list};
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
        details: platform::pan::masked_json(details).to_string(),
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

/// Keeps that a list leaves the shop, before its first row and after its last.
pub(crate) async fn record_export(identity: &Identity, actor: &Actor, export: &DataExport) -> Result<()> {
    let Actor::Staff { .. } = actor else { return Err(Error::forbidden().into()) };
    let mut details = serde_json::json!({ "filter": export.filter });
    let action = match export.rows {
        None => "data.export_begun",
        Some(rows) => {
            details["rows"] = rows.into();
            if export.complete { "data.exported" } else { "data.export_broken_off" }
        }
    };
    let mut tx = identity.db.begin().await?;
    record(&mut tx, actor, action, &format!("list {}", export.list), details).await?;
    tx.commit().await?;
    Ok(())
}
