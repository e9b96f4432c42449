//! What narrows a listing, as the statements need it.

use super::{
    place::Place,
    ranges::{self, Range},
};
use crate::{category, collection};
use contracts::catalog::ListingQuery;
use sqlx::PgConnection;
use std::collections::{BTreeMap, HashSet};
use uuid::Uuid;

/// What a product has to be or have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrowing {
    /// Where the shopper looks: the whole shop when none.
    pub category: Option<Uuid>,
    /// That category and those below it.
    pub categories: Option<Vec<Uuid>>,
    /// What the search found, best first, or what the collection has, in its order; none when neither was asked for.
    pub found: Option<Vec<Uuid>>,
    pub brands: Vec<String>,
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    /// Option to wanted choices, as `choice_key` writes them. Never an empty list.
    pub options: BTreeMap<String, Vec<String>>,
    /// Within which bounds attributes that are numbers have to be.
    pub ranges: Vec<Range>,
    pub in_stock: bool,
}

impl Narrowing {
    /// What a query asks for at a place; categories, collections and words are looked up.
    pub(crate) async fn of(db: &mut PgConnection, query: &ListingQuery, place: &Place) -> sqlx::Result<Self> {
        let categories = match place.category {
            Some(category) => Some(category::subtree(db, category).await?),
            None => None,
        };
        let found = both(searched(db, &query.search).await?, collected(db, place).await?);
        let (options, ranges) = ranges::told_apart(db, &query.options).await?;
        let options = options.into_iter().map(|(name, values)| {
            let keys = values.iter().map(|value| format!("{name}\u{1f}{value}")).collect();
            (name, keys)
        });
        Ok(Self {
            category: place.category.map(|id| id.0),
            categories,
            found,
            brands: place.brand.clone().map_or_else(|| query.brands.clone(), |brand| vec![brand]),
            price_min: query.price_min,
            price_max: query.price_max,
            options: options.collect(),
            ranges,
            in_stock: query.in_stock,
        })
    }

    /// Whether every product of the place counts.
    pub(crate) fn is_open(&self) -> bool {
        let priced = self.price_min.is_some() || self.price_max.is_some();
        let picked = !self.brands.is_empty() || !self.options.is_empty() || !self.ranges.is_empty();
        self.found.is_none() && !priced && !picked && !self.in_stock
    }

    /// The wanted choices of the first option: those of the only one, if there is one.
    pub(crate) fn first_choices(&self) -> Vec<String> {
        self.options.values().next().cloned().unwrap_or_default()
    }

    /// The wanted choices, one JSON array per option.
    pub(crate) fn all_choices(&self) -> serde_json::Value {
        serde_json::json!(self.options.values().collect::<Vec<_>>())
    }

    /// The bounds as `in_ranges` takes them; none when there are none.
    pub(crate) fn all_ranges(&self) -> Option<serde_json::Value> {
        (!self.ranges.is_empty()).then(|| serde_json::json!(self.ranges))
    }
}

async fn searched(db: &mut PgConnection, search: &str) -> sqlx::Result<Option<Vec<Uuid>>> {
    let words = super::typed(search);
    if words.is_empty() {
        return Ok(None);
    }
    found(db, &words).await.map(Some)
}

async fn collected(db: &mut PgConnection, place: &Place) -> sqlx::Result<Option<Vec<Uuid>>> {
    match &place.members {
        Some(members) => collection::ids(db, members).await.map(Some),
        None => Ok(None),
    }
}

/// What the search found within the collection, best first.
fn both(searched: Option<Vec<Uuid>>, collected: Option<Vec<Uuid>>) -> Option<Vec<Uuid>> {
    let (Some(searched), Some(collected)) = (&searched, &collected) else {
        return searched.or(collected);
    };
    let collected: HashSet<&Uuid> = collected.iter().collect();
    Some(searched.iter().filter(|id| collected.contains(id)).copied().collect())
}

async fn found(db: &mut PgConnection, words: &str) -> sqlx::Result<Vec<Uuid>> {
    let ids = sqlx::query_scalar!(
        r#"select l.product_id from found_products($1) f join listed_products l on l.product_id = f.id
           order by f.rank desc, l.position, l.product_id"#,
        words
    );
    ids.fetch_all(db).await
}
