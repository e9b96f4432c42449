//! Refunding. The lines are held in orders under the refund's id first, so that nobody refunds them twice.
//! The refund is the durable change and carries what is to be done with the order once the money has gone
//! back, or has not.

use super::{Parts, checked, live_payment, order, was_refused};
use contracts::{
    Actor, Error, Money, OrderId, PaymentId, RefundId, ReservationId, Result,
    after_sales::RefundOrder,
    inventory::StockLine,
    orders::{ItemQuantity, Movement, Order, OrderStatus},
    payments::{self, Payment, PaymentStatus, Refund, RefundStatus},
};
use platform::AnyEnvelope;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What a refund is for; travels with it through payments.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Memo {
    order: OrderId,
    lines: Vec<ItemQuantity>,
    restock: Vec<StockLine>,
}

pub(super) async fn refund(parts: &Parts, actor: Actor, wish: RefundOrder) -> Result<Payment> {
    let order = order(parts, wish.order).await?;
    let payment = captured(parts, order.id).await?;
    let id = RefundId(wish.idempotency_key);
    if let Some(known) = payment.refunds.iter().find(|known| known.id == id) {
        accepted(known)?;
        return Ok(payment);
    }
    if wish.extra.minor < 0 {
        return Err(Error::field("extra", "This cannot be less than nothing."));
    }
    let lines = hold(parts, order.id, id, Some(wish.lines.clone())).await?;
    // The units of a cancelled order have returned with the cancellation.
    let returns = wish.restock && order.status != OrderStatus::Cancelled;
    let reason = platform::pan::hidden(wish.reason);
    let sent = async {
        let amount = amount(&order, &lines, wish.extra)?;
        let restock = if returns { stock_lines(&order, &lines) } else { Vec::new() };
        send(parts, actor, id, payment.id, amount, reason, Memo { order: order.id, lines, restock }).await
    };
    or_release(parts, id, sent.await).await
}

/// Sends back what is left of a cancelled order's payment, for whatever is left of its lines.
pub(super) async fn refund_rest(parts: &Parts, actor: Actor, id: OrderId, key: Uuid) -> Result<Payment> {
    let order = order(parts, id).await?;
    if order.status != OrderStatus::Cancelled {
        return Err(Error::conflict("Only a cancelled order is refunded as a whole."));
    }
    let payment = captured(parts, id).await?;
    let reason = "The rest of a cancelled order".to_owned();
    rest(parts, actor, &order, &payment, RefundId(key), reason).await
}

/// As [`refund_rest`], for a cancellation that is under way.
pub(super) async fn rest(
    parts: &Parts,
    actor: Actor,
    order: &Order,
    payment: &Payment,
    id: RefundId,
    reason: String,
) -> Result<Payment> {
    if let Some(known) = payment.refunds.iter().find(|known| known.id == id) {
        accepted(known)?;
        return Ok(payment.clone());
    }
    let amount = checked(payment.captured.minus(payment.refunded))?;
    if amount.minor == 0 {
        return Err(Error::conflict("Nothing is left of this payment, or the rest is on its way back."));
    }
    let lines = hold(parts, order.id, id, None).await?;
    let memo = Memo { order: order.id, lines, restock: Vec::new() };
    let sent = send(parts, actor, id, payment.id, amount, reason, memo).await;
    or_release(parts, id, sent).await
}

async fn captured(parts: &Parts, order: OrderId) -> Result<Payment> {
    let payment = live_payment(parts, order).await?;
    let captured = payment.filter(|payment| payment.status == PaymentStatus::Captured);
    captured.ok_or_else(|| Error::conflict("Nothing was captured for this order yet."))
}

async fn hold(
    parts: &Parts,
    order: OrderId,
    id: RefundId,
    lines: Option<Vec<ItemQuantity>>,
) -> Result<Vec<ItemQuantity>> {
    parts.orders.hold_lines(order, Movement::Refund, id.0, lines).await
}

async fn send(
    parts: &Parts,
    actor: Actor,
    id: RefundId,
    payment: PaymentId,
    amount: Money,
    reason: String,
    memo: Memo,
) -> Result<Payment> {
    let memo = serde_json::to_string(&memo).map_err(|error| platform::failure("after_sales", &error))?;
    let payment = parts.payments.refund(actor, id, payment, amount, reason, memo).await?;
    payment.refunds.iter().find(|known| known.id == id).map_or(Ok(()), accepted)?;
    Ok(payment)
}

/// A refusal lets go of the lines at once; when nobody knows what happened, they stay held until it is known.
async fn or_release(parts: &Parts, id: RefundId, sent: Result<Payment>) -> Result<Payment> {
    if let Err(error) = &sent
        && was_refused(error)
    {
        parts.orders.release_lines(Movement::Refund, id.0).await?;
    }
    sent
}

fn accepted(refund: &Refund) -> Result<()> {
    if refund.status != RefundStatus::Failed {
        return Ok(());
    }
    let why = refund.failure.as_deref().unwrap_or("it gave no reason");
    Err(Error::conflict(format!("The payment provider did not send the money back: {why}")))
}

pub(super) async fn on_processed(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let payments::Event::RefundProcessed { refund, payment, amount, memo } = platform::decode(envelope)?
    else {
        return Ok(());
    };
    let Ok(memo) = serde_json::from_str::<Memo>(&memo) else {
        return on_found(parts, refund, payment, amount).await;
    };
    let order = parts.orders.record_refund(memo.order, refund.0, memo.lines, amount).await?;
    if !memo.restock.is_empty() {
        let sold = ReservationId(order.checkout.0);
        parts.inventory.restock_returned(refund.0, memo.order, sold, memo.restock).await?;
    }
    Ok(())
}

/// Money that somebody sent back at the gateway itself: of no line, but of the order.
async fn on_found(parts: &Parts, refund: RefundId, payment: PaymentId, amount: Money) -> Result<()> {
    let payment = parts.payments.payment(Actor::System, payment).await?;
    if let Some(order) = payment.and_then(|payment| payment.order) {
        parts.orders.record_refund(order, refund.0, Vec::new(), amount).await?;
    }
    Ok(())
}

/// The lines are free for another try, which a person begins.
pub(super) async fn on_failed(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let payments::Event::RefundFailed { refund, .. } = platform::decode(envelope)? else {
        return Ok(());
    };
    parts.orders.release_lines(Movement::Refund, refund.0).await
}

fn amount(order: &Order, lines: &[ItemQuantity], extra: Money) -> Result<Money> {
    let mut total = extra;
    for line in lines {
        let item =
            order.items.iter().find(|item| item.id == line.item).ok_or_else(|| Error::not_found("line"))?;
        total = checked(total.plus(item.paid_for(line.quantity.get())))?;
    }
    let left = checked(order.total.minus(order.refunded))?;
    if total.minor <= 0 {
        return Err(Error::invalid("Please choose what to refund."));
    }
    if total.minor > left.minor {
        return Err(Error::invalid(format!("At most {left} can still be refunded.")));
    }
    Ok(total)
}

fn stock_lines(order: &Order, lines: &[ItemQuantity]) -> Vec<StockLine> {
    let variant =
        |line: &ItemQuantity| order.items.iter().find(|item| item.id == line.item).map(|item| item.variant);
    let lines = lines.iter();
    lines.filter_map(|line| Some(StockLine { variant: variant(line)?, quantity: line.quantity })).collect()
}
