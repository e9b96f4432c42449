//! The back office's list of stock. Every sort has its index, so that a page costs the same at a hundred
//! rows and at a million.

use super::{reads::Row, repo::uuids};
use contracts::{
    InventoryId, Page, PageRequest, Timestamp,
    inventory::{StockQuery, StockRow},
};
use platform::{Database, Walk, pattern};
use sqlx::PgConnection;
use uuid::Uuid;

type Result<T> = std::result::Result<T, sqlx::Error>;

struct Filter {
    like: Option<String>,
    warehouse: Option<Uuid>,
    variants: Vec<Uuid>,
    low_only: bool,
}

/// The rows on one way through the list, by a column that is spelt out with its type, since only then an index serves
/// them. Rows of variants that the catalogue gave up are shown to those who ask for the variant; empty ones of
/// warehouses that were given up to nobody.
macro_rules! rows {
    ($conn:expr, $filter:expr, $walk:expr, $column:literal, $type:literal, $follows:literal, $way:literal) => {
        sqlx::query_as!(
            Row,
            "select i.inventory_id, i.variant_id, i.product_id, i.sku, i.name, i.warehouse_id,
                    w.name as warehouse_name, i.quantity_available, i.reserved_quantity, i.low_stock_threshold,
                    i.updated_at
             from (select * from inventory i
                   where ($1::text is null or i.search like $1)
                     and ($2::uuid is null or i.warehouse_id = $2)
                     and case when cardinality($3::uuid[]) = 0 then i.retired_at is null
                              else i.variant_id = any($3) end
                     and (not $4 or i.quantity_available <= i.low_stock_threshold)
                     and (i.quantity_available + i.reserved_quantity > 0
                          or i.warehouse_id in (select warehouse_id from warehouses where active))
                     and ($7::" + $type + " is null or (" + $column + ", i.inventory_id) " + $follows + " ($7, $8::uuid))
                   order by " + $column + $way + ", i.inventory_id" + $way + " limit $5 offset $6) as i
             join warehouses w using (warehouse_id)
             order by " + $column + $way + ", i.inventory_id" + $way,
            $filter.like,
            $filter.warehouse,
            &$filter.variants,
            $filter.low_only,
            $walk.limit(),
            $walk.offset(),
            $walk.value(),
            $walk.id(),
        )
        .fetch_all(&mut *$conn)
        .await?
    };
}

/// The page by a column; `$descends` is whether it begins with the largest.
macro_rules! sorted {
    ($conn:expr, $filter:expr, $query:expr, $total:expr, $descends:expr, $column:literal, $type:literal, $value:ty, $of:expr) => {{
        let walk = Walk::<$value>::to(&$query.page);
        let key = |row: &Row| ($of(row), row.inventory_id);
        let rows = if $descends != walk.is_backwards() {
            rows!($conn, $filter, walk, $column, $type, "<", " desc")
        } else {
            rows!($conn, $filter, walk, $column, $type, ">", "")
        };
        walk.page(rows, $total, key)
    }};
}

/// The page that a query asks for.
pub(crate) async fn page(db: &Database, query: &StockQuery) -> Result<Page<StockRow>> {
    let filter = filter(query);
    let descends = query.sort.starts_with('-');
    let mut tx = db.begin_planned().await?;
    let total = count(&mut tx, &filter).await?;
    let rows = match query.sort.trim_start_matches('-') {
        "name" => {
            let name = |row: &Row| row.name.clone();
            sorted!(tx, filter, query, total, descends, "i.name", "text", String, name)
        }
        "available" => {
            let units = |row: &Row| row.quantity_available;
            sorted!(tx, filter, query, total, descends, "i.quantity_available", "integer", i32, units)
        }
        "updated" => {
            let at = |row: &Row| row.updated_at;
            sorted!(tx, filter, query, total, descends, "i.updated_at", "timestamptz", Timestamp, at)
        }
        _ => {
            let sku = |row: &Row| row.sku.clone();
            sorted!(tx, filter, query, total, descends, "i.sku", "text", String, sku)
        }
    };
    tx.commit().await?;
    rows.try_map(Row::into_contract)
}

/// The rows of a query that follow one, by id.
pub(crate) async fn after(
    db: &Database,
    query: &StockQuery,
    after: Option<InventoryId>,
) -> Result<Vec<StockRow>> {
    let filter = filter(query);
    let mut tx = db.begin_planned().await?;
    let rows = sqlx::query_as!(
        Row,
        "select i.inventory_id, i.variant_id, i.product_id, i.sku, i.name, i.warehouse_id,
                w.name as warehouse_name, i.quantity_available, i.reserved_quantity, i.low_stock_threshold,
                i.updated_at
         from inventory i join warehouses w using (warehouse_id)
         where ($1::text is null or i.search like $1)
           and ($2::uuid is null or i.warehouse_id = $2)
           and case when cardinality($3::uuid[]) = 0 then i.retired_at is null else i.variant_id = any($3) end
           and (not $4 or i.quantity_available <= i.low_stock_threshold)
           and (i.quantity_available + i.reserved_quantity > 0 or w.active)
           and ($5::uuid is null or i.inventory_id > $5)
         order by i.inventory_id limit $6",
        filter.like,
        filter.warehouse,
        &filter.variants,
        filter.low_only,
        after.map(|row| row.0),
        PageRequest::BATCH,
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    rows.into_iter().map(Row::into_contract).collect()
}

async fn count(conn: &mut PgConnection, filter: &Filter) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from inventory i
                 where ($1::text is null or i.search like $1)
                   and ($2::uuid is null or i.warehouse_id = $2)
                   and case when cardinality($3::uuid[]) = 0 then i.retired_at is null
                            else i.variant_id = any($3) end
                   and (not $4 or i.quantity_available <= i.low_stock_threshold)
                   and (i.quantity_available + i.reserved_quantity > 0
                        or i.warehouse_id in (select warehouse_id from warehouses where active))
                 limit $5) as counted"#,
        filter.like,
        filter.warehouse,
        &filter.variants,
        filter.low_only,
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(conn).await
}

fn filter(query: &StockQuery) -> Filter {
    Filter {
        like: pattern::containing(&query.search),
        warehouse: query.warehouse.map(|warehouse| warehouse.0),
        variants: uuids(&query.variants),
        low_only: query.low_only,
    }
}
