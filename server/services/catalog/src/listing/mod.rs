//! What shoppers browse: lists with facets, search, suggestions, cards.

pub(crate) mod cards;
mod facets;
mod matching;
mod suggest;
mod variants;

pub(crate) use suggest::suggest;
pub(crate) use variants::variants;

use crate::error::Result;
use contracts::{
    CategoryId, Error as Refusal, Page,
    catalog::{CategoryRef, Facets, Listing, ListingQuery},
};
use sqlx::{PgPool, types::Json};

/// Longer searches say nothing more.
pub(crate) const LONGEST_SEARCH: usize = 100;

/// A page of active products with what can narrow it.
pub(crate) async fn listing(db: &PgPool, query: ListingQuery) -> Result<Listing> {
    let place = place(db, &query).await?;
    let found = matching::find(db, &query, place.id).await?;
    let cards = cards::of(db, &found.ids).await?;
    let facets = Facets {
        categories: facets::plain(found.categories, &[]),
        brands: facets::plain(found.brands, &query.brands),
        options: facets::options(found.options, &query.options),
        price_min: found.price_min,
        price_max: found.price_max,
        in_stock: u32::try_from(found.in_stock).unwrap_or(u32::MAX),
    };
    let products = Page::new(cards, found.total, query.page);
    Ok(Listing { products, facets, path: place.path, description: place.description })
}

/// Where in the category tree a shopper looks.
#[derive(Default)]
struct Place {
    id: Option<CategoryId>,
    path: Vec<CategoryRef>,
    description: String,
}

async fn place(db: &PgPool, query: &ListingQuery) -> Result<Place> {
    let Some(slug) = &query.category else {
        return Ok(Place::default());
    };
    let row = sqlx::query!(
        r#"select id, description, category_path(id) as "path!: Json<Vec<CategoryRef>>"
           from categories where slug = $1"#,
        slug.as_str()
    );
    let row = row.fetch_optional(db).await?.ok_or_else(|| Refusal::not_found("category"))?;
    Ok(Place { id: Some(row.id.into()), path: row.path.0, description: row.description })
}

/// The first characters of what somebody typed.
pub(crate) fn typed(text: &str) -> String {
    text.trim().chars().take(LONGEST_SEARCH).collect()
}
