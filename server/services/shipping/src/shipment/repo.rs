use super::model::Parcel;
use chrono::NaiveDate;
use contracts::{
    OrderId, ShipmentId, Timestamp,
    shipping::{NewShipment, ShipmentStatus},
};
use sqlx::PgConnection;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Writes a parcel that leaves now; `false` when it is there already.
pub(super) async fn insert(
    conn: &mut PgConnection,
    new: &NewShipment,
    now: Timestamp,
    due: Option<NaiveDate>,
) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into shipments (shipment_id, order_id, carrier, tracking_number, shipment_status,
                                estimated_delivery, shipped_date, created_at, order_number, search)
         values ($1, $2, $3, $4, 'in_transit', $5, $6, $6, $7, $8)
         on conflict (shipment_id) do nothing",
        new.id.0,
        new.order.0,
        new.carrier,
        new.tracking_number,
        due,
        now,
        new.order_number,
        searched(new),
    )
    .execute(&mut *conn)
    .await?;
    if inserted.rows_affected() == 0 {
        return Ok(false);
    }
    insert_lines(conn, new).await?;
    insert_address(conn, new).await?;
    add_event(conn, new.id, "created", now, "").await?;
    add_event(conn, new.id, "picked_up", now, &new.carrier).await?;
    Ok(true)
}

/// What the back office searches in, each on a line of its own.
fn searched(new: &NewShipment) -> String {
    [&new.order_number, &new.tracking_number, &new.address.name].map(|text| text.to_lowercase()).join("\n")
}

async fn insert_lines(conn: &mut PgConnection, new: &NewShipment) -> Result<()> {
    sqlx::query!(
        "insert into shipment_lines (shipment_id, order_item_id, quantity)
         select $1, * from unnest($2::uuid[], $3::int[])",
        new.id.0,
        &new.lines.iter().map(|line| line.item.0).collect::<Vec<_>>(),
        &new.lines.iter().map(|line| i32::from(line.quantity)).collect::<Vec<_>>(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

async fn insert_address(conn: &mut PgConnection, new: &NewShipment) -> Result<()> {
    let address = &new.address;
    sqlx::query!(
        "insert into addresses (address_id, order_id, shipment_id, name, company, street, street2, city, state,
                                postal_code, country, phone)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        platform::ids::mint(),
        new.order.0,
        new.id.0,
        address.name,
        address.company,
        address.street,
        address.street2,
        address.city,
        address.state,
        address.postal_code,
        address.country.as_str(),
        address.phone,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// All parcels of the order that this parcel is for, locked: of two that arrive at once, one is the last.
pub(super) async fn lock_order_of(conn: &mut PgConnection, id: ShipmentId) -> Result<Vec<Parcel>> {
    let rows = sqlx::query!(
        "select shipment_id, order_id, shipment_status from shipments
         where order_id = (select order_id from shipments where shipment_id = $1)
         order by shipment_id for no key update",
        id.0
    )
    .fetch_all(conn)
    .await?;
    let parcels = rows.into_iter().map(|row| {
        Ok(Parcel {
            id: ShipmentId(row.shipment_id),
            order: OrderId(row.order_id),
            status: status(&row.shipment_status)?,
        })
    });
    parcels.collect()
}

pub(super) async fn set_status(
    conn: &mut PgConnection,
    id: ShipmentId,
    status: ShipmentStatus,
) -> Result<()> {
    sqlx::query!("update shipments set shipment_status = $2 where shipment_id = $1", id.0, status.as_str())
        .execute(conn)
        .await?;
    Ok(())
}

pub(super) async fn add_event(
    conn: &mut PgConnection,
    id: ShipmentId,
    event_type: &str,
    at: Timestamp,
    details: &str,
) -> Result<()> {
    sqlx::query!(
        "insert into fulfillment_events (shipment_id, event_type, event_timestamp, details)
         values ($1, $2, $3, $4)",
        id.0,
        event_type,
        at,
        details,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) fn status(stored: &str) -> Result<ShipmentStatus> {
    ShipmentStatus::from_text(stored)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown shipment status {stored}").into()))
}
