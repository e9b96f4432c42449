//! Money in limbo: what the gateway's own book says that ours does not.
//!
//! Every disagreement is first recorded, then settled with keys made of its id, so that a crash or a lost
//! answer in between repairs itself. What nobody but a person can decide waits for one.

mod give_back;
pub mod model;
mod reads;
pub mod repo;
mod settle;

pub use give_back::{give_back, loose};
pub use reads::{close, list};
pub use settle::{adopt_refunds, settle_due};

use crate::{
    Error, Payments,
    gateway::{Charge, Entry},
    payment,
};
use chrono::TimeDelta;
use contracts::payments::{Event, Payment, ReconciliationAction};
use model::Finding;
use platform::outbox;
use sqlx::PgConnection;

/// What is younger is being worked on.
const YOUNG: TimeDelta = TimeDelta::seconds(60);

/// Compares the gateway's charges of so long ago until now with our payments, and settles what it finds.
pub async fn run(service: &Payments, window: TimeDelta) -> Result<(), Error> {
    let now = service.clock.now();
    let (from, until) = (now - window, now - YOUNG);
    let mut after: Option<String> = None;
    loop {
        let page = service.ask(service.gateway.book(after.as_deref())).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.reference.clone());
        let is_done = last.created_at < from;
        let due: Vec<Entry> = page.into_iter().filter(|entry| entry.created_at < until).collect();
        compare(service, due).await?;
        if is_done {
            break;
        }
    }
    settle_due(service).await
}

/// The book is a page of the past: what looks wrong is looked at again before it counts.
async fn compare(service: &Payments, entries: Vec<Entry>) -> Result<(), Error> {
    let payments = payment::repo::of_charges(&mut *service.db.pool().acquire().await?, &entries).await?;
    for entry in entries {
        let reference = entry.reference.clone();
        let charge = Charge::from(entry);
        if model::compare(&charge, payment_of(&charge, &payments)).is_none() {
            continue;
        }
        if let Err(error) = record(service, &reference).await {
            tracing::warn!(charge = reference, %error, "a charge could not be looked at");
        }
    }
    Ok(())
}

fn payment_of<'a>(charge: &Charge, payments: &'a [Payment]) -> Option<&'a Payment> {
    let by_reference = payments.iter().find(|payment| payment.gateway_reference == charge.reference);
    by_reference.or_else(|| payments.iter().find(|payment| Some(payment.id) == charge.terms.payment))
}

async fn record(service: &Payments, reference: &str) -> Result<(), Error> {
    let charge = service.ask(service.gateway.retrieve(reference)).await?;
    let mut tx = service.db.begin().await?;
    let payment = payment::repo::of_charge(&mut tx, &charge).await?;
    if let Some(found) = model::compare(&charge, payment.as_ref()) {
        note(service, &mut tx, &found).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Records a finding and tells of it, once while it is open.
pub async fn note(service: &Payments, conn: &mut PgConnection, found: &Finding) -> Result<(), Error> {
    let Some(id) = repo::insert(conn, found, service.clock.now()).await? else { return Ok(()) };
    tracing::error!(charge = found.reference, payment = ?found.payment, "the books disagree: {}", found.details);
    let event = Event::ReconciliationFound {
        reconciliation: id,
        payment: found.payment,
        needs_person: found.action == ReconciliationAction::Person,
        details: found.details.clone(),
    };
    Ok(outbox::publish(conn, &event).await?)
}
