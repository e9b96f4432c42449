//! What is read of parcels.

use super::{model, repo::status};
use contracts::{
    InvalidValue, OrderId, OrderItemId, PageRequest, Quantity, ShipmentId, Timestamp,
    orders::ItemQuantity,
    shipping::{FulfilmentEvent, Shipment},
};
use platform::Walk;
use sqlx::{PgConnection, PgPool};
use std::collections::HashMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

pub(super) async fn ids_of_order(pool: &PgPool, order: OrderId) -> Result<Vec<Uuid>> {
    let ids = sqlx::query_scalar!(
        "select shipment_id from shipments where order_id = $1 order by created_at, shipment_id",
        order.0
    );
    ids.fetch_all(pool).await
}

/// The parcels on a walk through the list, which is the newest first. `like` is a pattern in small letters; none for
/// all.
pub(super) async fn listed(
    conn: &mut PgConnection,
    like: Option<&str>,
    walk: &Walk<Timestamp>,
) -> Result<Vec<Uuid>> {
    macro_rules! ids {
        ($follows:literal, $order:literal) => {
            sqlx::query_scalar!(
                "select shipment_id from shipments
                 where ($1::text is null or search like $1)
                   and ($4::timestamptz is null or (created_at, shipment_id) "
                    + $follows
                    + " ($4, $5::uuid))
                 order by "
                    + $order
                    + " limit $2 offset $3",
                like,
                walk.limit(),
                walk.offset(),
                walk.value(),
                walk.id(),
            )
        };
    }
    if walk.is_backwards() {
        return ids!(">", "created_at, shipment_id").fetch_all(conn).await;
    }
    ids!("<", "created_at desc, shipment_id desc").fetch_all(conn).await
}

/// Counted up to [`PageRequest::COUNTED`].
pub(super) async fn count(conn: &mut PgConnection, like: Option<&str>) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from shipments where $1::text is null or search like $1 limit $2) as counted"#,
        like,
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(conn).await
}

/// The parcels with these ids, in that order.
pub(super) async fn by_ids(pool: &PgPool, ids: &[Uuid]) -> Result<Vec<Shipment>> {
    let mut lines = lines(pool, ids).await?;
    let mut events = events(pool, ids).await?;
    let rows = sqlx::query!(
        "select s.shipment_id, s.order_id, s.order_number, s.carrier, s.tracking_number, s.shipment_status, s.estimated_delivery,
                s.shipped_date, s.created_at
         from unnest($1::uuid[]) with ordinality as wanted (shipment_id, place) join shipments s using (shipment_id)
         order by wanted.place",
        ids
    )
    .fetch_all(pool)
    .await?;
    let parcels = rows.into_iter().map(|row| {
        Ok(Shipment {
            id: ShipmentId(row.shipment_id),
            order: OrderId(row.order_id),
            order_number: row.order_number,
            tracking_url: row
                .tracking_number
                .as_deref()
                .and_then(|number| model::tracking_url(&row.carrier, number)),
            carrier: row.carrier,
            tracking_number: row.tracking_number,
            status: status(&row.shipment_status)?,
            estimated_delivery: row.estimated_delivery,
            shipped_at: row.shipped_date,
            created_at: row.created_at,
            lines: lines.remove(&row.shipment_id).unwrap_or_default(),
            events: events.remove(&row.shipment_id).unwrap_or_default(),
        })
    });
    parcels.collect()
}

async fn lines(pool: &PgPool, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<ItemQuantity>>> {
    let rows = sqlx::query!(
        "select shipment_id, order_item_id, quantity from shipment_lines
         where shipment_id = any($1) order by order_item_id",
        ids
    )
    .fetch_all(pool)
    .await?;
    let mut lines: HashMap<Uuid, Vec<ItemQuantity>> = HashMap::new();
    for row in rows {
        let line = ItemQuantity { item: OrderItemId(row.order_item_id), quantity: quantity(row.quantity)? };
        lines.entry(row.shipment_id).or_default().push(line);
    }
    Ok(lines)
}

async fn events(pool: &PgPool, ids: &[Uuid]) -> Result<HashMap<Uuid, Vec<FulfilmentEvent>>> {
    let rows = sqlx::query!(
        "select shipment_id, event_type, event_timestamp, details from fulfillment_events
         where shipment_id = any($1) order by event_id",
        ids
    )
    .fetch_all(pool)
    .await?;
    let mut events: HashMap<Uuid, Vec<FulfilmentEvent>> = HashMap::new();
    for row in rows {
        let event =
            FulfilmentEvent { event_type: row.event_type, at: row.event_timestamp, details: row.details };
        events.entry(row.shipment_id).or_default().push(event);
    }
    Ok(events)
}

fn quantity(stored: i32) -> Result<Quantity> {
    u32::try_from(stored)
        .map_err(|error| sqlx::Error::Decode(error.into()))?
        .try_into()
        .map_err(|error: InvalidValue| sqlx::Error::Decode(error.into()))
}
