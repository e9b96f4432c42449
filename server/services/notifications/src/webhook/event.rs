//! From what services tell one another to what others are told: public names and payloads that stay as they are,
//! without addresses of people, secrets and words that staff wrote.

use contracts::{
    Money, Result, catalog, inventory,
    notifications::WebhookEvent,
    orders::{self, Order, OrderItem},
    shipping,
};
use platform::{AnyEnvelope, decode};
use serde_json::{Value, json};

/// The version of the payloads; grows when receivers have to be changed.
const VERSION: u32 = 1;

/// The body that tells of an event.
pub(crate) fn body(
    id: contracts::EventId,
    kind: &str,
    created: contracts::Timestamp,
    data: &Value,
) -> String {
    json!({ "id": id, "type": kind, "version": VERSION, "created": created, "data": data }).to_string()
}

/// What others may know of an event, if anything.
///
/// # Errors
/// When it cannot be read.
pub(crate) fn public(envelope: &AnyEnvelope) -> Result<Option<(WebhookEvent, Value)>> {
    match envelope.service.as_str() {
        "orders" => Ok(of_orders(decode(envelope)?)),
        "shipping" => Ok(Some(of_shipping(decode(envelope)?))),
        "catalog" => Ok(of_catalog(decode(envelope)?)),
        "inventory" => Ok(of_inventory(decode(envelope)?)),
        _ => Ok(None),
    }
}

fn of_orders(event: orders::Event) -> Option<(WebhookEvent, Value)> {
    match event {
        orders::Event::OrderConfirmed { snapshot, .. } => {
            Some((WebhookEvent::OrderConfirmed, order(&snapshot)))
        }
        orders::Event::OrderShipped { order, number } => {
            Some((WebhookEvent::OrderShipped, json!({ "id": order, "number": number })))
        }
        orders::Event::OrderDelivered { order, number } => {
            Some((WebhookEvent::OrderDelivered, json!({ "id": order, "number": number })))
        }
        // Of one that was never confirmed nobody was told.
        orders::Event::OrderCancelled { snapshot, was_confirmed: true, .. } => {
            Some((WebhookEvent::OrderCancelled, order(&snapshot)))
        }
        orders::Event::OrderRefunded { snapshot, amount, .. } => {
            let mut data = order(&snapshot);
            data["amount"] = money(amount);
            Some((WebhookEvent::OrderRefunded, data))
        }
        _ => None,
    }
}

fn of_shipping(event: shipping::Event) -> (WebhookEvent, Value) {
    match event {
        shipping::Event::ShipmentDispatched {
            shipment,
            order,
            order_number,
            carrier,
            tracking_number,
            tracking_url,
            lines,
            ..
        } => {
            let data = json!({
                "id": shipment, "order": order, "order_number": order_number, "carrier": carrier,
                "tracking_number": tracking_number, "tracking_url": tracking_url, "lines": lines,
            });
            (WebhookEvent::ShipmentDispatched, data)
        }
        shipping::Event::ShipmentDelivered { shipment, order, all_delivered } => {
            let data = json!({ "id": shipment, "order": order, "all_delivered": all_delivered });
            (WebhookEvent::ShipmentDelivered, data)
        }
    }
}

fn of_catalog(event: catalog::Event) -> Option<(WebhookEvent, Value)> {
    let catalog::Event::ProductSaved { product, slug, name, status, variants } = event else { return None };
    let data = json!({
        "id": product, "slug": slug, "name": name, "status": status.as_str(), "variants": variants,
    });
    Some((WebhookEvent::ProductChanged, data))
}

fn of_inventory(event: inventory::Event) -> Option<(WebhookEvent, Value)> {
    match event {
        inventory::Event::StockChanged { variant, product, available } => {
            let data = json!({ "variant": variant, "product": product, "available": available });
            Some((WebhookEvent::StockChanged, data))
        }
        inventory::Event::StockLow { variant, sku, name, available } => {
            let data = json!({ "variant": variant, "sku": sku, "name": name, "available": available });
            Some((WebhookEvent::StockLow, data))
        }
        _ => None,
    }
}

/// An order without who bought: of the address only the country.
fn order(order: &Order) -> Value {
    json!({
        "id": order.id, "number": order.number, "status": order.status.as_str(),
        "payment_status": order.payment_status.as_str(), "placed_at": order.placed_at,
        "subtotal": money(order.subtotal),
        "discount": order.discount.as_ref().map(|discount| money(discount.amount)),
        "shipping": money(order.shipping), "tax": money(order.tax), "total": money(order.total),
        "refunded": money(order.refunded), "shipping_method": order.shipping_method,
        "country": order.address.country.to_string(), "items": order.items.iter().map(item).collect::<Vec<_>>(),
    })
}

fn item(item: &OrderItem) -> Value {
    json!({
        "id": item.id, "product": item.product, "variant": item.variant, "sku": item.sku, "name": item.name,
        "choices": item.choices, "quantity": item.quantity, "unit_price": money(item.unit_price),
        "subtotal": money(item.subtotal), "shipped": item.shipped, "refunded": item.refunded,
    })
}

fn money(money: Money) -> Value {
    json!({ "minor": money.minor, "currency": money.currency.code() })
}
