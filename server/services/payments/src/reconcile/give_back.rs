//! Money that is held or was taken for a purchase that ended without an order.

use super::{model::Finding, note, repo};
use crate::{Error, Payments, payment, refund};
use contracts::{
    Actor, PaymentId, ReconciliationId, RefundId,
    payments::{
        Payment, PaymentStatus, ReconciliationAction as Action, ReconciliationKind as Kind,
        ReconciliationOutcome as Outcome,
    },
};

/// Payments that hold or took money for so long without an order, oldest first, at most 100.
pub async fn loose(service: &Payments, older_than_seconds: u32) -> Result<Vec<Payment>, Error> {
    payment::repo::loose(&mut *service.db.pool().acquire().await?, older_than_seconds).await
}

/// Lets go what a payment holds, sends back what it took; recorded first, so that it is finished after a crash.
pub async fn give_back(service: &Payments, id: PaymentId, why: &str) -> Result<Payment, Error> {
    let payment = payment::refresh(service, id).await?;
    let action = match payment.status {
        PaymentStatus::Failed | PaymentStatus::Voided => return Ok(payment),
        PaymentStatus::Captured if payment.captured == payment.refunded => return Ok(payment),
        PaymentStatus::Captured => Action::Refund,
        _ => Action::Void,
    };
    let mut tx = service.db.begin().await?;
    let found = Finding {
        kind: Kind::LooseMoney,
        action,
        payment: Some(id),
        reference: payment.gateway_reference.clone().unwrap_or_else(|| id.to_string()),
        sum: payment.amount.into(),
        details: why.to_owned(),
    };
    note(service, &mut tx, &found).await?;
    let finding = repo::open_of(&mut tx, &found.reference, Kind::LooseMoney).await?;
    tx.commit().await?;
    if let Some(finding) = finding {
        finish(service, finding, id).await?;
    }
    payment::repo::get(&mut *service.db.pool().acquire().await?, id).await
}

/// Does it, and notes how it ended; repeating it changes nothing.
pub async fn finish(service: &Payments, finding: ReconciliationId, id: PaymentId) -> Result<(), Error> {
    let payment = payment::refresh(service, id).await?;
    let outcome = match payment.status {
        PaymentStatus::Captured => refund_all(service, &payment).await?,
        PaymentStatus::Failed | PaymentStatus::Voided => Some(Outcome::Voided),
        _ => payment::void(service, id).await.map(|_| Some(Outcome::Voided))?,
    };
    let mut conn = service.db.pool().acquire().await?;
    match outcome {
        Some(outcome) => repo::resolve(&mut conn, finding, outcome, None).await.map(|_| ()),
        None => repo::tried(&mut conn, finding, Some("The refund is on its way.")).await,
    }
}

/// The payment's own id: all of it goes back once.
async fn refund_all(service: &Payments, payment: &Payment) -> Result<Option<Outcome>, Error> {
    let left = payment.captured.minus(payment.refunded).filter(|left| left.minor > 0);
    if let Some(amount) = left {
        let (id, memo) = (RefundId(payment.id.0), String::new());
        let reason = "Nothing was bought for it".to_owned();
        let wanted = refund::Wanted { id, payment: payment.id, amount, reason, memo };
        refund::refund(service, &Actor::System, &wanted).await?;
    }
    let payment = payment::repo::get(&mut *service.db.pool().acquire().await?, payment.id).await?;
    let is_sent = payment.refunded == payment.captured
        && payment.refunds.iter().all(|refund| refund.status != contracts::payments::RefundStatus::Pending);
    Ok(is_sent.then_some(Outcome::Refunded))
}
