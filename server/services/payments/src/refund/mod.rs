//! Refunds: pending until the gateway says what became of them.

pub mod found;
pub mod repo;

use crate::{
    Error, Payments, calls, dispute,
    gateway::{Failure, Returned},
    payment,
};
use contracts::{
    Actor, Money, PaymentId, Permission, RefundId,
    payments::{Event, Payment, RefundStatus},
};
use platform::outbox;
use repo::Stored;
use serde_json::json;
use sqlx::PgConnection;

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

/// The amount counts as gone from here on, so that it cannot be sent back twice. What the gateway did not take goes
/// to the gift card once the rest is sent, at once when there is no rest.
async fn record(service: &Payments, actor: &Actor, wanted: &Wanted) -> Result<(), Error> {
    let mut tx = service.db.begin().await?;
    let payment = payment::repo::lock(&mut tx, wanted.payment).await?;
    if payment.refunds.iter().any(|refund| refund.id == wanted.id) {
        return Ok(());
    }
    payment::model::require_refundable(&payment, wanted.amount)?;
    if dispute::repo::is_disputed(&mut tx, payment.id).await? {
        let told = "The payer disputes this payment: a refund would pay twice. Please answer the dispute.";
        return Err(contracts::Error::conflict(told).into());
    }
    let part = payment::model::gateway_part(&payment, wanted.amount);
    repo::insert(&mut tx, wanted, wanted.amount.minor - part.minor, service.clock.now()).await?;
    payment::repo::add_refunded(&mut tx, payment.id, wanted.amount.minor).await?;
    if part.minor == 0 {
        let done = Outcome { status: RefundStatus::Processed, reference: None, failure: None };
        close(&mut tx, wanted.id, done).await?;
    } else {
        let key = key(wanted.payment, wanted.id);
        calls::begin(&mut tx, &key, payment.id, "refund", request(wanted.id, part)).await?;
    }
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

/// What became of a refund.
pub struct Outcome {
    /// Where it is.
    pub status: RefundStatus,
    /// The gateway's id of it, once it answered.
    pub reference: Option<String>,
    /// Why it failed.
    pub failure: Option<String>,
}

impl From<Returned> for Outcome {
    fn from(answer: Returned) -> Self {
        let failure = answer.failure.filter(|_| answer.status == RefundStatus::Failed);
        Self { status: answer.status, reference: Some(answer.reference), failure }
    }
}

/// Asks the gateway what became of a refund; when it was never answered, asks for it with the same key.
pub async fn settle_one(service: &Payments, id: RefundId) -> Result<(), Error> {
    let mut tx = service.db.begin().await?;
    let stored = repo::lock(&mut tx, id).await?;
    tx.commit().await?;
    let Some(stored) = stored.filter(|stored| stored.status == RefundStatus::Pending) else {
        return Ok(());
    };
    let answer = match &stored.reference {
        Some(reference) => service.ask(service.gateway.retrieve_refund(reference)).await.map_err(Error::from),
        None if stored.is_forgotten => return Ok(()),
        None => ask_for(service, &stored).await,
    };
    match answer {
        Ok(answer) => apply(service, stored.payment, id, answer.into()).await,
        Err(Error::Gateway(Failure::Refused(reason))) => {
            let refused = Outcome { status: RefundStatus::Failed, reference: None, failure: Some(reason) };
            apply(service, stored.payment, id, refused).await
        }
        Err(Error::Gateway(failure)) => {
            tracing::warn!(refund = %id, %failure, "a refund waits for the gateway");
            Ok(())
        }
        Err(error) => Err(error),
    }
}

/// Asks for a refund that was never answered: with the same key, or, when that brings nothing but failures and
/// the gateway does not know the refund, with a new one.
async fn ask_for(service: &Payments, stored: &Stored) -> Result<Returned, Error> {
    let mut tx = service.db.begin().await?;
    let call = calls::current(&mut tx, stored.payment, &key(stored.payment, stored.id)).await?;
    tx.commit().await?;
    if call.is_repeat
        && let Some(made) = made(service, stored).await?
    {
        return Ok(made);
    }
    if call.is_worn && !call.is_quiet {
        return Err(Failure::Unavailable("the refund may still be on its way".to_owned()).into());
    }
    let mut tx = service.db.begin().await?;
    let key = if call.is_worn { calls::renew(&mut tx, &call).await? } else { call.key };
    calls::begin(&mut tx, &key, stored.payment, "refund", request(stored.id, stored.part)).await?;
    tx.commit().await?;
    let refund = service.gateway.refund(&key, &stored.charge, stored.id, stored.part);
    Ok(service.ask(refund).await?)
}

/// The refund as the gateway knows it, if it was made.
async fn made(service: &Payments, stored: &Stored) -> Result<Option<Returned>, Error> {
    let refunds = service.ask(service.gateway.refunds_of(&stored.charge)).await?;
    Ok(refunds.into_iter().find(|refund| refund.ours == Some(stored.id)))
}

fn request(refund: RefundId, amount: Money) -> serde_json::Value {
    json!({ "refund": refund, "amount": amount })
}

async fn apply(service: &Payments, payment: PaymentId, id: RefundId, outcome: Outcome) -> Result<(), Error> {
    let mut tx = service.db.begin().await?;
    let answer = json!({ "refund": outcome.reference, "status": outcome.status, "failure": outcome.failure });
    calls::answered(&mut tx, payment, &key(payment, id), &answer).await?;
    close(&mut tx, id, outcome).await?;
    tx.commit().await?;
    Ok(())
}

async fn close(conn: &mut PgConnection, id: RefundId, outcome: Outcome) -> Result<(), Error> {
    let stored = repo::lock(conn, id).await?.filter(|stored| stored.status == RefundStatus::Pending);
    let Some(stored) = stored else { return Ok(()) };
    repo::settle(conn, id, &outcome).await?;
    conclude(conn, stored, outcome).await
}

async fn conclude(conn: &mut PgConnection, stored: Stored, outcome: Outcome) -> Result<(), Error> {
    let Stored { id, payment, amount, memo, .. } = stored;
    let event = match outcome.status {
        RefundStatus::Pending => return Ok(()),
        RefundStatus::Processed => Event::RefundProcessed { refund: id, payment, amount, memo },
        RefundStatus::Failed => {
            payment::repo::add_refunded(conn, payment, -amount.minor).await?;
            let reason = outcome.failure.unwrap_or_default();
            tracing::warn!(refund = %id, %payment, reason, "a refund failed");
            Event::RefundFailed { refund: id, payment, amount, reason, memo }
        }
    };
    Ok(outbox::publish(conn, &event).await?)
}

/// Goes on with all refunds that wait; one that cannot be settled lets the others pass.
pub async fn settle_all(service: &Payments) -> Result<(), Error> {
    let waiting = repo::waiting(&mut *service.db.pool().acquire().await?).await?;
    for id in waiting {
        if let Err(error) = settle_one(service, id).await {
            tracing::warn!(refund = %id, %error, "a refund cannot be settled");
        }
    }
    Ok(())
}
