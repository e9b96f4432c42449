//! The order exists, pending, with the amount held: from here on the shop owes an answer.

use super::{super::Parts, super::run::Agreed, super::run::Failure, Step};
use contracts::{
    Actor, ErrorKind, Result,
    orders::{CheckoutRecord, CheckoutState, PaymentState},
};

pub(in super::super) async fn run(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<Step> {
    let order = match parts.orders.place_order(agreed.place_order(record)).await {
        Ok(order) => order,
        // The cart changed or was ordered in another window: what would be charged is not what is wanted.
        Err(error) if matches!(error.kind, ErrorKind::Conflict | ErrorKind::Invalid) => {
            return Ok(Step::Fail(Failure::Refused(error.message)));
        }
        Err(error) => return Err(error),
    };
    parts.payments.attach_order(agreed.payment, order.id).await?;
    parts.orders.set_payment_state(order.id, PaymentState::Authorised).await?;
    let mut agreed = agreed.clone();
    agreed.order = Some(order.id);
    agreed.order_number = Some(order.number);
    Ok(Step::on(CheckoutState::Placed, &agreed))
}

/// Cancels the order. A run that failed without an answer does not know whether it placed one: placing
/// is idempotent, so doing it again tells.
pub(in super::super) async fn undo(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<()> {
    let reason = record.failure.clone().unwrap_or_else(|| "the checkout was given up".into());
    let order = match agreed.order {
        Some(order) => order,
        None if agreed.failed_in != Some(CheckoutState::Authorised) => return Ok(()),
        None => match parts.orders.place_order(agreed.place_order(record)).await {
            Ok(order) => order.id,
            Err(error) if matches!(error.kind, ErrorKind::Conflict | ErrorKind::Invalid) => return Ok(()),
            Err(error) => return Err(error),
        },
    };
    parts.orders.cancel_order(Actor::System, order, reason).await?;
    Ok(())
}
