//! What is read of stock, without locks.

use super::{
    model::units,
    repo::{sku, uuids},
};
use contracts::{
    InventoryId, ProductId, Timestamp, VariantId, WarehouseId,
    inventory::{Availability, Event, StockRow},
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

pub(crate) async fn availability(pool: &PgPool, variants: &[VariantId]) -> Result<Vec<Availability>> {
    let rows = sqlx::query!(
        r#"select wanted.variant_id as "variant_id!", coalesce(sum(i.quantity_available), 0)::bigint as "available!"
           from unnest($1::uuid[]) with ordinality as wanted (variant_id, place)
           left join inventory i on i.variant_id = wanted.variant_id and i.retired_at is null
           group by wanted.variant_id, wanted.place order by wanted.place"#,
        &uuids(variants),
    )
    .fetch_all(pool)
    .await?;
    let counted = rows.into_iter().map(|row| Availability {
        variant: VariantId(row.variant_id),
        available: u32::try_from(row.available).unwrap_or(u32::MAX),
    });
    Ok(counted.collect())
}

/// What can be bought of every variant now, as it is told to others.
pub(super) async fn all_sums(conn: &mut PgConnection) -> Result<Vec<Event>> {
    let rows: Vec<(Uuid, Uuid, i64)> = sqlx::query_as(
        "select variant_id, product_id,
             coalesce(sum(quantity_available) filter (where retired_at is null), 0)::bigint
         from inventory group by variant_id, product_id order by variant_id",
    )
    .fetch_all(conn)
    .await?;
    let event = |(variant, product, available)| Event::StockChanged {
        variant: VariantId(variant),
        product: ProductId(product),
        available: u32::try_from(available).unwrap_or(u32::MAX),
    };
    Ok(rows.into_iter().map(event).collect())
}

/// A row as it is read.
pub(super) struct Row {
    pub inventory_id: Uuid,
    pub variant_id: Uuid,
    pub product_id: Uuid,
    pub sku: String,
    pub name: String,
    pub warehouse_id: Uuid,
    pub warehouse_name: String,
    pub quantity_available: i32,
    pub reserved_quantity: i32,
    pub low_stock_threshold: i32,
    pub updated_at: Timestamp,
}

impl Row {
    pub(super) fn into_contract(self) -> Result<StockRow> {
        Ok(StockRow {
            id: InventoryId(self.inventory_id),
            variant: VariantId(self.variant_id),
            product: ProductId(self.product_id),
            sku: sku(self.sku)?,
            name: self.name,
            warehouse: WarehouseId(self.warehouse_id),
            warehouse_name: self.warehouse_name,
            available: units(self.quantity_available),
            reserved: units(self.reserved_quantity),
            low_stock_threshold: units(self.low_stock_threshold),
            updated_at: self.updated_at,
        })
    }
}

pub(crate) async fn row(pool: &PgPool, id: InventoryId) -> Result<StockRow> {
    let row = sqlx::query_as!(
        Row,
        "select i.inventory_id, i.variant_id, i.product_id, i.sku, i.name, i.warehouse_id,
                w.name as warehouse_name, i.quantity_available, i.reserved_quantity, i.low_stock_threshold,
                i.updated_at
         from inventory i join warehouses w using (warehouse_id) where i.inventory_id = $1",
        id.0,
    );
    row.fetch_one(pool).await?.into_contract()
}
