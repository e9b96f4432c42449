//! Lines that are sent or refunded: held under the parcel's or the refund's id while that is under way,
//! recorded once it is done, let go when it will not happen.

use super::{holds, model, noted_or_shipped, repo};
use crate::{Error, events, invoice, invoice::Issuing};
use contracts::{
    Actor, Money, OrderId, Permission, Timestamp,
    orders::{Intervention, ItemQuantity, LineHold, Movement, Order},
};
use platform::{Database, outbox};
use serde_json::json;
use uuid::Uuid;

/// Keeps units for a movement that begins; the same reference keeps the same units.
pub async fn hold(
    db: &Database,
    id: OrderId,
    movement: Movement,
    reference: Uuid,
    asked: Option<&[ItemQuantity]>,
) -> Result<Vec<ItemQuantity>, Error> {
    let mut tx = db.begin().await?;
    let order = repo::lock(&mut tx, id).await?;
    if let Some(kept) = holds::lines(&mut tx, movement, reference).await? {
        return Ok(kept);
    }
    if repo::is_recorded(&mut tx, movement, reference).await? {
        return Ok(asked.unwrap_or_default().to_vec());
    }
    let held = holds::of_order(&mut tx, id).await?;
    let lines = model::hold(&order, &held, movement, asked)?;
    holds::insert(&mut tx, id, movement, reference, &lines).await?;
    tx.commit().await?;
    Ok(lines)
}

/// Lets go of what was kept for a movement that will not happen.
pub async fn release(db: &Database, movement: Movement, reference: Uuid) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    if let Some(order) = holds::order_of(&mut tx, movement, reference).await? {
        repo::lock(&mut tx, order).await?;
        holds::remove(&mut tx, movement, reference).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// What has been held for so many seconds, oldest first.
pub async fn held_for(db: &Database, seconds: u32) -> Result<Vec<LineHold>, Error> {
    let mut conn = db.pool().acquire().await?;
    holds::older_than(&mut conn, seconds).await
}

/// Notes that what is held could not be brought to its end.
pub async fn note_hold_attempt(
    db: &Database,
    movement: Movement,
    reference: Uuid,
    failure: &str,
) -> Result<(), Error> {
    let mut conn = db.pool().acquire().await?;
    holds::count_attempt(&mut conn, movement, reference, failure).await
}

/// Keeps a person's decision about what is held, and lets go of it unless it is to be tried again.
pub async fn decide_hold(
    db: &Database,
    actor: &Actor,
    (movement, reference): (Movement, Uuid),
    act: Intervention,
    reason: &str,
) -> Result<(), Error> {
    actor.require(Permission::OperateSystem)?;
    let reason = platform::pan::hidden(act.reason(reason)?);
    let mut tx = db.begin().await?;
    let held = holds::order_of(&mut tx, movement, reference).await?;
    let order = held.ok_or_else(|| contracts::Error::not_found("parcel or refund under way"))?;
    if act != Intervention::Retry {
        repo::lock(&mut tx, order).await?;
        holds::remove(&mut tx, movement, reference).await?;
    }
    let action = format!("{}.{}", movement.as_str(), act.as_str());
    let details = json!({ "reference": reference, "reason": reason });
    outbox::audit(&mut tx, "orders", actor, &action, &format!("order {order}"), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Records that lines were sent, once per shipment.
pub async fn record_shipment(
    db: &Database,
    at: Timestamp,
    id: OrderId,
    shipment: Uuid,
    lines: &[ItemQuantity],
) -> Result<Order, Error> {
    let mut tx = db.begin().await?;
    let order = repo::lock(&mut tx, id).await?;
    if !repo::is_new_movement(&mut tx, id, Movement::Shipment, shipment).await? {
        return Ok(order);
    }
    holds::remove(&mut tx, Movement::Shipment, shipment).await?;
    let sent = model::shipment(&order, lines)?;
    repo::add_shipped_units(&mut tx, &sent).await?;
    let units: u32 = sent.iter().map(|(_, units)| units).sum();
    let reason = format!("Sent: {units} {}", if units == 1 { "unit" } else { "units" });
    let order = noted_or_shipped(&mut tx, id, at, &reason).await?;
    tx.commit().await?;
    Ok(order)
}

/// Records lines and an amount that went back, once per refund, with the credit note for it.
pub async fn record_refund(
    db: &Database,
    by: Issuing<'_>,
    id: OrderId,
    refund: Uuid,
    lines: &[ItemQuantity],
    amount: Money,
) -> Result<Order, Error> {
    let mut tx = db.begin().await?;
    let order = repo::lock(&mut tx, id).await?;
    if !repo::is_new_movement(&mut tx, id, Movement::Refund, refund).await? {
        return Ok(order);
    }
    holds::remove(&mut tx, Movement::Refund, refund).await?;
    let (back, state) = model::refund(&order, lines, amount)?;
    invoice::issue_missing(&mut tx, by, &order).await?;
    repo::add_refunded_units(&mut tx, &back).await?;
    repo::add_refunded(&mut tx, id, amount).await?;
    repo::set_payment_state(&mut tx, id, state).await?;
    let order = noted_or_shipped(&mut tx, id, by.at, &format!("Refunded {amount}")).await?;
    outbox::publish(&mut tx, &events::refunded(&order, amount)).await?;
    invoice::credit(&mut tx, by, &order, refund, lines, amount).await?;
    tx.commit().await?;
    Ok(order)
}
