//! Listings and suggestions that the index answers.

use super::OPTION;
use crate::{
    error::Result,
    listing::counting::{Count, Counts},
};
use contracts::{
    CategoryId, ProductId,
    catalog::{CategoryRef, ListingQuery, Sort},
};
use search::{
    Answer, BRAND, CATEGORY, Embedded, Language, Query, Range, Relaxed, SearchEngine, SuggestQuery,
};
use sqlx::{PgPool, types::Json};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

const MOST_PRODUCTS: usize = 6;
const MOST_CATEGORIES: usize = 4;

/// The products of a page in order, and what can narrow them.
pub(crate) async fn page(
    db: &PgPool,
    engine: &Embedded,
    query: &ListingQuery,
    category: Option<CategoryId>,
) -> Result<(Vec<ProductId>, Counts)> {
    let answer = engine.search(asked(query, category)).await?;
    // What sells best in place of nothing is for a page that says so.
    let hits = if answer.relaxed == Relaxed::AllWords { &[] } else { answer.hits.as_slice() };
    let products = hits.iter().map(|hit| ProductId(hit.product)).collect();
    Ok((products, counts(db, &answer, category).await?))
}

fn asked(query: &ListingQuery, category: Option<CategoryId>) -> Query {
    let options = query.options.iter().map(|(name, values)| (format!("{OPTION}{name}"), values.clone()));
    let mut facets: BTreeMap<String, Vec<String>> = options.collect();
    facets.insert(BRAND.to_owned(), query.brands.clone());
    Query {
        text: crate::listing::typed(&query.search),
        language: Language::En,
        category: category.map(|id| id.0),
        facets,
        price: Range { min: query.price_min, max: query.price_max },
        in_stock: query.in_stock,
        sort: match query.sort {
            Sort::Featured => search::Sort::Relevance,
            Sort::Newest => search::Sort::Newest,
            Sort::PriceAsc => search::Sort::PriceUp,
            Sort::PriceDesc => search::Sort::PriceDown,
            Sort::Name => search::Sort::Name,
        },
        offset: usize::try_from(query.page.offset()).unwrap_or(0),
        limit: usize::try_from(query.page.limit()).unwrap_or(0),
        count_facets: true,
        ..Query::default()
    }
}

async fn counts(db: &PgPool, answer: &Answer, category: Option<CategoryId>) -> Result<Counts> {
    let bounds = answer.price.bounds;
    Ok(Counts {
        total: i64::try_from(answer.total).unwrap_or(i64::MAX),
        in_stock: i64::try_from(answer.in_stock).unwrap_or(i64::MAX),
        price_min: bounds.map_or(0, |bounds| bounds.min),
        price_max: bounds.map_or(0, |bounds| bounds.max),
        brands: Json(values(answer, BRAND).map(|(value, products)| plain(value, products)).collect()),
        options: Json(options(db, answer).await?),
        categories: Json(categories(db, answer, category).await?),
    })
}

/// The values of a facet that any product has, the most common first.
fn values<'a>(answer: &'a Answer, name: &str) -> impl Iterator<Item = (&'a String, u32)> + use<'a> {
    let facet = answer.facets.iter().find(|facet| facet.name == name);
    let values = facet.map_or(&[] as &[_], |facet| facet.values.as_slice());
    let some = values.iter().filter(|value| value.count > 0);
    some.map(|value| (&value.value, u32::try_from(value.count).unwrap_or(u32::MAX)))
}

fn plain(value: &str, products: u32) -> Count {
    Count { option: None, value: value.to_owned(), label: None, swatch: None, products }
}

async fn options(db: &PgPool, answer: &Answer) -> Result<Vec<Count>> {
    let names: Vec<&str> = answer.facets.iter().filter_map(|facet| facet.name.strip_prefix(OPTION)).collect();
    let mut counts: Vec<Count> = Vec::new();
    for name in names {
        let own = values(answer, &format!("{OPTION}{name}"));
        counts.extend(
            own.map(|(value, products)| Count { option: Some(name.to_owned()), ..plain(value, products) }),
        );
    }
    let swatches = swatches(db, &counts).await?;
    for count in &mut counts {
        let key = (count.option.clone().unwrap_or_default(), count.value.clone());
        count.swatch = swatches.get(&key).cloned();
    }
    Ok(counts)
}

async fn swatches(db: &PgPool, counts: &[Count]) -> sqlx::Result<HashMap<(String, String), String>> {
    let names: Vec<String> = counts.iter().filter_map(|count| count.option.clone()).collect();
    let values: Vec<String> = counts.iter().map(|count| count.value.clone()).collect();
    let rows = sqlx::query!(
        r#"select wanted.name as "name!", wanted.value as "value!", (
               select min(s.swatch) from product_option_values s
               where s.name = wanted.name and s.value = wanted.value and s.swatch is not null) as swatch
           from unnest($1::text[], $2::text[]) as wanted(name, value)"#,
        &names,
        &values
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().filter_map(|row| Some(((row.name, row.value), row.swatch?))).collect())
}

async fn categories(db: &PgPool, answer: &Answer, parent: Option<CategoryId>) -> sqlx::Result<Vec<Count>> {
    let products: HashMap<&String, u32> = values(answer, CATEGORY).collect();
    let rows = sqlx::query!(
        "select id, slug, name from categories where parent_category_id is not distinct from $1
         order by position, name",
        parent.map(|id| id.0)
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let counted = rows.filter_map(|row| {
        let products = *products.get(&row.id.to_string())?;
        Some(Count { label: Some(row.name), ..plain(&row.slug, products) })
    });
    Ok(counted.collect())
}

/// Products and categories for the first letters of a search.
pub(crate) async fn suggest(
    db: &PgPool,
    engine: &Embedded,
    typed: &str,
) -> Result<(Vec<ProductId>, Vec<CategoryRef>)> {
    let query = SuggestQuery {
        text: typed.to_owned(),
        language: Language::En,
        products: MOST_PRODUCTS,
        offers: MOST_CATEGORIES,
    };
    let found = engine.suggest(query).await?;
    let ids: Vec<Uuid> = found.categories.iter().filter_map(|key| key.parse().ok()).collect();
    let rows = sqlx::query!(
        r#"select c.id, c.slug, c.name from unnest($1::uuid[]) with ordinality as wanted(id, number)
           join categories c on c.id = wanted.id order by wanted.number"#,
        &ids
    );
    let rows = rows.fetch_all(db).await?.into_iter();
    let categories = rows.map(|row| {
        let slug = crate::product::repo::slug(&row.slug)?;
        Ok(CategoryRef { id: row.id.into(), slug, name: row.name })
    });
    let categories = categories.collect::<sqlx::Result<Vec<_>>>()?;
    Ok((found.products.into_iter().map(ProductId).collect(), categories))
}
