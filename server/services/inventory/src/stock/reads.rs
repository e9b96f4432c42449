//! What is read of stock, without locks.

use super::{
    model::units,
    repo::{sku, uuids},
};
use contracts::{
    InventoryId, PageRequest, ProductId, Timestamp, VariantId, WarehouseId,
    inventory::{Availability, LedgerEntry, StockQuery, StockRow, TransactionType},
};
use sqlx::PgPool;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

pub(crate) async fn availability(pool: &PgPool, variants: &[VariantId]) -> Result<Vec<Availability>> {
    let rows = sqlx::query!(
        r#"select wanted.variant_id as "variant_id!", coalesce(sum(i.quantity_available), 0)::bigint as "available!"
           from unnest($1::uuid[]) with ordinality as wanted (variant_id, place)
           left join inventory i on i.variant_id = wanted.variant_id
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

struct Row {
    inventory_id: Uuid,
    variant_id: Uuid,
    product_id: Uuid,
    sku: String,
    name: String,
    warehouse_id: Uuid,
    warehouse_name: String,
    quantity_available: i32,
    reserved_quantity: i32,
    low_stock_threshold: i32,
    updated_at: Timestamp,
}

impl Row {
    fn into_contract(self) -> Result<StockRow> {
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

pub(crate) async fn list(pool: &PgPool, query: &StockQuery) -> Result<Vec<StockRow>> {
    let rows = sqlx::query_as!(
        Row,
        "select i.inventory_id, i.variant_id, i.product_id, i.sku, i.name, i.warehouse_id,
                w.name as warehouse_name, i.quantity_available, i.reserved_quantity, i.low_stock_threshold,
                i.updated_at
         from inventory i join warehouses w using (warehouse_id)
         where ($1 = '' or strpos(lower(i.sku), lower($1)) > 0 or strpos(lower(i.name), lower($1)) > 0)
           and ($2::uuid is null or i.warehouse_id = $2)
           and (cardinality($3::uuid[]) = 0 or i.variant_id = any($3))
           and (not $4 or i.quantity_available <= i.low_stock_threshold)
         order by
             case $5 when '-sku' then i.sku when '-name' then i.name end desc,
             case $5 when '-available' then i.quantity_available end desc,
             case $5 when '-updated' then i.updated_at end desc,
             case $5 when 'name' then i.name end,
             case $5 when 'available' then i.quantity_available end,
             case $5 when 'updated' then i.updated_at end,
             i.sku, w.priority, i.inventory_id
         limit $6 offset $7",
        query.search.trim(),
        query.warehouse.map(|warehouse| warehouse.0),
        &uuids(&query.variants),
        query.low_only,
        query.sort,
        query.page.limit(),
        query.page.offset(),
    );
    rows.fetch_all(pool).await?.into_iter().map(Row::into_contract).collect()
}

pub(crate) async fn count(pool: &PgPool, query: &StockQuery) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from inventory i
         where ($1 = '' or strpos(lower(i.sku), lower($1)) > 0 or strpos(lower(i.name), lower($1)) > 0)
           and ($2::uuid is null or i.warehouse_id = $2)
           and (cardinality($3::uuid[]) = 0 or i.variant_id = any($3))
           and (not $4 or i.quantity_available <= i.low_stock_threshold)"#,
        query.search.trim(),
        query.warehouse.map(|warehouse| warehouse.0),
        &uuids(&query.variants),
        query.low_only,
    );
    count.fetch_one(pool).await
}

pub(crate) async fn ledger(
    pool: &PgPool,
    variant: Option<VariantId>,
    page: PageRequest,
) -> Result<Vec<LedgerEntry>> {
    let rows = sqlx::query!(
        "select t.transaction_id, t.inventory_id, i.sku, w.name as warehouse_name, t.change_quantity, t.balance,
                t.transaction_type, t.reference, t.actor, t.transaction_date
         from inventory_transactions t join inventory i using (inventory_id) join warehouses w using (warehouse_id)
         where $1::uuid is null or i.variant_id = $1
         order by t.transaction_id desc limit $2 offset $3",
        variant.map(|variant| variant.0),
        page.limit(),
        page.offset(),
    )
    .fetch_all(pool)
    .await?;
    let entries = rows.into_iter().map(|row| {
        Ok(LedgerEntry {
            number: row.transaction_id,
            inventory: InventoryId(row.inventory_id),
            sku: sku(row.sku)?,
            warehouse_name: row.warehouse_name,
            change: row.change_quantity,
            balance: row.balance,
            transaction_type: transaction_type(&row.transaction_type)?,
            reference: row.reference,
            actor: row.actor,
            at: row.transaction_date,
        })
    });
    entries.collect()
}

pub(crate) async fn count_ledger(pool: &PgPool, variant: Option<VariantId>) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from inventory_transactions t join inventory i using (inventory_id)
           where $1::uuid is null or i.variant_id = $1"#,
        variant.map(|variant| variant.0),
    );
    count.fetch_one(pool).await
}

fn transaction_type(stored: &str) -> Result<TransactionType> {
    use TransactionType as T;
    [T::Restock, T::Adjustment, T::Reservation, T::Release, T::Sale, T::Return]
        .into_iter()
        .find(|kind| kind.as_str() == stored)
        .ok_or_else(|| sqlx::Error::Decode(format!("unknown transaction type {stored}").into()))
}
