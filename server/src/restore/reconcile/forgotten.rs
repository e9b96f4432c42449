//! Refunds and parcels that their own service has forgotten. Analytics keeps what was told of them, without what
//! identifies a person; orders keeps where a parcel goes; the gateway keeps what went back.

use super::Report;
use crate::{databases::Databases, services::Built};
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use contracts::{
    Actor, EventId, OrderId, ShipmentId,
    orders::{ItemQuantity, Order, Orders as _},
    shipping::{NewShipment, Shipping as _},
};
use platform::AnyEnvelope;
use serde::Deserialize;
use std::collections::BTreeSet;
use uuid::Uuid;

/// Analytics hears of an event shortly after it was told.
const MARGIN: TimeDelta = TimeDelta::minutes(1);

/// Has orders and inventory do again what the log says of refunds: whoever remembers one does nothing.
pub(super) async fn refunds(
    databases: &Databases,
    built: &Built,
    cut_at: DateTime<Utc>,
    report: &mut Report,
) -> Result<()> {
    for event in logged(databases, cut_at, "payments", "refund_processed").await? {
        let refund = event.aggregate;
        if let Err(error) = built.after_sales.on_refund_processed(event).await {
            report.open.push(format!("refund {refund}: its order does not take it: {error}"));
        }
    }
    Ok(())
}

/// Records anew the parcels that shipping has forgotten; those of which nobody knows carrier and number are left
/// to a person.
pub(super) async fn parcels(
    databases: &Databases,
    built: &Built,
    cut_at: DateTime<Utc>,
    report: &mut Report,
) -> Result<()> {
    for event in logged(databases, cut_at, "shipping", "shipment_dispatched").await? {
        let Ok(parcel) = serde_json::from_value::<Parcel>(event.payload) else { continue };
        let Some(order) = built.orders.order(Actor::System, parcel.order).await? else { continue };
        match record(built, order, parcel, event.occurred_at).await {
            Ok(is_new) => report.parcels += u64::from(is_new),
            Err(error) => report.open.push(format!("parcel {}: {error}", event.aggregate)),
        }
    }
    for event in logged(databases, cut_at, "shipping", "shipment_delivered").await? {
        arrived(built, ShipmentId(event.aggregate)).await?;
    }
    report.open.extend(unknown(databases).await?);
    Ok(())
}

/// Of a parcel that left, what the log keeps.
#[derive(Deserialize)]
struct Parcel {
    shipment: ShipmentId,
    order: OrderId,
    carrier: String,
    tracking_number: String,
    lines: Vec<ItemQuantity>,
}

async fn record(
    built: &Built,
    order: Order,
    parcel: Parcel,
    left_at: DateTime<Utc>,
) -> contracts::Result<bool> {
    let Parcel { shipment: id, carrier, tracking_number, lines, .. } = parcel;
    let counted = lines.clone();
    let Order { id: of, number: order_number, email, language, address, .. } = order;
    let new = NewShipment {
        id,
        order: of,
        order_number,
        email,
        language,
        address,
        carrier,
        tracking_number,
        lines,
    };
    let is_new = built.shipping.restore(&new, left_at).await?;
    built.orders.record_shipment(of, id.0, counted).await?;
    Ok(is_new)
}

/// A parcel that arrived, once it is there again.
async fn arrived(built: &Built, id: ShipmentId) -> Result<()> {
    match built.shipping.record_event(Actor::System, id, "delivered".to_owned(), String::new()).await {
        Err(error) if error.kind == contracts::ErrorKind::NotFound => Ok(()),
        done => Ok(done.map(drop)?),
    }
}

/// Parcels that orders counts and shipping does not know.
async fn unknown(databases: &Databases) -> Result<Vec<String>> {
    let counted: Vec<(Uuid, String)> = sqlx::query_as(
        "select m.reference, o.number from order_movements m join orders o on o.id = m.order_id
         where m.kind = 'shipment'",
    )
    .fetch_all(databases.of("orders")?.pool())
    .await?;
    let known: Vec<Uuid> = sqlx::query_scalar("select shipment_id from shipments")
        .fetch_all(databases.of("shipping")?.pool())
        .await?;
    let known: BTreeSet<Uuid> = known.into_iter().collect();
    let lost = counted.into_iter().filter(|(parcel, _)| !known.contains(parcel));
    let told = |(parcel, order)| {
        format!("order {order}: parcel {parcel} left, and nobody knows its carrier and number any more")
    };
    Ok(lost.map(told).collect())
}

type Row = (Uuid, Uuid, serde_json::Value, DateTime<Utc>);

/// What was told since shortly before the earliest cut, in that order.
async fn logged(
    databases: &Databases,
    cut_at: DateTime<Utc>,
    service: &str,
    name: &str,
) -> Result<Vec<AnyEnvelope>> {
    let rows: Vec<Row> = sqlx::query_as(
        r#"select event_id, aggregate, payload, "timestamp" from event_logs
           where service_name = $1 and event_type = $2 and "timestamp" >= $3 order by number"#,
    )
    .bind(service)
    .bind(name)
    .bind(cut_at - MARGIN)
    .fetch_all(databases.of("analytics")?.pool())
    .await?;
    let envelope = |(id, aggregate, payload, occurred_at): Row| AnyEnvelope {
        id: EventId(id),
        service: service.to_owned(),
        name: name.to_owned(),
        aggregate,
        payload,
        occurred_at,
        request_id: None,
    };
    Ok(rows.into_iter().map(envelope).collect())
}
