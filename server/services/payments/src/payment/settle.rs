//! Applying what the gateway said.

use super::{model, repo};
use crate::{
    Error, Payments, calls,
    gateway::{Charge, Failure, Standing, Terms},
    gift_card, reconcile,
};
use contracts::{
    Currency, ErrorKind, Money, PaymentId,
    payments::{Authorise, GiftCardShare, Payment, ReconciliationKind},
};
use platform::outbox;
use serde_json::json;
use sqlx::PgConnection;

/// Applies what the gateway said: once, and only forward. A charge that is not what the payment is for, or that
/// comes when the payment was given up, changes nothing and is recorded as a finding.
pub async fn settle(
    service: &Payments,
    id: PaymentId,
    key: Option<&str>,
    charge: &Charge,
) -> Result<Payment, Error> {
    let mut tx = service.db.begin().await?;
    let payment = repo::lock(&mut tx, id).await?;
    if let Some(key) = key {
        calls::answered(&mut tx, id, key, &charge.response).await?;
    }
    let payment = apply(service, &mut tx, &payment, charge).await?;
    calls::outlived(&mut tx, id, model::answers(payment.status), &charge.response).await?;
    tx.commit().await?;
    Ok(payment)
}

/// As [`settle`], within the transaction that holds the payment.
pub(super) async fn apply(
    service: &Payments,
    conn: &mut PgConnection,
    payment: &Payment,
    charge: &Charge,
) -> Result<Payment, Error> {
    let found = reconcile::model::compare(charge, Some(payment));
    let found = found.filter(|found| is_unacceptable(found.kind));
    let is_another = found.as_ref().is_some_and(|found| found.kind == ReconciliationKind::SecondCharge);
    if let Some(reference) = charge.reference.as_ref().filter(|_| !is_another) {
        repo::set_reference(conn, payment.id, reference).await?;
    }
    if let Some(found) = found {
        reconcile::note(service, conn, &found).await?;
        return repo::get(conn, payment.id).await;
    }
    let mut payment = repo::get(conn, payment.id).await?;
    while let Some(next) = model::next(payment.status, &charge.standing) {
        repo::settle(conn, &payment, next, charge).await?;
        payment = repo::get(conn, payment.id).await?;
        if let Some(event) = model::event(&payment) {
            outbox::publish(conn, &event).await?;
        }
    }
    Ok(payment)
}

/// What must not become the payment's state. That the gateway is further than we are is what settling is for.
fn is_unacceptable(kind: ReconciliationKind) -> bool {
    use ReconciliationKind as Kind;
    matches!(kind, Kind::WrongAmount | Kind::LateSuccess | Kind::SecondCharge)
}

/// Gives up a payment of which the gateway has no charge, once no call can be on its way any more.
pub(super) async fn nothing_there(service: &Payments, id: PaymentId) -> Result<Payment, Error> {
    let key = calls::key(id, "authorise");
    let mut tx = service.db.begin().await?;
    let payment = repo::lock(&mut tx, id).await?;
    if payment.gateway_reference.is_some() || !calls::is_quiet(&mut tx, &key).await? {
        return Err(Failure::Unavailable("the charge may still be on its way".to_owned()).into());
    }
    calls::answered(&mut tx, id, &key, &json!({ "found": null })).await?;
    let nothing = Charge::none(Standing::Voided, json!({}));
    let payment = apply(service, &mut tx, &payment, &nothing).await?;
    tx.commit().await?;
    Ok(payment)
}

/// Records a payment of this shop anew whose row is gone, as after a restore: the gateway knows what it was for.
/// False when it does not, or when the checkout is paid by another payment.
///
/// # Errors
/// Why the share of its gift card cannot be taken again: a person has to decide.
pub async fn restore(service: &Payments, charge: &Charge) -> Result<bool, Error> {
    let Some(lost) = told(&charge.terms) else { return Ok(false) };
    let mut tx = service.db.begin().await?;
    let names = (service.gateway.name(), service.gateway.method());
    let is_new = match repo::insert(&mut tx, &lost, names, service.clock.now()).await {
        Ok(is_new) => is_new,
        Err(Error::Refused(refused)) if refused.kind == ErrorKind::Conflict => return Ok(false),
        Err(error) => return Err(error),
    };
    let payment = repo::lock(&mut tx, lost.payment).await?;
    if let Some(share) = payment.gift_card.as_ref().filter(|_| is_new) {
        gift_card::redeem_again(&mut tx, payment.id, share).await?;
    }
    apply(service, &mut tx, &payment, charge).await?;
    tx.commit().await?;
    Ok(true)
}

fn told(terms: &Terms) -> Option<Authorise> {
    let sum = terms.sum.as_ref()?;
    let charged = Money::new(sum.minor, Currency::from_code(&sum.currency)?);
    let gift_card = terms
        .gift_card
        .map(|(card, minor)| GiftCardShare { card, amount: Money::new(minor, charged.currency) });
    let amount = gift_card.as_ref().map_or(Some(charged), |share| charged.plus(share.amount))?;
    let (payment, checkout) = (terms.payment?, terms.checkout?);
    let (method, return_url) = (String::new(), String::new());
    Some(Authorise { payment, checkout, amount, gift_card, method, return_url })
}
