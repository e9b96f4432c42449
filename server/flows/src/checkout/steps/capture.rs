//! Last, because it is the only step that cannot be undone.

use super::{super::Parts, super::run::Agreed, super::run::Failure, Step};
use contracts::{
    Actor, Error, Result,
    orders::{CheckoutState, PaymentState},
    payments::PaymentStatus,
};

pub(in super::super) async fn run(parts: &Parts, agreed: &Agreed) -> Result<Step> {
    if !parts.payments.gateway().await?.capture_at_checkout {
        return Ok(Step::on(CheckoutState::Completed, agreed));
    }
    let payment = parts.payments.capture(Actor::System, agreed.payment).await?;
    match payment.status {
        PaymentStatus::Captured => {
            parts.orders.set_payment_state(agreed.placed()?, PaymentState::Paid).await?;
            Ok(Step::on(CheckoutState::Completed, agreed))
        }
        PaymentStatus::Failed | PaymentStatus::Voided => {
            let told = payment.decline_message;
            Ok(Step::Fail(Failure::Declined(told.unwrap_or_else(|| "Your bank refused the payment.".into()))))
        }
        _ => Err(Error::unavailable("The payment service has not answered yet.")),
    }
}
