//! Findings, for people, and what people did about them.

use super::repo;
use crate::Error;
use contracts::{
    Actor, Page, Permission, ReconciliationId,
    payments::{Reconciliation, ReconciliationOutcome, ReconciliationQuery},
};
use platform::{Database, outbox, pan};
use serde_json::json;

/// The back office's list, newest first.
pub async fn list(
    db: &Database,
    actor: &Actor,
    query: &ReconciliationQuery,
) -> Result<Page<Reconciliation>, Error> {
    actor.require(Permission::OperateSystem)?;
    let mut conn = db.pool().acquire().await?;
    let items = repo::page(&mut conn, query).await?;
    let total = repo::count(&mut conn, query.open_only).await?;
    Ok(Page::new(items, total, &query.page))
}

/// Notes that a person settled a finding.
pub async fn close(
    db: &Database,
    actor: &Actor,
    id: ReconciliationId,
    note: &str,
) -> Result<Reconciliation, Error> {
    actor.require(Permission::OperateSystem)?;
    let note = pan::masked(note.trim());
    if note.is_empty() {
        return Err(contracts::Error::field("note", "Please say how it was settled.").into());
    }
    let mut tx = db.begin().await?;
    let known = repo::find(&mut tx, id).await?.ok_or_else(|| contracts::Error::not_found("finding"))?;
    if !repo::resolve(&mut tx, id, ReconciliationOutcome::Closed, Some(&note)).await? {
        return Err(contracts::Error::conflict("This finding is settled already.").into());
    }
    let details = json!({ "note": note, "charge": known.charge_reference, "payment": known.payment });
    let subject = format!("reconciliation {id}");
    outbox::audit(&mut tx, "payments", actor, "payment.reconciliation_closed", &subject, details).await?;
    let closed = repo::find(&mut tx, id).await?.unwrap_or(known);
    tx.commit().await?;
    Ok(closed)
}
