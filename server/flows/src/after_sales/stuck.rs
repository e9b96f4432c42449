//! Parcels and refunds that stay half-way: shown to a person, who decides.

use super::{Parts, recover};
use contracts::{
    Actor, Error, Result,
    orders::{Intervention, LineHold, Movement},
    payments::RefundStatus,
};
use uuid::Uuid;

/// After the recovery has had its turn, seconds; see [`recover`].
const STUCK_SECONDS: u32 = 20 * 60;

pub(super) async fn list(parts: &Parts) -> Result<Vec<LineHold>> {
    parts.orders.held_lines(STUCK_SECONDS).await
}

pub(super) async fn decide(
    parts: &Parts,
    actor: Actor,
    (movement, reference): (Movement, Uuid),
    act: Intervention,
    reason: String,
) -> Result<()> {
    let reason = act.reason(&reason)?;
    let held = list(parts).await?;
    let hold = held.into_iter().find(|hold| hold.movement == movement && hold.reference == reference);
    let hold = hold.ok_or_else(|| Error::not_found("parcel or refund under way"))?;
    if act == Intervention::Undo && happened(parts, &hold).await? {
        return Err(Error::conflict("It did happen, so it cannot be undone. Settle it instead."));
    }
    parts.orders.decide_hold(actor, movement, reference, act, reason).await?;
    if act == Intervention::Retry && !recover::end(parts, &hold).await? {
        return Err(Error::conflict(
            "It is still not at its end: the order has not heard of the refund yet.",
        ));
    }
    Ok(())
}

/// Whether the parcel was sent or the money is on its way back.
async fn happened(parts: &Parts, hold: &LineHold) -> Result<bool> {
    if hold.movement == Movement::Shipment {
        let parcels = parts.shipping.shipments_of(hold.order).await?;
        return Ok(parcels.iter().any(|parcel| parcel.id.0 == hold.reference));
    }
    let payments = parts.payments.payments_of(Actor::System, hold.order).await?;
    let mut refunds = payments.iter().flat_map(|payment| &payment.refunds);
    Ok(refunds.any(|refund| refund.id.0 == hold.reference && refund.status != RefundStatus::Failed))
}
