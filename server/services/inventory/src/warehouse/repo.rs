use contracts::{WarehouseId, inventory::Warehouse};
use sqlx::{PgConnection, PgPool};

type Result<T> = std::result::Result<T, sqlx::Error>;

pub(super) async fn all(pool: &PgPool) -> Result<Vec<Warehouse>> {
    let rows = sqlx::query!(
        "select warehouse_id, name, location, capacity, contact_info, priority
         from warehouses order by priority, name"
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
    });
    Ok(warehouses.collect())
}

pub(super) async fn save(conn: &mut PgConnection, warehouse: &Warehouse) -> Result<()> {
    sqlx::query!(
        "insert into warehouses (warehouse_id, name, location, capacity, contact_info, priority)
         values ($1, $2, $3, $4, $5, $6)
         on conflict (warehouse_id) do update
         set name = $2, location = $3, capacity = $4, contact_info = $5, priority = $6",
        warehouse.id.0,
        warehouse.name,
        warehouse.location,
        warehouse.capacity.and_then(|units| i32::try_from(units).ok()),
        warehouse.contact_info,
        warehouse.priority,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The warehouse's capacity, if there is such a warehouse and if it has one.
pub(super) async fn lock_capacity(conn: &mut PgConnection, id: WarehouseId) -> Result<Option<Option<i32>>> {
    let row = sqlx::query_scalar!(
        "select capacity from warehouses where warehouse_id = $1 for no key update",
        id.0
    );
    row.fetch_optional(conn).await
}

pub(super) async fn units_in(conn: &mut PgConnection, id: WarehouseId) -> Result<i64> {
    let units = sqlx::query_scalar!(
        r#"select coalesce(sum(quantity_available + reserved_quantity), 0)::bigint as "units!"
           from inventory where warehouse_id = $1"#,
        id.0,
    );
    units.fetch_one(conn).await
}
