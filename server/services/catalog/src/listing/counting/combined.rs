//! Counting products by what one of their variants has all at once.

use super::{Count, Counts, facets_of};
use crate::listing::narrowing::Narrowing;
use sqlx::{PgConnection, types::Json};

/// The counts among products with a variant that meets all narrowed options.
pub(super) async fn count(db: &mut PgConnection, narrowing: &Narrowing) -> sqlx::Result<Counts> {
    facets_of!(
        db,
        r#"with counted as materialized (
               select grouping(brand, category_id, choices) as level, brand, category_id, choices,
                   count(*) as products, count(*) filter (where in_stock) as in_stock,
                   min(price_minor) as cheapest, max(price_minor) as dearest
               from (select l.brand, l.category_id, l.price_minor, bool_or(v.in_stock) as in_stock,
                         array_agg(distinct choice order by choice) as choices
                     from listed_products l join product_variants v on v.product_id = l.product_id
                     cross join unnest(v.choices) choice
                     where ($2::uuid[] is null or l.category_id = any ($2))
                       and ($3::uuid[] is null or l.product_id = any ($3))
                       and (cardinality($4::text[]) = 0 or l.brand = any ($4))
                       and ($5::bigint is null or l.price_minor >= $5)
                       and ($6::bigint is null or l.price_minor <= $6)
                       and (not $7 or v.in_stock)
                       and ($10::jsonb is null or in_ranges(l.product_id, $10))
                       and v.choices && $8::text[]
                       and not exists (select from jsonb_array_elements($9::jsonb) as wanted(choices)
                           where not v.choices && array(select jsonb_array_elements_text(wanted.choices)))
                     group by l.product_id) fits
               group by grouping sets ((), (brand), (category_id), (choices))
           )"#,
        narrowing,
        &narrowing.first_choices(),
        narrowing.all_choices(),
        narrowing.all_ranges()
    )
}

/// The counts of the other options' values among variants that meet the one narrowed option.
pub(super) async fn beside_one(db: &mut PgConnection, narrowing: &Narrowing) -> sqlx::Result<Vec<Count>> {
    let options = sqlx::query_scalar!(
        r#"select coalesce(jsonb_agg(option_json(choice, products)
                   order by products desc, split_part(choice, E'\x1f', 2)), '[]') as "options!: Json<Vec<Count>>"
           from (select choice, count(*)::integer as products
               from (select distinct v.product_id, choice
                   from listed_products l join product_variants v on v.product_id = l.product_id
                   cross join unnest(v.choices) choice
                   where ($1::uuid[] is null or l.category_id = any ($1))
                     and ($2::uuid[] is null or l.product_id = any ($2))
                     and (cardinality($3::text[]) = 0 or l.brand = any ($3))
                     and ($4::bigint is null or l.price_minor >= $4)
                     and ($5::bigint is null or l.price_minor <= $5)
                     and (not $6 or v.in_stock)
                     and ($8::jsonb is null or in_ranges(l.product_id, $8))
                     and v.choices && $7::text[] and cardinality(v.choices) > 1 and choice <> all ($7)) once
               group by choice) o"#,
        narrowing.categories.as_deref(),
        narrowing.found.as_deref(),
        &narrowing.brands,
        narrowing.price_min,
        narrowing.price_max,
        narrowing.in_stock,
        &narrowing.first_choices(),
        narrowing.all_ranges(),
    );
    Ok(options.fetch_one(db).await?.0)
}
