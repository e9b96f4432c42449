//! Sending lines off. They are held in orders under the parcel's id first, so that nobody sends them twice.
//! The parcel is the durable change; the order follows from its event.

use super::{Parts, capture, order, was_refused};
use contracts::{
    Actor, Error, OrderId, Result, ShipmentId,
    after_sales::ShipOrder,
    orders::{ItemQuantity, Movement, Order, OrderStatus, PaymentState},
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
    if order.status == OrderStatus::Confirmed && order.payment_status == PaymentState::Authorised {
        capture::capture(parts, Actor::System, order.id).await?;
    }
    let asked = (!ship.lines.is_empty()).then(|| ship.lines.clone());
    let lines = parts.orders.hold_lines(order.id, Movement::Shipment, id.0, asked).await?;
    let shipment = dispatch(parts, actor, parcel(id, &order, ship, lines.clone())).await?;
    parts.orders.record_shipment(order.id, id.0, lines).await?;
    Ok(shipment)
}

/// A refusal lets go of the lines at once; when nobody knows what happened, they stay held until it is known.
async fn dispatch(parts: &Parts, actor: Actor, parcel: NewShipment) -> Result<Shipment> {
    let id = parcel.id;
    let sent = parts.shipping.dispatch(actor, parcel).await;
    if let Err(error) = &sent
        && was_refused(error)
    {
        parts.orders.release_lines(Movement::Shipment, id.0).await?;
    }
    sent
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
