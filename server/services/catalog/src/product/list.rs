//! The back office's list of products. Every sort has its index, so that a page costs the same at a hundred
//! products and at a million.

use crate::{category, listing::cards::currency};
use contracts::{
    Money, Page, PageRequest, Timestamp,
    catalog::{Media, ProductQuery, ProductRow},
};
use platform::{Database, Walk, pattern};
use sqlx::{PgConnection, types::Json};
use uuid::Uuid;

struct Row {
    id: Uuid,
    slug: String,
    name: String,
    brand: Option<String>,
    status: String,
    category: Option<String>,
    variants: i64,
    price_minor: i64,
    currency: String,
    picture: Option<Json<Media>>,
    in_stock: bool,
    updated_at: Timestamp,
}

impl TryFrom<Row> for ProductRow {
    type Error = sqlx::Error;
    fn try_from(row: Row) -> sqlx::Result<Self> {
        Ok(Self {
            id: row.id.into(),
            slug: super::repo::slug(&row.slug)?,
            name: row.name,
            brand: row.brand,
            status: super::repo::status(&row.status),
            category: row.category,
            variants: u32::try_from(row.variants).unwrap_or(u32::MAX),
            price_from: Money::new(row.price_minor, currency(&row.currency)?),
            picture: row.picture.map(|picture| picture.0),
            in_stock: row.in_stock,
            updated_at: row.updated_at,
        })
    }
}

struct Filter {
    like: Option<String>,
    status: Option<&'static str>,
    categories: Option<Vec<Uuid>>,
    scheduled: bool,
}

/// The rows on one way through the list, by a column that is spelt out with its type, since only then an index serves
/// them. Variants and pictures are looked up for the rows of the page alone.
macro_rules! rows {
    ($conn:expr, $filter:expr, $walk:expr, $column:literal, $type:literal, $follows:literal, $way:literal) => {
        sqlx::query_as!(
            Row,
            r#"select p.id, p.slug, p.name, p.brand, p.status, c.name as "category?", v.count as "variants!",
                   p.price_minor, p.currency, v.in_stock as "in_stock!", p.updated_at,
                   (select media_json(m) from product_media m where m.product_id = p.id
                    order by m.position, m.id limit 1) as "picture?: Json<Media>"
               from (select * from products p
                     where ($1::text is null or p.lookup like $1)
                       and ($2::text is null or p.status = $2)
                       and ($3::uuid[] is null or p.category_id = any ($3))
                       and (not $8::boolean or exists (
                           select from product_schedules s where s.product_id = p.id))
                       and ($6::"#
                + $type
                + " is null or ("
                + $column
                + ", p.id) "
                + $follows
                + " ($6, $7::uuid))
                     order by "
                + $column
                + $way
                + ", p.id"
                + $way
                + r#" limit $4 offset $5) as p
               left join categories c on c.id = p.category_id
               cross join lateral (
                   select count(*), coalesce(bool_or(v.in_stock), false) as in_stock
                   from product_variants v where v.product_id = p.id) v
               order by "#
                + $column
                + $way
                + ", p.id"
                + $way,
            $filter.like,
            $filter.status,
            $filter.categories.as_deref(),
            $walk.limit(),
            $walk.offset(),
            $walk.value(),
            $walk.id(),
            $filter.scheduled,
        )
        .fetch_all(&mut *$conn)
        .await?
    };
}

/// The page by a column; `$descends` is whether it begins with the largest.
macro_rules! sorted {
    ($conn:expr, $filter:expr, $query:expr, $total:expr, $descends:expr, $column:literal, $type:literal, $value:ty, $of:expr) => {{
        let walk = Walk::<$value>::to(&$query.page);
        let key = |row: &Row| ($of(row), row.id);
        let rows = if $descends != walk.is_backwards() {
            rows!($conn, $filter, walk, $column, $type, "<", " desc")
        } else {
            rows!($conn, $filter, walk, $column, $type, ">", "")
        };
        walk.page(rows, $total, key)
    }};
}

/// A page of products of any status.
pub(crate) async fn page(db: &Database, query: &ProductQuery) -> sqlx::Result<Page<ProductRow>> {
    let mut tx = db.begin_planned().await?;
    let filter = filter(&mut tx, query).await?;
    let total = count(&mut tx, &filter).await?;
    let descends = query.sort.starts_with('-');
    let rows = match query.sort.trim_start_matches('-') {
        "name" => {
            let name = |row: &Row| row.name.clone();
            sorted!(tx, filter, query, total, descends, "p.name", "text", String, name)
        }
        "price" => {
            let price = |row: &Row| row.price_minor;
            sorted!(tx, filter, query, total, descends, "p.price_minor", "bigint", i64, price)
        }
        _ => {
            let (at, latest_first) = (|row: &Row| row.updated_at, query.sort != "updated");
            sorted!(tx, filter, query, total, latest_first, "p.updated_at", "timestamptz", Timestamp, at)
        }
    };
    tx.commit().await?;
    rows.try_map(ProductRow::try_from)
}

async fn count(db: &mut PgConnection, filter: &Filter) -> sqlx::Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from products p
                 where ($1::text is null or p.lookup like $1)
                   and ($2::text is null or p.status = $2)
                   and ($3::uuid[] is null or p.category_id = any ($3))
                   and (not $5::boolean or exists (
                       select from product_schedules s where s.product_id = p.id))
                 limit $4) as counted"#,
        filter.like,
        filter.status,
        filter.categories.as_deref(),
        PageRequest::COUNTED + 1,
        filter.scheduled,
    );
    count.fetch_one(db).await
}

/// The categories are looked up first: the planner has to see which they are.
async fn filter(db: &mut PgConnection, query: &ProductQuery) -> sqlx::Result<Filter> {
    let categories = match query.category {
        Some(category) => Some(category::subtree(db, category).await?),
        None => None,
    };
    let status = query.status.map(contracts::catalog::ProductStatus::as_str);
    Ok(Filter { like: pattern::containing(&query.search), status, categories, scheduled: query.scheduled })
}
