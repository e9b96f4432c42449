//! Attributes that are numbers: listings are narrowed by bounds, not by values.

use super::narrowing::Narrowing;
use crate::product_type::number;
use contracts::catalog::RangeFacet;
use serde::Serialize;
use sqlx::PgConnection;
use std::collections::BTreeMap;

/// The bounds that were asked for of one attribute, as `in_ranges` takes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(crate) struct Range {
    pub label: String,
    /// A decimal number.
    pub low: Option<String>,
    pub high: Option<String>,
}

type Options = BTreeMap<String, Vec<String>>;

/// Tells the options of a query from its bounds: `Width.min` and `Width.max`, where `Width` is a number that listings
/// can be narrowed by. Bounds that cannot be read are ignored.
pub(crate) async fn told_apart(
    db: &mut PgConnection,
    asked: &Options,
) -> sqlx::Result<(Options, Vec<Range>)> {
    let asked = asked.iter().filter(|(_, values)| !values.is_empty());
    let mut options: Options = asked.map(|(name, values)| (name.clone(), values.clone())).collect();
    if !options.keys().any(|name| name.ends_with(".min") || name.ends_with(".max")) {
        return Ok((options, Vec::new()));
    }
    let mut ranges = Vec::new();
    for label in labels(db).await? {
        let low = options.remove(&format!("{label}.min"));
        let high = options.remove(&format!("{label}.max"));
        let (low, high) = (bound(low), bound(high));
        if low.is_some() || high.is_some() {
            ranges.push(Range { label, low, high });
        }
    }
    Ok((options, ranges))
}

fn bound(typed: Option<Vec<String>>) -> Option<String> {
    number(typed?.first()?.trim()).ok()
}

async fn labels(db: &mut PgConnection) -> sqlx::Result<Vec<String>> {
    sqlx::query_scalar!(
        "select distinct label from attribute_definitions where filterable and kind = 'number' order by label"
    )
    .fetch_all(db)
    .await
}

/// Between which bounds products are, each attribute as if nothing were asked of itself. The ends are the first of an
/// index each.
pub(crate) async fn facets(db: &mut PgConnection, narrowing: &Narrowing) -> sqlx::Result<Vec<RangeFacet>> {
    sqlx::query_as!(
        RangeFacet,
        r#"with fits as not materialized (
               select l.product_id from listed_products l
               where ($1::uuid[] is null or l.category_id = any ($1))
                 and ($2::uuid[] is null or l.product_id = any ($2))
                 and (cardinality($3::text[]) = 0 or l.brand = any ($3))
                 and ($4::bigint is null or l.price_minor >= $4)
                 and ($5::bigint is null or l.price_minor <= $5)
                 and (not $6 or l.in_stock)
                 and (cardinality($7::text[]) = 0
                     or case when $6 then l.choices_in_stock else l.choices end && $7)
                 and (jsonb_array_length($8::jsonb) < 2 or (
                     select bool_or((v.in_stock or not $6) and not exists (
                         select from jsonb_array_elements($8) as wanted(choices)
                         where not v.choices && array(select jsonb_array_elements_text(wanted.choices))))
                     from product_variants v where v.product_id = l.product_id))
           ), numbers as (
               select d.id, d.label, d.unit, d.position, (
                   select jsonb_agg(r) from jsonb_array_elements($9::jsonb) r where r ->> 'label' <> d.label) as others
               from attribute_definitions d where d.filterable and d.kind = 'number'
           )
           select n.label as "name!", min(n.unit) as "unit!", trim_scale(min(low.value))::text as "min!",
               trim_scale(max(high.value))::text as "max!"
           from numbers n
           cross join lateral (
               select v.number_value as value
               from product_attribute_values v join fits f on f.product_id = v.product_id
               where v.definition_id = n.id and (n.others is null or in_ranges(v.product_id, n.others))
               order by v.number_value limit 1) low
           cross join lateral (
               select v.number_value as value
               from product_attribute_values v join fits f on f.product_id = v.product_id
               where v.definition_id = n.id and (n.others is null or in_ranges(v.product_id, n.others))
               order by v.number_value desc limit 1) high
           group by n.label having min(low.value) < max(high.value)
           order by min(n.position), n.label"#,
        narrowing.categories.as_deref(),
        narrowing.found.as_deref(),
        &narrowing.brands,
        narrowing.price_min,
        narrowing.price_max,
        narrowing.in_stock,
        &narrowing.first_choices(),
        narrowing.all_choices(),
        narrowing.all_ranges(),
    )
    .fetch_all(db)
    .await
}
