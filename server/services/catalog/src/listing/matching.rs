//! Finding a page of products and counting all facets with one statement.

use contracts::{CategoryId, ProductId, catalog::ListingQuery};
use serde::Deserialize;
use sqlx::{PgPool, types::Json};
use uuid::Uuid;

/// The page's products in order, and all counts.
pub(crate) struct Found {
    pub ids: Vec<ProductId>,
    pub total: i64,
    pub in_stock: i64,
    pub price_min: i64,
    pub price_max: i64,
    pub brands: Vec<Count>,
    pub options: Vec<Count>,
    pub categories: Vec<Count>,
}

/// How many products one value of a facet would show.
#[derive(Debug, Deserialize)]
pub(crate) struct Count {
    /// The option's name, for values of options.
    pub option: Option<String>,
    pub value: String,
    pub label: Option<String>,
    pub swatch: Option<String>,
    pub products: u32,
}

/// `base` is what category and words leave. `choice` tells of every variant which chosen options it does
/// not meet: the counts of an option look at variants that fail at most that option, the counts of brand
/// and price leave out their own condition, so that further values of a facet can still be chosen.
/// `offset 0` keeps the planner, who cannot guess how much a search finds, at the index of variants.
pub(crate) async fn find(
    db: &PgPool,
    query: &ListingQuery,
    category: Option<CategoryId>,
) -> sqlx::Result<Found> {
    let words = super::typed(&query.search);
    let (names, values) = pairs(query);
    let brands: Vec<String> = query.brands.clone();
    let row = sqlx::query!(
        r#"with scope as (
               select f.id, f.rank from found_products($2) f
               where $2 <> ''
               union all
               select p.id, 0 from products p
               where $2 = '' and $1::uuid is not null and p.status = 'active'
                 and p.category_id = any (array(select category_subtree($1)))
               union all
               select p.id, 0 from products p where $2 = '' and $1::uuid is null and p.status = 'active'
           ), base as materialized (
               select p.id, p.name, p.brand, p.category_id, p.price_minor, p.position, p.created_at, s.rank,
                   cardinality($3::text[]) = 0 or p.brand = any ($3) as brand_ok,
                   p.price_minor between coalesce($4::bigint, 0)
                       and coalesce($5::bigint, 9223372036854775807) as price_ok
               from scope s join products p on p.id = s.id
               where $1::uuid is null or p.category_id = any (array(select category_subtree($1)))
           ), choice as materialized (
               select v.product_id, v.options, v.in_stock, v.in_stock or not $8 as stock_ok,
                   case when cardinality($6::text[]) = 0 then '{}' else array(select distinct wanted.name from unnest($6) as wanted(name)
                       where not exists (select from unnest($6, $7::text[]) as c(name, value)
                           where c.name = wanted.name and v.options @> jsonb_build_array(
                               jsonb_build_object('name', c.name, 'value', c.value)))) end as unmet
               from base b cross join lateral (
                   select * from product_variants own where own.product_id = b.id offset 0) v
           ), fits as materialized (
               select b.*, c.variant_ok, c.available
               from base b join (
                   select product_id, bool_or(unmet = '{}' and stock_ok) as variant_ok,
                       bool_or(unmet = '{}' and in_stock) as available
                   from choice group by product_id) c on c.product_id = b.id
           ), option_counts as (
               select name, value, count(*) as count
               from (select distinct o.name, o.value, c.product_id
                   from choice c join fits f on f.id = c.product_id
                   cross join jsonb_to_recordset(c.options) as o(name text, value text)
                   where f.brand_ok and f.price_ok and c.stock_ok and c.unmet <@ array[o.name]) once
               group by name, value
           ), branch(child, id) as (
               select c.id, below.id from categories c cross join category_subtree(c.id) as below(id)
               where c.parent_category_id is not distinct from $1
           )
           select
               array(select id from fits where brand_ok and price_ok and variant_ok
                   order by
                       case when $9 = 'featured' then -rank end,
                       case when $9 = 'newest' then created_at end desc,
                       case when $9 = 'price_asc' then price_minor when $9 = 'price_desc' then -price_minor end,
                       case when $9 = 'name' then plain(name) end,
                       position, id
                   limit $10 offset $11) as "ids!",
               (select count(*) from fits where brand_ok and price_ok and variant_ok) as "total!",
               (select count(*) from fits where brand_ok and price_ok and available) as "in_stock!",
               coalesce((select min(price_minor) from fits where brand_ok and variant_ok), 0) as "price_min!",
               coalesce((select max(price_minor) from fits where brand_ok and variant_ok), 0) as "price_max!",
               coalesce((select jsonb_agg(jsonb_build_object('value', brand, 'products', count)
                       order by count desc, brand)
                   from (select brand, count(*) from fits where price_ok and variant_ok and brand is not null
                       group by brand) b), '[]') as "brands!: Json<Vec<Count>>",
               coalesce((select jsonb_agg(jsonb_build_object('option', name, 'value', value, 'products', count,
                       'swatch', (select min(s.swatch) from product_option_values s
                           where s.name = o.name and s.value = o.value and s.swatch is not null))
                       order by count desc, value)
                   from option_counts o), '[]') as "options!: Json<Vec<Count>>",
               coalesce((select jsonb_agg(jsonb_build_object('value', c.slug, 'label', c.name, 'products', b.count)
                       order by c.position, c.name)
                   from (select br.child, count(*) from fits f join branch br on br.id = f.category_id
                       where brand_ok and price_ok and variant_ok group by br.child) b
                   join categories c on c.id = b.child), '[]') as "categories!: Json<Vec<Count>>""#,
        category.map(|id| id.0),
        words,
        &brands,
        query.price_min,
        query.price_max,
        &names,
        &values,
        query.in_stock,
        query.sort.as_str(),
        query.page.limit(),
        query.page.offset()
    )
    .fetch_one(db)
    .await?;
    Ok(Found {
        ids: row.ids.into_iter().map(|id: Uuid| ProductId(id)).collect(),
        total: row.total,
        in_stock: row.in_stock,
        price_min: row.price_min,
        price_max: row.price_max,
        brands: row.brands.0,
        options: row.options.0,
        categories: row.categories.0,
    })
}

/// The chosen options as two parallel columns.
fn pairs(query: &ListingQuery) -> (Vec<String>, Vec<String>) {
    let chosen = query.options.iter();
    chosen.flat_map(|(name, values)| values.iter().map(|value| (name.clone(), value.clone()))).unzip()
}
