//! Ending what a crash left half-way: lines that are held for a parcel or a refund that never came to be.

use super::Parts;
use contracts::{
    Actor, Result,
    orders::{LineHold, Movement},
    payments::RefundStatus,
};

/// Longer than any request lives, so that whoever holds the lines is not still at it; seconds.
const ABANDONED_SECONDS: u32 = 15 * 60;

/// Returns how many holds came to their end.
pub(super) async fn recover(parts: &Parts) -> Result<u32> {
    let mut ended = 0;
    for hold in parts.orders.held_lines(ABANDONED_SECONDS).await? {
        let done = match hold.movement {
            Movement::Shipment => end_shipment(parts, &hold).await,
            Movement::Refund => end_refund(parts, &hold).await,
        };
        match done {
            Ok(true) => ended += 1,
            Ok(false) => {}
            Err(error) => tracing::warn!(order = %hold.order, %error, "held lines could not be freed"),
        }
    }
    Ok(ended)
}

async fn end_shipment(parts: &Parts, hold: &LineHold) -> Result<bool> {
    let parcels = parts.shipping.shipments_of(hold.order).await?;
    match parcels.into_iter().find(|parcel| parcel.id.0 == hold.reference) {
        Some(parcel) => {
            parts.orders.record_shipment(hold.order, hold.reference, parcel.lines).await?;
        }
        None => parts.orders.release_lines(hold.movement, hold.reference).await?,
    }
    Ok(true)
}

/// A refund that was sent is recorded by the consumer of its event, which knows what it was for.
async fn end_refund(parts: &Parts, hold: &LineHold) -> Result<bool> {
    let payments = parts.payments.payments_of(Actor::System, hold.order).await?;
    let mut refunds = payments.iter().flat_map(|payment| &payment.refunds);
    let known = refunds.find(|refund| refund.id.0 == hold.reference);
    if known.is_some_and(|refund| refund.status != RefundStatus::Failed) {
        return Ok(false);
    }
    parts.orders.release_lines(hold.movement, hold.reference).await?;
    Ok(true)
}
