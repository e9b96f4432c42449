//! Where nothing is narrowed, what triggers have counted is added up: at once, however many products there are.

use super::{Count, Counts};
use crate::listing::narrowing::Narrowing;
use sqlx::{PgConnection, types::Json};

/// The counts of a place, narrowed by nothing.
pub(super) async fn count(db: &mut PgConnection, narrowing: &Narrowing) -> sqlx::Result<Counts> {
    sqlx::query_as!(
        Counts,
        r#"with own as materialized (
               select kind, value, category_id, sum(products)::integer as products
               from listing_counts where $2::uuid[] is null or category_id = any ($2)
               group by kind, value, category_id
           ), counted as materialized (
               select kind, value, sum(products)::integer as products from own
               group by kind, value having sum(products) > 0
           ), branch(child, id) as (
               select c.id, below.id from categories c cross join category_subtree(c.id) as below(id)
               where c.parent_category_id is not distinct from $1
           )
           select
               coalesce((select products from counted where kind = 'all'), 0)::bigint as "total!",
               coalesce((select products from counted where kind = 'in_stock'), 0)::bigint as "in_stock!",
               coalesce((select min(price_minor) from listed_products
                   where $2::uuid[] is null or category_id = any ($2)), 0) as "price_min!",
               coalesce((select max(price_minor) from listed_products
                   where $2::uuid[] is null or category_id = any ($2)), 0) as "price_max!",
               coalesce((select jsonb_agg(jsonb_build_object('value', value, 'products', products)
                       order by products desc, value)
                   from counted where kind = 'brand'), '[]') as "brands!: Json<Vec<Count>>",
               coalesce((select jsonb_agg(option_json(value, products)
                       order by products desc, split_part(value, E'\x1f', 2))
                   from counted where kind = 'choice'), '[]') as "options!: Json<Vec<Count>>",
               coalesce((select jsonb_agg(jsonb_build_object('value', c.slug, 'label', c.name, 'products', b.products)
                       order by c.position, c.name)
                   from (select br.child, sum(o.products) as products
                       from own o join branch br on br.id = o.category_id
                       where o.kind = 'all' group by br.child having sum(o.products) > 0) b
                   join categories c on c.id = b.child), '[]') as "categories!: Json<Vec<Count>>""#,
        narrowing.category,
        narrowing.categories.as_deref(),
    )
    .fetch_one(db)
    .await
}
