//! Before the order is placed: an order that nobody can pay must not exist.

use super::{super::Parts, super::declines, super::run::Agreed, super::run::Failure, Step};
use contracts::{
    Error, ErrorKind, Result,
    orders::{CheckoutRecord, CheckoutState},
    payments::{Authorise, Payment, PaymentStatus},
};

pub(in super::super) async fn run(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<Step> {
    let request = Authorise {
        payment: agreed.payment,
        checkout: record.id,
        amount: agreed.total,
        gift_card: agreed.gift_card.clone(),
        method: agreed.payment_method.clone(),
        return_url: format!("{}/checkout/return/{}", parts.base_url, record.id),
    };
    let payment = parts.payments.authorise(request).await?;
    step(parts, record, &payment, agreed).await
}

/// After a challenge: asks the gateway instead of trusting the browser.
pub(in super::super) async fn check(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<Step> {
    let payment = parts.payments.refresh(agreed.payment).await?;
    step(parts, record, &payment, agreed).await
}

pub(in super::super) async fn undo(parts: &Parts, agreed: &Agreed) -> Result<()> {
    match parts.payments.void(agreed.payment).await {
        Ok(_) => Ok(()),
        // The run ended before there was a payment.
        Err(error) if error.kind == ErrorKind::NotFound => Ok(()),
        // It was captured although nobody here asked for that: it is refunded instead.
        Err(error) if error.kind == ErrorKind::Conflict => {
            let why = "It was captured although the purchase was given up.".to_owned();
            parts.payments.give_back(agreed.payment, why).await.map(|_| ())
        }
        Err(error) => Err(error),
    }
}

async fn step(parts: &Parts, record: &CheckoutRecord, payment: &Payment, agreed: &Agreed) -> Result<Step> {
    Ok(match payment.status {
        PaymentStatus::Authorised | PaymentStatus::Captured => Step::on(CheckoutState::Authorised, agreed),
        PaymentStatus::RequiresAction => {
            Step::Wait { url: payment.action_url.clone().ok_or_else(Error::internal)? }
        }
        PaymentStatus::Failed => {
            declines::count(parts, record.id, agreed).await?;
            Step::Fail(Failure::Declined(decline(payment)))
        }
        PaymentStatus::Voided => Step::Fail(Failure::Refused("The payment was given up.".into())),
        PaymentStatus::Created => {
            return Err(Error::unavailable("The payment service has not answered yet."));
        }
    })
}

fn decline(payment: &Payment) -> String {
    let told = payment.decline_message.clone();
    told.unwrap_or_else(|| "Your card was declined. Please try another one.".into())
}
