//! Taking the money that was held.

use super::{Parts, live_payment};
use contracts::{
    Actor, Error, OrderId, Result,
    orders::PaymentState,
    payments::{Payment, PaymentStatus},
};

/// Captures the order's payment; a payment that is captured already is returned as it is.
pub(super) async fn capture(parts: &Parts, actor: Actor, order: OrderId) -> Result<Payment> {
    let payment = live_payment(parts, order).await?;
    let payment = payment.ok_or_else(|| Error::conflict("This order has no payment to capture."))?;
    if payment.status == PaymentStatus::Captured {
        return Ok(payment);
    }
    let payment = parts.payments.capture(actor, payment.id).await?;
    if payment.status != PaymentStatus::Captured {
        let told = payment.decline_message.clone();
        return Err(Error::conflict(told.unwrap_or_else(|| "The bank refused the capture.".into())));
    }
    parts.orders.set_payment_state(order, PaymentState::Paid).await?;
    Ok(payment)
}
