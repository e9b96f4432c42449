//! Counting products by what the listed row alone tells.

use super::{Count, Counts, facets_of};
use crate::listing::narrowing::Narrowing;
use sqlx::{PgConnection, types::Json};

/// The counts among what is left when at most one option is narrowed: the row tells whether a product has
/// one of its choices. It does not tell which variants have them: with one, `options` is of no use.
pub(super) async fn count(db: &mut PgConnection, narrowing: &Narrowing) -> sqlx::Result<Counts> {
    facets_of!(
        db,
        r#"with counted as materialized (
               select grouping(brand, category_id, choices) as level, brand, category_id, choices,
                   count(*) as products,
                   count(*) filter (where in_stock and (cardinality($8::text[]) = 0 or choices_in_stock && $8))
                       as in_stock,
                   min(price_minor) as cheapest, max(price_minor) as dearest
               from (select brand, category_id, price_minor, in_stock, choices_in_stock,
                         case when $7 then choices_in_stock else choices end as choices
                     from listed_products
                     where ($2::uuid[] is null or category_id = any ($2))
                       and ($3::uuid[] is null or product_id = any ($3))
                       and (cardinality($4::text[]) = 0 or brand = any ($4))
                       and ($5::bigint is null or price_minor >= $5)
                       and ($6::bigint is null or price_minor <= $6)
                       and (not $7 or in_stock)
                       and ($9::jsonb is null or in_ranges(product_id, $9))) l
               where cardinality($8) = 0 or choices && $8
               group by grouping sets ((), (brand), (category_id), (choices))
           )"#,
        narrowing,
        &narrowing.first_choices(),
        narrowing.all_ranges()
    )
}
