//! Payments: from the wish to be paid to the amount that is ours.
//!
//! Each act has three parts: a transaction that stores the call, the call itself, and a transaction that
//! applies the answer. What is lost between them is asked for again with the same key.

mod lookup;
pub mod model;
mod reads;
pub mod repo;
mod settle;

pub use reads::{at_gateway, by_id, list, of_order};
pub use settle::{restore, settle};

use crate::{
    Error, Payments,
    calls::{self, Made},
    gateway::{Charge, Failure, NewCharge, Standing},
    gift_card, way,
};
use contracts::{
    Actor, Money, OrderId, PaymentId, Permission,
    payments::{Authorise, Payment, PaymentStatus},
};
use platform::{Database, outbox};
use serde_json::json;
use sqlx::PgConnection;

/// Holds an amount. Asked again, it answers with what is known, and calls again only when the answer was lost.
pub async fn authorise(service: &Payments, request: &Authorise) -> Result<Payment, Error> {
    let charge = new_charge(request, model::charged(request)?);
    let (payment, made) = begin(service, request, &charge).await?;
    match made {
        Some(Made::First | Made::Again) => ask(service, &payment, &charge, made == Some(Made::Again)).await,
        Some(Made::TooLate) => refresh(service, payment.id).await,
        None => Ok(payment),
    }
}

fn new_charge(request: &Authorise, amount: Money) -> NewCharge {
    NewCharge {
        payment: request.payment,
        checkout: request.checkout,
        amount,
        gift_card: request.gift_card.clone(),
        method: request.method.clone(),
        return_url: request.return_url.clone(),
    }
}

/// The payment, and what is known of the call if it is to be made. The row is held while that is decided:
/// a payment that is given up at the same moment is not asked for. Its gift card's share is taken with it, once.
async fn begin(
    service: &Payments,
    request: &Authorise,
    charge: &NewCharge,
) -> Result<(Payment, Option<Made>), Error> {
    let gateway = &service.gateway;
    let stored = NewCharge { method: gateway.storable(&charge.method), ..charge.clone() };
    let ways = service.ways_now().await?;
    let mut tx = service.db.begin().await?;
    let names = if charge.amount.minor == 0 { model::GIFT_CARD } else { (gateway.name(), gateway.method()) };
    let is_new = repo::insert(&mut tx, request, names, service.clock.now()).await?;
    let mut payment = repo::lock(&mut tx, request.payment).await?;
    model::require_same(&payment, request)?;
    if is_new {
        way::require_offered(&ways, request, charge.amount)?;
        payment = take_share(service, &mut tx, payment).await?;
    }
    let made = match payment.status {
        PaymentStatus::Created => {
            let key = calls::key(request.payment, "authorise");
            let stored = serde_json::to_value(stored)?;
            Some(calls::begin(&mut tx, &key, request.payment, "authorise", stored).await?)
        }
        _ => None,
    };
    tx.commit().await?;
    Ok((payment, made))
}

/// What a gift card cannot pay is declined, what it pays alone is authorised: no gateway is asked for either.
async fn take_share(service: &Payments, conn: &mut PgConnection, payment: Payment) -> Result<Payment, Error> {
    let Some(share) = &payment.gift_card else { return Ok(payment) };
    let (standing, label) = match gift_card::redeem(conn, payment.id, share).await? {
        Some(_) if payment.charged().minor > 0 => return Ok(payment),
        Some(card) => (Standing::Authorised, format!("Gift card ending {}", card.ending)),
        None => (Standing::Declined(gift_card::model::TOO_LITTLE.to_owned()), String::new()),
    };
    settle::apply(service, conn, &payment, &Charge { label, ..Charge::none(standing, json!({})) }).await
}

/// A first call that is refused made nothing. Of a repeated one nobody knows: the same key may be refused, or
/// answered with a stored failure, although the first call was done. The gateway's book knows.
async fn ask(
    service: &Payments,
    payment: &Payment,
    charge: &NewCharge,
    is_repeat: bool,
) -> Result<Payment, Error> {
    let key = calls::key(payment.id, "authorise");
    let answer = service.ask(service.gateway.authorise(&key, charge)).await;
    let charge = match answer {
        Err(failure) if is_repeat => match lookup::charge_of(service, payment).await? {
            Some(found) => found,
            None => refusal_as_decline(Err(failure), None)?,
        },
        answer => refusal_as_decline(answer, None)?,
    };
    settle(service, payment.id, Some(&key), &charge).await
}

/// Takes over a charge that the gateway knows under `reference` and this database has forgotten: it was cut
/// earlier than the others. Nothing is asked for anew.
///
/// # Errors
/// `Unavailable` when the gateway does not answer, `NotFound` when it does not know what the charge was for.
pub async fn adopt(service: &Payments, id: PaymentId, reference: &str) -> Result<Payment, Error> {
    let charge = service.ask(service.gateway.retrieve(reference)).await?;
    restore(service, &charge).await?;
    settle(service, id, None, &charge).await
}

/// The payment as the gateway sees it now. Nothing is asked for that was not asked for before.
pub async fn refresh(service: &Payments, id: PaymentId) -> Result<Payment, Error> {
    let payment = repo::get(&mut *service.db.pool().acquire().await?, id).await?;
    match (payment.status, &payment.gateway_reference) {
        (PaymentStatus::Created, None) => match lookup::charge_of(service, &payment).await? {
            Some(found) => settle(service, id, Some(&calls::key(id, "authorise")), &found).await,
            None => Ok(payment),
        },
        (
            PaymentStatus::Created | PaymentStatus::RequiresAction | PaymentStatus::Authorised,
            Some(reference),
        ) => {
            let charge = service.ask(service.gateway.retrieve(reference)).await?;
            settle(service, id, None, &charge).await
        }
        _ => Ok(payment),
    }
}

/// Takes the held amount, once.
pub async fn capture(service: &Payments, actor: &Actor, id: PaymentId) -> Result<Payment, Error> {
    actor.require(Permission::CapturePayments)?;
    let mut tx = service.db.begin().await?;
    let payment = repo::lock(&mut tx, id).await?;
    if payment.status == PaymentStatus::Captured {
        return Ok(payment);
    }
    let reference = held(&payment)?;
    if matches!(actor, Actor::Staff { .. }) {
        let details = json!({ "amount": payment.amount, "order": payment.order });
        outbox::audit(&mut tx, "payments", actor, "payment.captured", &format!("payment {id}"), details)
            .await?;
    }
    let Some(reference) = reference else {
        let taken = Charge::none(Standing::Captured, json!({}));
        let payment = settle::apply(service, &mut tx, &payment, &taken).await?;
        tx.commit().await?;
        return Ok(payment);
    };
    let (amount, reference) = (payment.charged(), reference.to_owned());
    let key = calls::lasting_key(&mut tx, id, "capture").await?;
    calls::begin(&mut tx, &key, id, "capture", json!({ "amount": amount })).await?;
    tx.commit().await?;
    let answer = service.ask(service.gateway.capture(&key, &reference, amount)).await;
    settle_or_look(service, &payment, &key, answer).await
}

/// A capture that is refused, or answered with a stored failure, may be one that was done by a call whose answer
/// was lost: look before it counts as failed. What is still held then is let go.
async fn settle_or_look(
    service: &Payments,
    payment: &Payment,
    key: &str,
    answer: Result<Charge, Failure>,
) -> Result<Payment, Error> {
    if let (Err(failure), Some(reference)) = (&answer, &payment.gateway_reference) {
        let charge = service.ask(service.gateway.retrieve(reference)).await?;
        match charge.standing {
            Standing::Captured => return settle(service, payment.id, Some(key), &charge).await,
            Standing::Authorised if matches!(failure, Failure::Refused(_)) => {
                let_go(service, payment.id, reference).await?;
            }
            _ => {}
        }
    }
    let charge = refusal_as_decline(answer, payment.gateway_reference.clone())?;
    settle(service, payment.id, Some(key), &charge).await
}

/// The gateway's id of what it holds; none when a gift card paid all.
fn held(payment: &Payment) -> Result<Option<&str>, Error> {
    match (payment.status, &payment.gateway_reference) {
        (PaymentStatus::Authorised, Some(reference)) => Ok(Some(reference)),
        (PaymentStatus::Authorised, None) if payment.charged().minor == 0 => Ok(None),
        _ => Err(contracts::Error::conflict("Only an amount that is held can be captured.").into()),
    }
}

/// Gives a payment up that was not captured.
pub async fn void(service: &Payments, id: PaymentId) -> Result<Payment, Error> {
    // Whether the gateway holds anything has to be known first.
    let payment = refresh(service, id).await?;
    let reference = match (payment.status, &payment.gateway_reference) {
        (PaymentStatus::Voided | PaymentStatus::Failed, _) => return Ok(payment),
        (PaymentStatus::Captured, _) => {
            return Err(contracts::Error::conflict("What was captured has to be refunded.").into());
        }
        (_, Some(reference)) => reference.clone(),
        (_, None) => return settle::nothing_there(service, id).await,
    };
    let charge = let_go(service, id, &reference).await?;
    settle(service, id, Some(&calls::key(id, "void")), &charge).await
}

/// Lets the held amount go; a refusal may mean that it was let go before.
async fn let_go(service: &Payments, id: PaymentId, reference: &str) -> Result<Charge, Error> {
    let mut tx = service.db.begin().await?;
    let key = calls::lasting_key(&mut tx, id, "void").await?;
    calls::begin(&mut tx, &key, id, "void", json!({})).await?;
    tx.commit().await?;
    match service.ask(service.gateway.void(&key, reference)).await {
        Err(Failure::Refused(message)) => {
            let charge = service.ask(service.gateway.retrieve(reference)).await?;
            let is_free = matches!(charge.standing, Standing::Voided | Standing::Declined(_));
            if is_free { Ok(charge) } else { Err(Failure::Refused(message).into()) }
        }
        answer => Ok(answer?),
    }
}

/// Names the order a payment belongs to.
pub async fn attach_order(db: &Database, id: PaymentId, order: OrderId) -> Result<(), Error> {
    let mut conn = db.pool().acquire().await?;
    repo::get(&mut conn, id).await?;
    if repo::attach_order(&mut conn, id, order).await? {
        return Ok(());
    }
    Err(contracts::Error::conflict("This payment belongs to another order.").into())
}

/// Answers a challenge of the test gateway.
pub async fn answer_challenge(service: &Payments, id: PaymentId, passed: bool) -> Result<Payment, Error> {
    if service.gateway.name() != "test" {
        return Err(contracts::Error::invalid("Only the test gateway's challenges are answered here.").into());
    }
    let mut conn = service.db.pool().acquire().await?;
    let payment = repo::get(&mut conn, id).await?;
    drop(conn);
    if let (PaymentStatus::RequiresAction, Some(reference)) = (payment.status, &payment.gateway_reference) {
        service.ask(service.gateway.answer_challenge(reference, passed)).await?;
    }
    refresh(service, id).await
}

/// Goes on with payments whose answer was lost.
pub async fn refresh_unclear(service: &Payments) -> Result<(), Error> {
    let mut conn = service.db.pool().acquire().await?;
    let lost = calls::lost(&mut conn).await?;
    drop(conn);
    for (id, operation) in lost {
        let done = match operation.as_str() {
            "capture" => capture(service, &Actor::System, id).await,
            "void" => void(service, id).await,
            _ => refresh(service, id).await,
        };
        if let Err(error) = done {
            tracing::warn!(payment = %id, operation, %error, "a payment stays unclear");
        }
    }
    Ok(())
}

fn refusal_as_decline(answer: Result<Charge, Failure>, reference: Option<String>) -> Result<Charge, Failure> {
    match answer {
        Err(Failure::Refused(message)) => {
            let response = json!({ "refused": message });
            Ok(Charge { reference, ..Charge::none(Standing::Declined(message), response) })
        }
        other => other,
    }
}
