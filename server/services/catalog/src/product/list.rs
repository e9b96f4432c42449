//! The back office's list of products.

use crate::listing::cards::currency;
use contracts::{
    Money, Page, Timestamp,
    catalog::{Media, ProductQuery, ProductRow},
};
use sqlx::{PgPool, types::Json};
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
    total: i64,
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

/// A page of products of any status.
pub(crate) async fn list(db: &PgPool, query: &ProductQuery) -> sqlx::Result<Page<ProductRow>> {
    let rows = sqlx::query_as!(
        Row,
        r#"with hits as (
               select p.id, count(*) over () as total, row_number() over (order by
                   case when $4 = 'name' then p.name end, case when $4 = '-name' then p.name end desc,
                   case when $4 = 'price' then p.price_minor when $4 = '-price' then -p.price_minor end,
                   case when $4 = 'updated' then p.updated_at end,
                   p.updated_at desc, p.id) as number
               from products p
               where ($1 = '' or p.name ilike $1 or p.id in (
                       select v.product_id from product_variants v where v.sku ilike $1))
                 and ($2::text is null or p.status = $2)
                 and ($3::uuid is null or p.category_id in (select category_subtree($3)))
               order by number limit $5 offset $6
           )
           select p.id, p.slug, p.name, p.brand, p.status, c.name as "category?", v.count as "variants!",
               p.price_minor, p.currency, v.in_stock as "in_stock!", p.updated_at, h.total as "total!",
               (select media_json(m) from product_media m where m.product_id = p.id
                order by m.position, m.id limit 1) as "picture?: Json<Media>"
           from hits h join products p on p.id = h.id
           left join categories c on c.id = p.category_id
           cross join lateral (
               select count(*), coalesce(bool_or(v.in_stock), false) as in_stock
               from product_variants v where v.product_id = p.id) v
           order by h.number"#,
        containing(&query.search),
        query.status.map(contracts::catalog::ProductStatus::as_str),
        query.category.map(|category| category.0),
        query.sort,
        query.page.limit(),
        query.page.offset()
    )
    .fetch_all(db)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let rows = rows.into_iter().map(ProductRow::try_from).collect::<sqlx::Result<_>>()?;
    Ok(Page::new(rows, total, query.page))
}

/// A pattern for texts that contain `part`; empty for all.
fn containing(part: &str) -> String {
    let part = part.trim().replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    if part.is_empty() { part } else { format!("%{part}%") }
}
