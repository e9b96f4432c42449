//! Sending lines off. The parcel is the durable change; the order follows from its event.

use super::{Parts, capture, order};
use contracts::{
    Actor, Error, OrderId, Quantity, Result, ShipmentId,
    after_sales::ShipOrder,
    orders::{ItemQuantity, Order, OrderStatus, PaymentState},
    shipping::{self, NewShipment, Shipment},
};
use platform::AnyEnvelope;

pub(super) async fn ship(parts: &Parts, actor: Actor, ship: ShipOrder) -> Result<Shipment> {
    let order = order(parts, ship.order).await?;
    let id = ShipmentId(ship.idempotency_key);
    let sent = parts.shipping.shipments_of(order.id).await?;
    if let Some(shipment) = sent.into_iter().find(|shipment| shipment.id == id) {
        return Ok(shipment);
    }
    let lines = lines_to_send(&order, &ship.lines)?;
    if order.payment_status == PaymentState::Authorised {
        capture::capture(parts, Actor::System, order.id).await?;
    }
    let shipment = parts.shipping.dispatch(actor, parcel(id, &order, ship, lines.clone())).await?;
    parts.orders.record_shipment(order.id, id.0, lines).await?;
    Ok(shipment)
}

pub(super) async fn deliver(parts: &Parts, actor: Actor, order: OrderId, shipment: ShipmentId) -> Result<()> {
    let parcels = parts.shipping.shipments_of(order).await?;
    if !parcels.iter().any(|parcel| parcel.id == shipment) {
        return Err(Error::not_found("parcel"));
    }
    parts.shipping.record_event(actor, shipment, "delivered".into(), String::new()).await?;
    Ok(())
}

pub(super) async fn on_dispatched(parts: &Parts, envelope: &AnyEnvelope) -> Result<()> {
    let shipping::Event::ShipmentDispatched { shipment, order, lines, .. } = platform::decode(envelope)?
    else {
        return Ok(());
    };
    parts.orders.record_shipment(order, shipment.0, lines).await?;
    Ok(())
}

/// The lines asked for, or everything not yet sent.
fn lines_to_send(order: &Order, asked: &[ItemQuantity]) -> Result<Vec<ItemQuantity>> {
    if !matches!(order.status, OrderStatus::Confirmed | OrderStatus::Shipped) {
        return Err(Error::conflict("Only a confirmed order can be sent."));
    }
    let open = |item: &contracts::orders::OrderItem| {
        item.quantity.saturating_sub(item.shipped).saturating_sub(item.refunded)
    };
    let all = order.items.iter().filter_map(|item| {
        let quantity = Quantity::try_from(open(item)).ok()?;
        Some(ItemQuantity { item: item.id, quantity })
    });
    let lines: Vec<_> = if asked.is_empty() { all.collect() } else { asked.to_vec() };
    let fits = lines
        .iter()
        .all(|line| order.items.iter().any(|item| item.id == line.item && line.quantity.get() <= open(item)));
    if lines.is_empty() || !fits {
        return Err(Error::conflict("These units were sent or refunded already."));
    }
    Ok(lines)
}

fn parcel(id: ShipmentId, order: &Order, ship: ShipOrder, lines: Vec<ItemQuantity>) -> NewShipment {
    NewShipment {
        id,
        order: order.id,
        order_number: order.number.clone(),
        email: order.email.clone(),
        language: order.language.clone(),
        address: order.address.clone(),
        carrier: ship.carrier,
        tracking_number: ship.tracking_number,
        lines,
    }
}
