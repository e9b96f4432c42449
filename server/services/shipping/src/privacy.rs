//! What is kept here of a person: told to them, and erased with their orders. That a parcel was sent and arrived stays,
//! with its carrier and its number: it proves that the order was fulfilled.

use crate::{Shipping, error::Result};
use contracts::{
    Actor, OrderId,
    privacy::{Section, Subject},
};
use platform::privacy::{MOST, erase_events, section};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

impl Shipping {
    pub(crate) async fn tell(&self, actor: &Actor, subject: &Subject) -> Result<Vec<Section>> {
        actor.require_system()?;
        let orders: Vec<_> = subject.orders.iter().map(|order| order.0).collect();
        let about = "Parcels that were sent to you, and what happened to them.";
        Ok(vec![section("parcels", about, parcels(self.db.pool(), &orders).await?)])
    }

    pub(crate) async fn erase(&self, actor: &Actor, order: OrderId) -> Result<()> {
        actor.require_system()?;
        let mut tx = self.db.begin().await?;
        erase_addresses(&mut tx, order).await?;
        let parcels = erase_parcels(&mut tx, order).await?;
        erase_events(&mut tx, &parcels).await?;
        Ok(tx.commit().await?)
    }
}

/// The country stays: it is part of what a parcel cost.
async fn erase_addresses(conn: &mut PgConnection, order: OrderId) -> Result<()> {
    sqlx::query!(
        "update addresses set name = 'Erased customer', company = null, street = '-', street2 = null, city = '-',
             state = null, postal_code = null, phone = null
         where order_id = $1",
        order.0
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Names go from what is searched in, and what people noted at the door; tells which parcels they were.
async fn erase_parcels(conn: &mut PgConnection, order: OrderId) -> Result<Vec<Uuid>> {
    let parcels = sqlx::query_scalar!(
        r"update shipments set search = lower(concat_ws(E'\n', order_number, tracking_number))
          where order_id = $1 returning shipment_id",
        order.0
    );
    let parcels = parcels.fetch_all(&mut *conn).await?;
    sqlx::query!(
        "update fulfillment_events set details = ''
         where shipment_id = any($1) and event_type not in ('created', 'picked_up')",
        &parcels
    )
    .execute(conn)
    .await?;
    Ok(parcels)
}

async fn parcels(pool: &PgPool, orders: &[Uuid]) -> Result<Vec<Value>> {
    let rows = sqlx::query_scalar!(
        r#"select jsonb_build_object('order', s.order_number, 'carrier', carrier, 'tracking_number', tracking_number,
               'status', shipment_status, 'created_at', created_at, 'estimated_delivery', estimated_delivery,
               'address', (select to_jsonb(a) - 'address_id' - 'order_id' - 'shipment_id' from addresses a
                           where a.shipment_id = s.shipment_id),
               'events', (select coalesce(jsonb_agg(jsonb_build_object('type', event_type, 'at', event_timestamp,
                              'details', details) order by event_id), '[]')
                          from fulfillment_events e where e.shipment_id = s.shipment_id)) as "row!"
           from shipments s where order_id = any($1) order by s.created_at desc limit $2"#,
        orders,
        MOST
    );
    Ok(rows.fetch_all(pool).await?)
}
