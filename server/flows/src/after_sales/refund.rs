//! Refunding lines. The refund is the durable change and carries what is to be done with the order once
//! the money has gone back.

use super::{Parts, checked, live_payment, order};
use contracts::{
    Actor, Error, Money, OrderId, Quantity, RefundId, Result,
    after_sales::RefundOrder,
    inventory::StockLine,
    orders::{ItemQuantity, Order},
    payments::{self, Payment, PaymentStatus},
};
use platform::AnyEnvelope;
use serde::{Deserialize, Serialize};

/// What a refund is for; travels with it through payments.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Memo {
    order: OrderId,
    lines: Vec<ItemQuantity>,
    restock: Vec<StockLine>,
}

impl Memo {
    /// Everything that was not refunded yet; stock has returned by other means.
    pub(super) fn rest_of(order: &Order) -> Self {
        let lines = order.items.iter().filter_map(|item| {
            let quantity = Quantity::try_from(item.quantity.saturating_sub(item.refunded)).ok()?;
            Some(ItemQuantity { item: item.id, quantity })
        });
        Self { order: order.id, lines: lines.collect(), restock: Vec::new() }
    }

    pub(super) fn to_text(&self) -> Result<String> {
        serde_json::to_string(self).map_err(|error| platform::failure("after_sales", &error))
    }
}

pub(super) async fn refund(parts: &Parts, actor: Actor, refund: RefundOrder) -> Result<Payment> {
    let order = order(parts, refund.order).await?;
    let payment =
        live_payment(parts, order.id).await?.filter(|payment| payment.status == PaymentStatus::Captured);
    let payment = payment.ok_or_else(|| Error::conflict("Nothing was captured for this order yet."))?;
    let id = RefundId(refund.idempotency_key);
    if payment.refunds.iter().any(|known| known.id == id) {
        return Ok(payment);
    }
    let amount = amount(&order, &refund)?;
    let memo = Memo { order: order.id, restock: restock(&order, &refund), lines: refund.lines };
    parts.payments.refund(actor, id, payment.id, amount, refund.reason, memo.to_text()?).await
}

pub(super) async fn on_processed(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let payments::Event::RefundProcessed { refund, amount, memo, .. } = platform::decode(envelope)? else {
        return Ok(());
    };
    // Money that went back without an order, e.g. by the gateway's own dashboard.
    let Ok(memo) = serde_json::from_str::<Memo>(&memo) else { return Ok(()) };
    parts.orders.record_refund(memo.order, refund.0, memo.lines, amount).await?;
    if !memo.restock.is_empty() {
        parts.inventory.restock_returned(refund.0, memo.order, memo.restock).await?;
    }
    Ok(())
}

fn amount(order: &Order, refund: &RefundOrder) -> Result<Money> {
    if refund.extra.minor < 0 {
        return Err(Error::field("extra", "This cannot be less than nothing."));
    }
    let mut total = refund.extra;
    for line in &refund.lines {
        let item =
            order.items.iter().find(|item| item.id == line.item).ok_or_else(|| Error::not_found("line"))?;
        if line.quantity.get() > item.quantity.saturating_sub(item.refunded) {
            return Err(Error::conflict(format!("So many of {} are not left to refund.", item.name)));
        }
        total = checked(item.unit_price.times(line.quantity.get()).and_then(|price| total.plus(price)))?;
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

fn restock(order: &Order, refund: &RefundOrder) -> Vec<StockLine> {
    let variant =
        |line: &ItemQuantity| order.items.iter().find(|item| item.id == line.item).map(|item| item.variant);
    let lines = refund.lines.iter().filter(|_| refund.restock);
    lines.filter_map(|line| Some(StockLine { variant: variant(line)?, quantity: line.quantity })).collect()
}
