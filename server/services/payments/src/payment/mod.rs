//! Payments: from the wish to be paid to the amount that is ours.
//!
//! Each act has three parts: a transaction that stores the call, the call itself, and a transaction that
//! applies the answer. What is lost between them is asked for again with the same key.

pub mod model;
mod reads;
pub mod repo;

pub use reads::{by_id, list, of_order};

use crate::{
    Error, Payments, calls,
    gateway::{Charge, Failure, NewCharge, Standing},
};
use contracts::{
    Actor, OrderId, PaymentId, Permission,
    payments::{Authorise, Payment, PaymentStatus},
};
use platform::{Database, outbox};
use serde_json::json;

/// Holds an amount. Asked again, it answers with what is known, and calls again only when the answer was lost.
pub async fn authorise(service: &Payments, request: &Authorise) -> Result<Payment, Error> {
    if request.amount.minor <= 0 {
        return Err(contracts::Error::field("amount", "There is nothing to pay.").into());
    }
    let charge = new_charge(request);
    let payment = begin(service, request, &charge).await?;
    model::require_same(&payment, request)?;
    if payment.status != PaymentStatus::Created {
        return Ok(payment);
    }
    ask(service, payment.id, &charge).await
}

fn new_charge(request: &Authorise) -> NewCharge {
    NewCharge {
        payment: request.payment,
        checkout: request.checkout,
        amount: request.amount,
        method: request.method.clone(),
        return_url: request.return_url.clone(),
    }
}

async fn begin(service: &Payments, request: &Authorise, charge: &NewCharge) -> Result<Payment, Error> {
    let gateway = &service.gateway;
    let stored = NewCharge { method: gateway.storable(&charge.method), ..charge.clone() };
    let mut tx = service.db.begin().await?;
    let names = (gateway.name(), gateway.method());
    if repo::insert(&mut tx, request, names, service.clock.now()).await? {
        let key = calls::key(request.payment, "authorise");
        calls::begin(&mut tx, &key, request.payment, "authorise", serde_json::to_value(stored)?).await?;
    }
    let payment = repo::get(&mut tx, request.payment).await?;
    tx.commit().await?;
    Ok(payment)
}

async fn ask(service: &Payments, id: PaymentId, charge: &NewCharge) -> Result<Payment, Error> {
    let key = calls::key(id, "authorise");
    let answer = service.ask(service.gateway.authorise(&key, charge)).await;
    let charge = refusal_as_decline(answer, None)?;
    settle(service, id, Some(&key), &charge).await
}

/// The payment as the gateway sees it now.
pub async fn refresh(service: &Payments, id: PaymentId) -> Result<Payment, Error> {
    let mut conn = service.db.pool().acquire().await?;
    let payment = repo::get(&mut conn, id).await?;
    let lost = calls::unanswered(&mut conn, &calls::key(id, "authorise")).await?;
    drop(conn);
    match (payment.status, &payment.gateway_reference, lost) {
        (PaymentStatus::Created, None, Some(request)) => {
            ask(service, id, &serde_json::from_value(request)?).await
        }
        (
            PaymentStatus::Created | PaymentStatus::RequiresAction | PaymentStatus::Authorised,
            Some(reference),
            _,
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
    let key = calls::key(id, "capture");
    let mut tx = service.db.begin().await?;
    let payment = repo::lock(&mut tx, id).await?;
    if payment.status == PaymentStatus::Captured {
        return Ok(payment);
    }
    let reference = held(&payment)?.to_owned();
    calls::begin(&mut tx, &key, id, "capture", json!({ "amount": payment.amount })).await?;
    if matches!(actor, Actor::Staff { .. }) {
        let details = json!({ "amount": payment.amount, "order": payment.order });
        outbox::audit(&mut tx, "payments", actor, "payment.captured", &format!("payment {id}"), details)
            .await?;
    }
    tx.commit().await?;
    let answer = service.ask(service.gateway.capture(&key, &reference, payment.amount)).await;
    settle_or_look(service, &payment, &key, answer).await
}

/// A refused capture may be one that was done by a call whose answer was lost: look before it counts as failed.
async fn settle_or_look(
    service: &Payments,
    payment: &Payment,
    key: &str,
    answer: Result<Charge, Failure>,
) -> Result<Payment, Error> {
    if let (Err(Failure::Refused(_)), Some(reference)) = (&answer, &payment.gateway_reference) {
        let charge = service.ask(service.gateway.retrieve(reference)).await?;
        if charge.standing == Standing::Captured {
            return settle(service, payment.id, Some(key), &charge).await;
        }
    }
    let charge = refusal_as_decline(answer, payment.gateway_reference.clone())?;
    settle(service, payment.id, Some(key), &charge).await
}

fn held(payment: &Payment) -> Result<&str, Error> {
    match (payment.status, &payment.gateway_reference) {
        (PaymentStatus::Authorised, Some(reference)) => Ok(reference),
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
        (_, None) => return Err(Failure::Unavailable("the charge is not known yet".to_owned()).into()),
    };
    let key = calls::key(id, "void");
    let mut tx = service.db.begin().await?;
    calls::begin(&mut tx, &key, id, "void", json!({})).await?;
    tx.commit().await?;
    let charge = service.ask(service.gateway.void(&key, &reference)).await?;
    settle(service, id, Some(&key), &charge).await
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

/// Applies what the gateway said: once, and only forward.
async fn settle(
    service: &Payments,
    id: PaymentId,
    key: Option<&str>,
    charge: &Charge,
) -> Result<Payment, Error> {
    let mut tx = service.db.begin().await?;
    let payment = repo::lock(&mut tx, id).await?;
    if let Some(key) = key {
        calls::answered(&mut tx, key, &charge.response).await?;
    }
    if let Some(reference) = &charge.reference {
        repo::set_reference(&mut tx, id, reference).await?;
    }
    let next = model::next(payment.status, &charge.standing);
    if let Some(next) = next {
        repo::settle(&mut tx, &payment, next, charge).await?;
    }
    let payment = repo::get(&mut tx, id).await?;
    if let Some(event) = next.and_then(|_| model::event(&payment)) {
        outbox::publish(&mut tx, &event).await?;
    }
    tx.commit().await?;
    Ok(payment)
}

fn refusal_as_decline(answer: Result<Charge, Failure>, reference: Option<String>) -> Result<Charge, Failure> {
    match answer {
        Err(Failure::Refused(message)) => {
            let response = json!({ "refused": message });
            Ok(Charge { reference, standing: Standing::Declined(message), label: String::new(), response })
        }
        other => other,
    }
}
