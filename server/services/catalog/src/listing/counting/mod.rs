//! How many products each value of each facet would show.
//!
//! A value counts the products that it would show beside what is chosen in the other facets: a facet is
//! counted as if nothing were chosen in itself, so that further values of it can still be chosen.

mod combined;
mod narrowed;
mod open;

use super::narrowing::Narrowing;
use serde::Deserialize;
use sqlx::{PgConnection, types::Json};

/// How many products one value of a facet would show.
#[derive(Clone, Debug, Deserialize)]
pub(crate) struct Count {
    /// The option's name, for values of options.
    pub option: Option<String>,
    pub value: String,
    pub label: Option<String>,
    pub swatch: Option<String>,
    pub products: u32,
}

/// Everything that is counted. Prices are minor units, zero when there is no product.
#[derive(Debug)]
pub(crate) struct Counts {
    pub total: i64,
    pub in_stock: i64,
    pub price_min: i64,
    pub price_max: i64,
    pub brands: Json<Vec<Count>>,
    pub options: Json<Vec<Count>>,
    pub categories: Json<Vec<Count>>,
}

/// The counts of all facets.
pub(crate) async fn facets(db: &mut PgConnection, narrowing: &Narrowing) -> sqlx::Result<Counts> {
    let mut counts = exactly(db, narrowing).await?;
    if !narrowing.brands.is_empty() {
        let wider = Narrowing { brands: Vec::new(), ..narrowing.clone() };
        counts.brands = exactly(db, &wider).await?.brands;
    }
    if narrowing.price_min.is_some() || narrowing.price_max.is_some() {
        let wider = Narrowing { price_min: None, price_max: None, ..narrowing.clone() };
        let wider = exactly(db, &wider).await?;
        (counts.price_min, counts.price_max) = (wider.price_min, wider.price_max);
    }
    for option in narrowing.options.keys() {
        let mut wider = narrowing.clone();
        wider.options.remove(option);
        let of_option = |count: &Count| count.option.as_ref() == Some(option);
        let wider = exactly(db, &wider).await?.options.0.into_iter().filter(of_option);
        counts.options.retain(|count| !of_option(count));
        counts.options.extend(wider);
    }
    Ok(counts)
}

/// The counts among the products that meet everything.
async fn exactly(db: &mut PgConnection, narrowing: &Narrowing) -> sqlx::Result<Counts> {
    if narrowing.is_open() {
        return open::count(db, narrowing).await;
    }
    match narrowing.options.len() {
        0 => narrowed::count(db, narrowing).await,
        1 => {
            let options = combined::beside_one(db, narrowing).await?;
            Ok(Counts { options: Json(options), ..narrowed::count(db, narrowing).await? })
        }
        _ => combined::count(db, narrowing).await,
    }
}

/// The end of a counting statement: the groups of `counted`, by the columns they are grouped by, as facets.
macro_rules! facets_of {
    ($conn:expr, $counted:literal, $narrowing:expr $(, $argument:expr)*) => {
        sqlx::query_as!(
            $crate::listing::counting::Counts,
            $counted + r#", branch(child, id) as (
                select c.id, below.id from categories c cross join category_subtree(c.id) as below(id)
                where c.parent_category_id is not distinct from $1
            )
            select
                coalesce((select products from counted where level = 7), 0) as "total!",
                coalesce((select in_stock from counted where level = 7), 0) as "in_stock!",
                coalesce((select cheapest from counted where level = 7), 0) as "price_min!",
                coalesce((select dearest from counted where level = 7), 0) as "price_max!",
                coalesce((select jsonb_agg(jsonb_build_object('value', brand, 'products', products)
                        order by products desc, brand)
                    from counted where level = 3 and brand is not null), '[]') as "brands!: Json<Vec<Count>>",
                coalesce((select jsonb_agg(option_json(choice, products)
                        order by products desc, split_part(choice, E'\x1f', 2))
                    from (select choice, sum(products)::integer as products
                        from counted cross join unnest(choices) choice where level = 6 group by choice) o),
                    '[]') as "options!: Json<Vec<Count>>",
                coalesce((select jsonb_agg(jsonb_build_object('value', c.slug, 'label', c.name, 'products', b.products)
                        order by c.position, c.name)
                    from (select br.child, sum(k.products) as products
                        from counted k join branch br on br.id = k.category_id where k.level = 5 group by br.child) b
                    join categories c on c.id = b.child), '[]') as "categories!: Json<Vec<Count>>""#,
            $narrowing.category,
            $narrowing.categories.as_deref(),
            $narrowing.found.as_deref(),
            &$narrowing.brands,
            $narrowing.price_min,
            $narrowing.price_max,
            $narrowing.in_stock
            $(, $argument)*
        )
        .fetch_one(&mut *$conn)
        .await
    };
}
pub(crate) use facets_of;
