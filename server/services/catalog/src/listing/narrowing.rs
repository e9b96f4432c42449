//! What narrows a listing, as the statements need it.

use crate::category;
use contracts::{CategoryId, catalog::ListingQuery};
use sqlx::PgConnection;
use std::collections::BTreeMap;
use uuid::Uuid;

/// What a product has to be or have.
#[derive(Clone, Debug, Default)]
pub(crate) struct Narrowing {
    /// Where the shopper looks: the whole shop when none.
    pub category: Option<Uuid>,
    /// That category and those below it.
    pub categories: Option<Vec<Uuid>>,
    /// What the search found, best first; none when nobody searched.
    pub found: Option<Vec<Uuid>>,
    pub brands: Vec<String>,
    pub price_min: Option<i64>,
    pub price_max: Option<i64>,
    /// Option to wanted choices, as `choice_key` writes them. Never an empty list.
    pub options: BTreeMap<String, Vec<String>>,
    pub in_stock: bool,
}

impl Narrowing {
    /// What a query asks for; categories and words are looked up.
    pub(crate) async fn of(
        db: &mut PgConnection,
        query: &ListingQuery,
        category: Option<CategoryId>,
    ) -> sqlx::Result<Self> {
        let words = super::typed(&query.search);
        let categories = match category {
            Some(category) => Some(category::subtree(db, category).await?),
            None => None,
        };
        let found = if words.is_empty() { None } else { Some(found(db, &words).await?) };
        let wanted = query.options.iter().filter(|(_, values)| !values.is_empty());
        let options = wanted.map(|(name, values)| {
            (name.clone(), values.iter().map(|value| format!("{name}\u{1f}{value}")).collect())
        });
        Ok(Self {
            category: category.map(|id| id.0),
            categories,
            found,
            brands: query.brands.clone(),
            price_min: query.price_min,
            price_max: query.price_max,
            options: options.collect(),
            in_stock: query.in_stock,
        })
    }

    /// Whether every product of the place counts.
    pub(crate) fn is_open(&self) -> bool {
        let priced = self.price_min.is_some() || self.price_max.is_some();
        let picked = !self.brands.is_empty() || !self.options.is_empty();
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
}

async fn found(db: &mut PgConnection, words: &str) -> sqlx::Result<Vec<Uuid>> {
    let ids = sqlx::query_scalar!(
        r#"select l.product_id from found_products($1) f join listed_products l on l.product_id = f.id
           order by f.rank desc, l.position, l.product_id"#,
        words
    );
    ids.fetch_all(db).await
}
