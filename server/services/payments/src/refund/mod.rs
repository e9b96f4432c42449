//! Refunds: pending until the gateway says what became of them.

pub mod repo;

use crate::{
    Error, Payments, calls,
    gateway::{Failure, Returned},
    payment, within,
};
use contracts::{
    Actor, Money, PaymentId, Permission, RefundId,
    payments::{Event, Payment, RefundStatus},
};
use platform::outbox;
use repo::Stored;
use serde_json::json;

/// An amount to be sent back.
pub struct Wanted {
    /// Chosen by the caller: the same id is the same refund.
    pub id: RefundId,
    /// Of which payment.
    pub payment: PaymentId,
    /// How much.
    pub amount: Money,
    /// Why, for people.
    pub reason: String,
    /// What the caller wants to hear again once it is done.
    pub memo: String,
}

/// Sends money back, once per refund. While the gateway has not answered, the refund is pending.
pub async fn refund(service: &Payments, actor: &Actor, wanted: &Wanted) -> Result<Payment, Error> {
    actor.require(Permission::RefundPayments)?;
    record(service, actor, wanted).await?;
    settle_one(service, wanted.id).await?;
    payment::repo::get(&mut *service.db.pool().acquire().await?, wanted.payment).await
}

/// The amount counts as gone from here on, so that it cannot be sent back twice.
async fn record(service: &Payments, actor: &Actor, wanted: &Wanted) -> Result<(), Error> {
    let mut tx = service.db.begin().await?;
    let payment = payment::repo::lock(&mut tx, wanted.payment).await?;
    if payment.refunds.iter().any(|refund| refund.id == wanted.id) {
        return Ok(());
    }
    payment::model::require_refundable(&payment, wanted.amount)?;
    repo::insert(&mut tx, wanted, service.clock.now()).await?;
    payment::repo::add_refunded(&mut tx, payment.id, wanted.amount.minor).await?;
    let request = json!({ "refund": wanted.id, "amount": wanted.amount });
    calls::begin(&mut tx, &key(wanted.payment, wanted.id), payment.id, "refund", request).await?;
    if matches!(actor, Actor::Staff { .. }) {
        let details = json!({ "refund": wanted.id, "amount": wanted.amount, "reason": wanted.reason, "order": payment.order });
        let subject = format!("payment {}", payment.id);
        outbox::audit(&mut tx, "payments", actor, "payment.refunded", &subject, details).await?;
    }
    tx.commit().await?;
    Ok(())
}

fn key(payment: PaymentId, refund: RefundId) -> String {
    format!("{payment}:{refund}:refund")
}

/// Asks the gateway what became of a refund; when it was never answered, asks for it with the same key.
pub async fn settle_one(service: &Payments, id: RefundId) -> Result<(), Error> {
    let mut tx = service.db.begin().await?;
    let stored = repo::lock(&mut tx, id).await?;
    tx.commit().await?;
    let Some(stored) = stored.filter(|stored| stored.status == RefundStatus::Pending) else {
        return Ok(());
    };
    let gateway = &service.gateway;
    let key = key(stored.payment, id);
    let answer = match &stored.reference {
        Some(reference) => within(gateway.retrieve_refund(reference)).await,
        None => within(gateway.refund(&key, &stored.charge, id, stored.amount)).await,
    };
    match answer {
        Ok(Returned { reference, status }) => apply(service, &key, id, status, Some(&reference)).await,
        Err(Failure::Refused(reason)) => {
            tracing::warn!(refund = %id, reason, "the gateway refused a refund");
            apply(service, &key, id, RefundStatus::Failed, None).await
        }
        Err(failure) => {
            tracing::warn!(refund = %id, %failure, "a refund waits for the gateway");
            Ok(())
        }
    }
}

async fn apply(
    service: &Payments,
    key: &str,
    id: RefundId,
    to: RefundStatus,
    reference: Option<&str>,
) -> Result<(), Error> {
    let mut tx = service.db.begin().await?;
    calls::answered(&mut tx, key, &json!({ "refund": reference, "status": to })).await?;
    if let Some(stored) =
        repo::lock(&mut tx, id).await?.filter(|stored| stored.status == RefundStatus::Pending)
    {
        repo::settle(&mut tx, id, to, reference).await?;
        conclude(&mut tx, stored, to).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn conclude(conn: &mut sqlx::PgConnection, stored: Stored, to: RefundStatus) -> Result<(), Error> {
    match to {
        RefundStatus::Pending => Ok(()),
        RefundStatus::Failed => payment::repo::add_refunded(conn, stored.payment, -stored.amount.minor).await,
        RefundStatus::Processed => {
            let Stored { id, payment, amount, memo, .. } = stored;
            let event = Event::RefundProcessed { refund: id, payment, amount, memo };
            Ok(outbox::publish(conn, &event).await?)
        }
    }
}

/// Goes on with all refunds that wait.
pub async fn settle_all(service: &Payments) -> Result<(), Error> {
    let waiting = repo::waiting(&mut *service.db.pool().acquire().await?).await?;
    for id in waiting {
        settle_one(service, id).await?;
    }
    Ok(())
}
