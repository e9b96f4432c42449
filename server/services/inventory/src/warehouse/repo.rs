use contracts::{VariantId, WarehouseId, inventory::Warehouse};
use sqlx::{PgConnection, PgPool};

type Result<T> = std::result::Result<T, sqlx::Error>;

pub(super) async fn all(pool: &PgPool) -> Result<Vec<Warehouse>> {
    let rows = sqlx::query!(
        "select warehouse_id, name, location, capacity, contact_info, priority, active
         from warehouses order by active desc, priority, name"
    )
    .fetch_all(pool)
    .await?;
    let warehouses = rows.into_iter().map(|row| Warehouse {
        id: WarehouseId(row.warehouse_id),
        name: row.name,
        location: row.location,
        capacity: row.capacity.and_then(|units| u32::try_from(units).ok()),
        contact_info: row.contact_info,
        priority: row.priority,
        active: row.active,
    });
    Ok(warehouses.collect())
}

pub(super) async fn save(conn: &mut PgConnection, warehouse: &Warehouse) -> Result<()> {
    sqlx::query!(
        "insert into warehouses (warehouse_id, name, location, capacity, contact_info, priority, active)
         values ($1, $2, $3, $4, $5, $6, $7)
         on conflict (warehouse_id) do update
         set name = $2, location = $3, capacity = $4, contact_info = $5, priority = $6, active = $7",
        warehouse.id.0,
        warehouse.name,
        warehouse.location,
        warehouse.capacity.and_then(|units| i32::try_from(units).ok()),
        warehouse.contact_info,
        warehouse.priority,
        warehouse.active,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What decides whether units can be put into a warehouse.
pub(super) struct Place {
    pub capacity: Option<i32>,
    pub active: bool,
}

/// The warehouse, kept as it is until the transaction ends.
pub(super) async fn lock(conn: &mut PgConnection, id: WarehouseId) -> Result<Option<Place>> {
    let row = sqlx::query_as!(
        Place,
        "select capacity, active from warehouses where warehouse_id = $1 for no key update",
        id.0
    );
    row.fetch_optional(conn).await
}

/// The first other warehouse in use. All are kept as they are: of two that are given up at once, the second
/// sees that the first is gone.
pub(super) async fn lock_another(conn: &mut PgConnection, id: WarehouseId) -> Result<Option<WarehouseId>> {
    sqlx::query!("select warehouse_id from warehouses order by warehouse_id for no key update")
        .fetch_all(&mut *conn)
        .await?;
    let other = sqlx::query_scalar!(
        "select warehouse_id from warehouses where active and warehouse_id <> $1
         order by priority, warehouse_id limit 1",
        id.0
    );
    Ok(other.fetch_optional(conn).await?.map(WarehouseId))
}

/// The variants that have no row in another warehouse in use.
pub(super) async fn variants_only_in(conn: &mut PgConnection, id: WarehouseId) -> Result<Vec<VariantId>> {
    let variants = sqlx::query_scalar!(
        "select variant_id from inventory i
         where warehouse_id = $1 and not exists (
             select from inventory other join warehouses w using (warehouse_id)
             where other.variant_id = i.variant_id and w.active and w.warehouse_id <> $1)",
        id.0
    );
    Ok(variants.fetch_all(conn).await?.into_iter().map(VariantId).collect())
}

pub(super) async fn units_in(conn: &mut PgConnection, id: WarehouseId) -> Result<i64> {
    let units = sqlx::query_scalar!(
        r#"select coalesce(sum(quantity_available + reserved_quantity), 0)::bigint as "units!"
           from inventory where warehouse_id = $1"#,
        id.0,
    );
    units.fetch_one(conn).await
}
