//! Cancelling. The order's new state is the durable change; money and stock follow from its event.

use super::Parts;
use contracts::{
    Actor, Error, ErrorKind, OrderId, Quantity, RefundId, ReservationId, Result,
    inventory::StockLine,
    orders::{self, Order, OrderStatus, PaymentState},
    payments::{Payment, PaymentStatus},
};
use platform::AnyEnvelope;

pub(super) async fn cancel(parts: &Parts, actor: Actor, id: OrderId, reason: String) -> Result<()> {
    let reason = platform::pan::hidden(reason.trim().to_owned());
    if reason.is_empty() {
        return Err(Error::field("reason", "Please say why: the customer reads it."));
    }
    let order = parts.orders.cancel_order(actor, id, reason.clone()).await?;
    follow_up(parts, &order, &reason, was_confirmed(&order)).await
}

fn was_confirmed(order: &Order) -> bool {
    order.history.iter().any(|step| step.status == OrderStatus::Confirmed)
}

pub(super) async fn on_cancelled(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let orders::Event::OrderCancelled { snapshot, reason, was_confirmed, .. } = platform::decode(envelope)?
    else {
        return Ok(());
    };
    follow_up(parts, &snapshot, &reason, was_confirmed).await
}

/// Sends money and stock back; once, however often it is called.
async fn follow_up(parts: &Parts, order: &Order, reason: &str, was_confirmed: bool) -> Result<()> {
    if was_confirmed {
        let lines = order.items.iter().filter_map(|item| {
            let quantity = Quantity::try_from(item.quantity.saturating_sub(item.refunded)).ok()?;
            Some(StockLine { variant: item.variant, quantity })
        });
        let sold = ReservationId(order.checkout.0);
        parts.inventory.restock_returned(order.id.0, order.id, sold, lines.collect()).await?;
    }
    let Some(payment) = payment(parts, order.id).await? else { return Ok(()) };
    match payment.status {
        PaymentStatus::Captured => refund_rest(parts, order, &payment, reason).await,
        _ => void(parts, order, &payment).await,
    }
}

/// The payment that was to pay for the order; also one that is voided, of which the order may not know yet.
async fn payment(parts: &Parts, order: OrderId) -> Result<Option<Payment>> {
    let payments = parts.payments.payments_of(Actor::System, order).await?;
    Ok(payments.into_iter().find(|payment| payment.status != PaymentStatus::Failed))
}

async fn void(parts: &Parts, order: &Order, payment: &Payment) -> Result<()> {
    match parts.payments.void(payment.id).await {
        Ok(_) => parts.orders.set_payment_state(order.id, PaymentState::Voided).await,
        // It was captured in this very moment: the event's next delivery refunds it.
        Err(error) if error.kind == ErrorKind::Conflict => Err(Error::unavailable(error.message)),
        Err(error) => Err(error),
    }
}

/// Sends back what is left, once. A refund that failed is final: a person sends it again (see
/// [`super::refund::refund_rest`]).
async fn refund_rest(parts: &Parts, order: &Order, payment: &Payment, reason: &str) -> Result<()> {
    // The order's own id: cancelling twice is one refund.
    let id = RefundId(order.id.0);
    let is_known = payment.refunds.iter().any(|known| known.id == id);
    if is_known || payment.refunded == payment.captured {
        return Ok(());
    }
    match super::refund::rest(parts, Actor::System, order, payment, id, reason.to_owned()).await {
        // The order stays cancelled; the back office shows what did not go back.
        Err(error) if super::was_refused(&error) => {
            tracing::warn!(order = %order.id, %error, "a cancelled order was not refunded");
            Ok(())
        }
        sent => sent.map(|_| ()),
    }
}
