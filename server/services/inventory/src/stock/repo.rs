use super::model::{Item, Part, Stock};
use contracts::{
    InvalidValue, InventoryId, OrderId, ProductId, ReservationId, Sku, Timestamp, VariantId, WarehouseId,
};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// What the catalogue says of a variant.
pub(crate) struct Copy {
    pub product: ProductId,
    pub variant: VariantId,
    pub sku: Sku,
    pub name: String,
}

/// All rows of the variants, locked. Every writer locks whole variants in this order, so writers wait for
/// each other instead of deadlocking, and sums over warehouses are exact.
pub(crate) async fn lock(conn: &mut PgConnection, variants: &[VariantId]) -> Result<Stock> {
    let rows = sqlx::query!(
        r#"select i.inventory_id, i.variant_id, i.product_id, i.sku, i.name, w.priority, i.quantity_available,
                i.reserved_quantity, i.low_stock_threshold, i.retired_at is not null as "retired!"
         from inventory i join warehouses w using (warehouse_id)
         where i.variant_id = any($1)
         order by i.variant_id, i.warehouse_id
         for no key update of i"#,
        &uuids(variants),
    )
    .fetch_all(conn)
    .await?;
    let items = rows.into_iter().map(|row| {
        Ok(Item {
            id: InventoryId(row.inventory_id),
            variant: VariantId(row.variant_id),
            product: ProductId(row.product_id),
            sku: sku(row.sku)?,
            name: row.name,
            retired: row.retired,
            priority: row.priority,
            available: row.quantity_available,
            reserved: row.reserved_quantity,
            threshold: row.low_stock_threshold,
            was_available: row.quantity_available,
        })
    });
    Ok(Stock::new(items.collect::<Result<_>>()?))
}

/// Writes the movements to the rows and to the ledger.
pub(crate) async fn write(
    conn: &mut PgConnection,
    stock: &Stock,
    reference: &str,
    actor: &str,
) -> Result<()> {
    let mut changes: BTreeMap<Uuid, (i32, i32)> = BTreeMap::new();
    for entry in stock.entries() {
        let change = changes.entry(entry.inventory.0).or_default();
        change.0 += entry.change;
        change.1 += entry.reserved_change;
    }
    let written = sqlx::query!(
        "update inventory i
         set quantity_available = i.quantity_available + m.available,
             reserved_quantity = i.reserved_quantity + m.reserved, updated_at = now()
         from unnest($1::uuid[], $2::int[], $3::int[]) as m (inventory_id, available, reserved)
         where i.inventory_id = m.inventory_id
           and i.quantity_available + m.available >= 0 and i.reserved_quantity + m.reserved >= 0",
        &changes.keys().copied().collect::<Vec<_>>(),
        &changes.values().map(|change| change.0).collect::<Vec<_>>(),
        &changes.values().map(|change| change.1).collect::<Vec<_>>(),
    )
    .execute(&mut *conn)
    .await?;
    if usize::try_from(written.rows_affected()) != Ok(changes.len()) {
        return Err(sqlx::Error::Protocol("stock moved while it was locked".into()));
    }
    write_ledger(conn, stock, reference, actor).await
}

async fn write_ledger(conn: &mut PgConnection, stock: &Stock, reference: &str, actor: &str) -> Result<()> {
    let entries = stock.entries();
    sqlx::query!(
        "insert into inventory_transactions
             (inventory_id, change_quantity, balance, transaction_type, reference, actor)
         select inventory_id, change, balance, kind, $5, $6
         from unnest($1::uuid[], $2::int[], $3::int[], $4::text[]) with ordinality
             as e (inventory_id, change, balance, kind, place)
         order by place",
        &entries.iter().map(|entry| entry.inventory.0).collect::<Vec<_>>(),
        &entries.iter().map(|entry| entry.change).collect::<Vec<_>>(),
        &entries.iter().map(|entry| entry.balance).collect::<Vec<_>>(),
        &entries.iter().map(|entry| entry.kind.as_str().to_owned()).collect::<Vec<_>>(),
        reference,
        actor,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The variants of a product that have rows.
pub(crate) async fn variants_of(conn: &mut PgConnection, product: ProductId) -> Result<Vec<VariantId>> {
    let ids =
        sqlx::query_scalar!("select distinct variant_id from inventory where product_id = $1", product.0);
    Ok(ids.fetch_all(conn).await?.into_iter().map(VariantId).collect())
}

/// Takes the rows of a product's other variants than these off the lists and out of sale.
pub(crate) async fn retire_others(
    conn: &mut PgConnection,
    product: ProductId,
    kept: &[VariantId],
    as_of: Timestamp,
) -> Result<()> {
    sqlx::query!(
        "update inventory set retired_at = now(), catalog_as_of = $3
         where product_id = $1 and variant_id <> all($2) and retired_at is null and catalog_as_of <= $3",
        product.0,
        &uuids(kept),
        as_of,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Makes missing rows in the first warehouse and renews the copies, unless they are of later.
pub(crate) async fn copy(conn: &mut PgConnection, copies: &[Copy], as_of: Timestamp) -> Result<()> {
    for copy in copies {
        let renewed = sqlx::query!(
            "update inventory
             set product_id = $2,
                 sku = case when catalog_as_of <= $5 then $3 else sku end,
                 name = case when catalog_as_of <= $5 then $4 else name end,
                 retired_at = case when catalog_as_of > $5 then retired_at end,
                 catalog_as_of = greatest(catalog_as_of, $5)
             where variant_id = $1",
            copy.variant.0,
            copy.product.0,
            copy.sku.as_str(),
            copy.name,
            as_of,
        )
        .execute(&mut *conn)
        .await?;
        if renewed.rows_affected() == 0 {
            insert(conn, copy, as_of).await?;
        }
    }
    Ok(())
}

/// A variant that a later state of the product no longer had gets no row.
async fn insert(conn: &mut PgConnection, copy: &Copy, as_of: Timestamp) -> Result<()> {
    sqlx::query!(
        "insert into inventory (inventory_id, product_id, variant_id, sku, name, catalog_as_of, warehouse_id,
                                low_stock_threshold)
         select $1, $2, $3, $4, $5, $6, warehouse_id,
                coalesce((select s.low_stock_threshold from stock_settings s), 5)
         from warehouses where active and not exists (select from inventory where product_id = $2 and catalog_as_of > $6)
         order by priority, warehouse_id limit 1
         on conflict (variant_id, warehouse_id) do nothing",
        platform::ids::mint(),
        copy.product.0,
        copy.variant.0,
        copy.sku.as_str(),
        copy.name,
        as_of,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The row of a variant in a warehouse, made if the variant is known elsewhere: it counts as low, and is sold from, as
/// that one.
pub(crate) async fn row_in(
    conn: &mut PgConnection,
    variant: VariantId,
    warehouse: WarehouseId,
) -> Result<Option<InventoryId>> {
    sqlx::query!(
        "insert into inventory (inventory_id, product_id, variant_id, sku, name, catalog_as_of, warehouse_id,
                                low_stock_threshold, retired_at)
         select $1, product_id, variant_id, sku, name, catalog_as_of, $3, low_stock_threshold, retired_at
         from inventory where variant_id = $2 order by inventory_id limit 1
         on conflict (variant_id, warehouse_id) do nothing",
        platform::ids::mint(),
        variant.0,
        warehouse.0,
    )
    .execute(&mut *conn)
    .await?;
    let id = sqlx::query_scalar!(
        "select inventory_id from inventory where variant_id = $1 and warehouse_id = $2",
        variant.0,
        warehouse.0,
    );
    Ok(id.fetch_optional(conn).await?.map(InventoryId))
}

/// Whether this return has not been booked before.
pub(crate) async fn first_return(conn: &mut PgConnection, reference: Uuid, order: OrderId) -> Result<bool> {
    let inserted = sqlx::query!(
        "insert into stock_returns (reference, order_id) values ($1, $2) on conflict do nothing",
        reference,
        order.0,
    );
    Ok(inserted.execute(conn).await?.rows_affected() == 1)
}

/// What a reservation sold of each row and what has not come back of it, to rows of an order's returns.
pub(crate) async fn still_sold(
    conn: &mut PgConnection,
    reservation: ReservationId,
    returns: &str,
) -> Result<Vec<Part>> {
    let rows = sqlx::query!(
        r#"select l.inventory_id, l.variant_id,
                  (l.quantity - coalesce((
                      select sum(t.change_quantity) from inventory_transactions t
                      where t.reference = $2 and t.transaction_type = 'return'
                        and t.inventory_id = l.inventory_id), 0))::int as "quantity!"
           from reservation_lines l where l.reservation_id = $1 order by l.inventory_id"#,
        reservation.0,
        returns,
    );
    let parts = rows.fetch_all(conn).await?.into_iter().map(|row| Part {
        inventory: InventoryId(row.inventory_id),
        variant: VariantId(row.variant_id),
        quantity: row.quantity,
    });
    Ok(parts.collect())
}

pub(super) fn uuids(variants: &[VariantId]) -> Vec<Uuid> {
    variants.iter().map(|variant| variant.0).collect()
}

pub(crate) fn sku(stored: String) -> Result<Sku> {
    stored.try_into().map_err(|error: InvalidValue| sqlx::Error::Decode(error.into()))
}
