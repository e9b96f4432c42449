//! Orders: what people were promised.
//!
//! Every change locks the order, lets the model decide, and writes rows and events in one transaction.

mod holds;
pub(crate) mod lists;
pub mod model;
mod movements;
mod neighbours;
mod reads;
pub mod repo;
mod whole;

pub use movements::{
    decide_hold, held_for, hold, note_hold_attempt, record_refund, record_shipment, release,
};
pub use reads::{by_id, by_ids, by_number_and_email, export, list, mine, mine_by_number, neighbours};

use crate::{Error, cart, checkout, coupon, events, invoice, invoice::Issuing};
use contracts::{
    Actor, OrderId, Permission, Timestamp,
    orders::{CartLine, Order, OrderStatus, PaymentState, PlaceOrder, PlaceOrderItem},
    shipping,
};
use platform::{AnyEnvelope, Database, inbox, outbox};
use sqlx::PgConnection;

const BY_SYSTEM: &str = "system";

/// Places an order, pending; the same checkout is the same order.
pub async fn place(db: &Database, at: Timestamp, wanted: &PlaceOrder) -> Result<Order, Error> {
    let amounts = model::amounts(wanted)?;
    let mut tx = db.begin().await?;
    let placed = repo::insert(&mut tx, wanted, amounts, at).await?;
    if let Some(id) = placed {
        coupon::require_taken(&mut tx, wanted.checkout, wanted.discount.as_ref()).await?;
        fill(&mut tx, id, wanted, at).await?;
    }
    let id = repo::id_of_checkout(&mut tx, wanted.checkout).await?;
    let order = repo::lock(&mut tx, id.ok_or_else(|| Error::unreadable("the order just placed"))?).await?;
    if placed.is_some() {
        outbox::publish(&mut tx, &events::placed(&order)).await?;
    }
    tx.commit().await?;
    Ok(order)
}

async fn fill(conn: &mut PgConnection, id: OrderId, wanted: &PlaceOrder, at: Timestamp) -> Result<(), Error> {
    repo::insert_items(conn, id, wanted).await?;
    repo::note(conn, id, OrderStatus::Pending, at, ("Order placed", BY_SYSTEM)).await?;
    checkout::repo::set_order(conn, wanted.checkout, id).await?;
    let line = |item: &PlaceOrderItem| CartLine { variant: item.variant, quantity: item.quantity };
    let ordered: Vec<_> = wanted.items.iter().map(line).collect();
    cart::take_ordered(conn, wanted.cart, &ordered).await
}

/// Stock and payment are certain.
pub async fn confirm(db: &Database, at: Timestamp, id: OrderId) -> Result<Order, Error> {
    let mut tx = db.begin().await?;
    let order = repo::lock(&mut tx, id).await?;
    if order.status == OrderStatus::Confirmed {
        return Ok(order);
    }
    let order =
        turn(&mut tx, order, OrderStatus::Confirmed, at, ("Stock and payment are certain", BY_SYSTEM))
            .await?;
    outbox::publish(&mut tx, &events::confirmed(&order)).await?;
    tx.commit().await?;
    Ok(order)
}

/// Ends an order of which nothing was sent.
pub async fn cancel(
    db: &Database,
    at: Timestamp,
    actor: &Actor,
    id: OrderId,
    reason: &str,
) -> Result<Order, Error> {
    actor.require(Permission::CancelOrders)?;
    let mut tx = db.begin().await?;
    let order = repo::lock(&mut tx, id).await?;
    if order.status == OrderStatus::Cancelled {
        return Ok(order);
    }
    model::require_cancellable(&order, holds::are_under_way(&mut tx, id).await?)?;
    let was_confirmed = order.status == OrderStatus::Confirmed;
    let order = turn(&mut tx, order, OrderStatus::Cancelled, at, (reason, actor.label())).await?;
    outbox::publish(&mut tx, &events::cancelled(&order, reason, was_confirmed)).await?;
    if matches!(actor, Actor::Staff { .. }) {
        let details = serde_json::json!({ "number": order.number, "reason": reason });
        outbox::audit(&mut tx, "orders", actor, "order.cancelled", &format!("order {id}"), details).await?;
    }
    tx.commit().await?;
    Ok(order)
}

/// Records where the money is, and issues the invoice of what is paid; news that was overtaken changes nothing.
pub async fn set_payment_state(
    db: &Database,
    by: Issuing<'_>,
    id: OrderId,
    state: PaymentState,
) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let order = repo::lock(&mut tx, id).await?;
    if model::is_overtaken(order.payment_status, state) {
        return Ok(());
    }
    if !model::money_can_become(order.payment_status, state) {
        let (from, to) = (order.payment_status.as_str(), state.as_str());
        return Err(
            contracts::Error::conflict(format!("A payment that is {from} cannot become {to}.")).into()
        );
    }
    repo::set_payment_state(&mut tx, id, state).await?;
    invoice::issue_missing(&mut tx, by, &Order { payment_status: state, ..order }).await?;
    tx.commit().await?;
    Ok(())
}

/// Records that all parcels have arrived. While lines are still to be sent, nothing changes.
pub async fn record_delivery(db: &Database, at: Timestamp, id: OrderId) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    deliver(&mut tx, at, id).await?;
    tx.commit().await?;
    Ok(())
}

/// Consumes `shipping.shipment_delivered`.
pub async fn on_shipping_event(db: &Database, at: Timestamp, envelope: AnyEnvelope) -> Result<(), Error> {
    let event = platform::decode::<shipping::Event>(&envelope)?;
    let shipping::Event::ShipmentDelivered { order, all_delivered: true, .. } = event else {
        return Ok(());
    };
    let mut tx = db.begin().await?;
    if inbox::first_time(&mut tx, "orders.shipment_delivered", envelope.id).await? {
        deliver(&mut tx, at, order).await?;
    }
    tx.commit().await?;
    Ok(())
}

async fn deliver(conn: &mut PgConnection, at: Timestamp, id: OrderId) -> Result<(), Error> {
    let order = repo::lock(conn, id).await?;
    if order.status != OrderStatus::Shipped {
        return Ok(());
    }
    let order =
        turn(conn, order, OrderStatus::Delivered, at, ("All parcels have arrived", BY_SYSTEM)).await?;
    Ok(outbox::publish(conn, &events::delivered(&order)).await?)
}

/// Moves an order along its life, with a line in its history, and returns it as it is then.
async fn turn(
    conn: &mut PgConnection,
    order: Order,
    to: OrderStatus,
    at: Timestamp,
    why: (&str, &str),
) -> Result<Order, Error> {
    if !model::can_become(order.status, to) {
        let (from, to) = (order.status.as_str(), to.as_str());
        return Err(contracts::Error::conflict(format!("An order that is {from} cannot become {to}.")).into());
    }
    repo::set_status(conn, order.id, to).await?;
    repo::note(conn, order.id, to, at, why).await?;
    repo::lock(conn, order.id).await
}

/// Notes what happened to lines; when nothing is left to send after it, the order is shipped.
async fn noted_or_shipped(
    conn: &mut PgConnection,
    id: OrderId,
    at: Timestamp,
    what: &str,
) -> Result<Order, Error> {
    let order = repo::lock(conn, id).await?;
    if order.status != OrderStatus::Confirmed || !model::is_all_sent(&order.items) {
        repo::note(conn, id, order.status, at, (what, BY_SYSTEM)).await?;
        return repo::lock(conn, id).await;
    }
    let order = turn(conn, order, OrderStatus::Shipped, at, (what, BY_SYSTEM)).await?;
    outbox::publish(conn, &events::shipped(&order)).await?;
    Ok(order)
}
