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
        match end(parts, &hold).await {
            Ok(true) => ended += 1,
            Ok(false) => {
                note(parts, &hold, "The money went back, but the order has not heard of it yet.").await
            }
            Err(error) => note(parts, &hold, &error.message).await,
        }
    }
    Ok(ended)
}

/// Whether a hold has come to its end now.
pub(super) async fn end(parts: &Parts, hold: &LineHold) -> Result<bool> {
    match hold.movement {
        Movement::Shipment => end_shipment(parts, hold).await,
        Movement::Refund => end_refund(parts, hold).await,
    }
}

/// The back office shows why a hold stays.
async fn note(parts: &Parts, hold: &LineHold, why: &str) {
    tracing::warn!(order = %hold.order, why, "held lines could not be freed");
    if let Err(error) = parts.orders.note_hold_attempt(hold.movement, hold.reference, why.to_owned()).await {
        tracing::warn!(order = %hold.order, %error, "nor could that be noted");
    }
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
