//! Refunds that the gateway tells of under an id that is not known here: made at the gateway itself, or
//! ours with the answer still on its way.

use super::{Wanted, apply, repo};
use crate::{Error, Payments, gateway::Returned, payment};
use contracts::{Money, PaymentId, RefundId, payments::RefundStatus};
use platform::ids;

const REASON: &str = "Refunded at the payment provider";
const REASON_OF_OURS: &str = "Told by the payment provider after a restore";

/// Takes over what became of a refund, whoever made it.
pub async fn learn(service: &Payments, reference: &str) -> Result<(), Error> {
    let known = repo::id_of(&mut *service.db.pool().acquire().await?, reference).await?;
    match known {
        Some(id) => super::settle_one(service, id).await,
        None => take_over(service, reference).await,
    }
}

/// Takes over what the gateway knows of a refund; nothing when it is of another shop's charge.
pub async fn take_over(service: &Payments, reference: &str) -> Result<(), Error> {
    let found = service.ask(service.gateway.retrieve_refund(reference)).await?;
    if let Some(ours) = found.ours
        && let Some(payment) = payment_of(service, ours).await?
    {
        return apply(service, payment, ours, found.into()).await;
    }
    let (Some(charge), Some(amount)) = (&found.charge, found.amount) else { return Ok(()) };
    let payment = payment::repo::id_of(&mut *service.db.pool().acquire().await?, charge).await?;
    match payment.filter(|_| found.status != RefundStatus::Failed) {
        Some(payment) => record(service, payment, amount, found).await,
        None => Ok(()),
    }
}

async fn payment_of(service: &Payments, id: RefundId) -> Result<Option<PaymentId>, Error> {
    let mut tx = service.db.begin().await?;
    let stored = repo::lock(&mut tx, id).await?;
    tx.commit().await?;
    Ok(stored.map(|stored| stored.payment))
}

/// The amount counts as gone from here on. More than was captured is refused: the gateway tells again later,
/// when a refund of ours has made room by failing.
async fn record(service: &Payments, payment: PaymentId, amount: Money, found: Returned) -> Result<(), Error> {
    // One of ours that is not known here was forgotten with a restored database: others know it by its id.
    let id = found.ours.unwrap_or_else(|| RefundId(ids::mint()));
    let reason = if found.ours.is_some() { REASON_OF_OURS } else { REASON };
    let wanted = Wanted { id, payment, amount, reason: reason.to_owned(), memo: String::new() };
    let mut tx = service.db.begin().await?;
    let charged = payment::repo::lock(&mut tx, payment).await?;
    // What the reconciliation sent back of a payment that was given up is told there.
    if charged.captured.minor == 0 {
        return Ok(());
    }
    if !repo::insert_found(&mut tx, &wanted, &found.reference, service.clock.now()).await? {
        return Ok(());
    }
    payment::model::require_refundable(&charged, amount)?;
    payment::model::require_charged(&charged, amount)?;
    payment::repo::add_refunded(&mut tx, payment, amount.minor).await?;
    tx.commit().await?;
    apply(service, payment, id, found.into()).await
}
