//! Taking the money that was held.

use super::{Parts, live_payment};
use contracts::{
    Actor, Error, OrderId, Result,
    orders::PaymentState,
    payments::{self, Payment, PaymentStatus},
};
use platform::AnyEnvelope;

/// Captures the order's payment, once; that it is paid is recorded every time.
pub(super) async fn capture(parts: &Parts, actor: Actor, order: OrderId) -> Result<Payment> {
    let payment = live_payment(parts, order).await?;
    let payment = payment.ok_or_else(|| Error::conflict("This order has no payment to capture."))?;
    let payment = match payment.status {
        PaymentStatus::Captured => payment,
        _ => parts.payments.capture(actor, payment.id).await?,
    };
    if payment.status != PaymentStatus::Captured {
        let told = payment.decline_message.clone();
        return Err(Error::conflict(told.unwrap_or_else(|| "The bank refused the capture.".into())));
    }
    parts.orders.set_payment_state(order, PaymentState::Paid).await?;
    Ok(payment)
}

/// The order is paid, also when whoever captured did not come to say so.
pub(super) async fn on_captured(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let payments::Event::PaymentCaptured { payment, .. } = platform::decode(envelope)? else {
        return Ok(());
    };
    let payment = parts.payments.payment(Actor::System, payment).await?;
    match payment.and_then(|payment| payment.order) {
        Some(order) => parts.orders.set_payment_state(order, PaymentState::Paid).await,
        None => Ok(()),
    }
}
