//! Charges that their payers dispute, and banks' warnings that they will.
//!
//! Only recorded: whoever answers does so at the gateway, before the deadline. A disputed charge is not
//! refunded as well, since the bank sends the money back by itself.

pub mod repo;

use crate::{Error, Payments, gateway::Subject, payment};
use contracts::{
    Actor, CheckoutId, Page, Permission,
    payments::{Dispute, DisputeQuery, Event},
};
use platform::{Database, outbox};

/// The back office's list.
pub async fn list(db: &Database, actor: &Actor, query: &DisputeQuery) -> Result<Page<Dispute>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    let items = repo::page(&mut conn, query).await?;
    let total = repo::count(&mut conn, query.open_only).await?;
    Ok(Page::new(items, total, &query.page))
}

/// Records how a case stands at the gateway now; tells of it when that is news.
pub async fn record(service: &Payments, subject: &Subject) -> Result<Option<CheckoutId>, Error> {
    let case = service.ask(service.gateway.retrieve_case(subject)).await?;
    let mut tx = service.db.begin().await?;
    let payment = payment::repo::id_of(&mut tx, &case.charge).await?;
    if let Some(dispute) = repo::save(&mut tx, &case, payment).await? {
        tracing::warn!(%dispute, payment = ?payment, status = case.status, "a charge is disputed");
        let (status, evidence_due_at) = (case.status, case.evidence_due_at);
        outbox::publish(&mut tx, &Event::DisputeChanged { dispute, payment, status, evidence_due_at })
            .await?;
    }
    tx.commit().await?;
    Ok(None)
}
