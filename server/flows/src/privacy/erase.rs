//! Erasing what orders, payments, parcels and mails tell of people who are gone.
//!
//! The order itself comes last: until then it is found again, so that a death in between is repaired by beginning anew.
//! Each step may be made twice.

use super::Parts;
use contracts::{Actor, OrderId, Result, privacy::ClosedOrder};

/// Erases all orders in which nothing is open; how many. One that fails holds up none of the others.
pub(super) async fn closed(parts: &Parts) -> Result<u32> {
    let (mut erased, mut after): (u32, Option<OrderId>) = (0, None);
    loop {
        let found = parts.orders.orders_to_erase(Actor::System, after).await?;
        let Some(last) = found.last().map(|order| order.id) else { return Ok(erased) };
        after = Some(last);
        for order in found {
            match one(parts, &order).await {
                Ok(done) => erased += u32::from(done),
                Err(error) => tracing::warn!(order = %order.id, %error, "an order is erased the next time"),
            }
        }
    }
}

/// False when its money is still open: a dispute needs to know who bought and where it went.
async fn one(parts: &Parts, order: &ClosedOrder) -> Result<bool> {
    if parts.payments.is_open(Actor::System, order.id).await? {
        return Ok(false);
    }
    parts.payments.erase_order(Actor::System, order.id).await?;
    parts.shipping.erase_order(Actor::System, order.id).await?;
    parts.notifications.erase_order(Actor::System, order.number.clone()).await?;
    parts.orders.erase_order(Actor::System, order.id).await
}
