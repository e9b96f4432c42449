//! What others compare with parcels.

use contracts::{OrderId, ShipmentId};
use platform::Database;
use uuid::Uuid;

/// A parcel as others see it.
pub struct Fact {
    /// Its id.
    pub shipment: ShipmentId,
    /// Its order.
    pub order: OrderId,
    /// The order's number.
    pub order_number: String,
    /// Seconds since it was made.
    pub age_seconds: f64,
}

/// All parcels after `after`, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(db: &Database, after: Uuid, limit: i64) -> sqlx::Result<Vec<Fact>> {
    let rows = sqlx::query!(
        r#"select shipment_id, order_id, order_number, extract(epoch from now() - created_at)::float8 as "age!"
         from shipments where shipment_id > $1 order by shipment_id limit $2"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    let fact = rows.into_iter().map(|row| Fact {
        shipment: ShipmentId(row.shipment_id),
        order: OrderId(row.order_id),
        order_number: row.order_number,
        age_seconds: row.age,
    });
    Ok(fact.collect())
}
