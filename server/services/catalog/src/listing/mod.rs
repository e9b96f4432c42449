//! What shoppers browse: lists with facets, search, suggestions, cards.

pub(crate) mod cards;
mod counting;
mod facets;
mod narrowing;
mod page;
mod place;
mod ranges;
mod suggest;
mod variants;

pub(crate) use suggest::suggest;
pub(crate) use variants::variants;

use crate::error::Result;
use contracts::{
    Page,
    catalog::{Facets, Listing, ListingQuery, RangeFacet},
};
use counting::Counts;
use narrowing::Narrowing;
use platform::Database;
use sqlx::PgPool;

/// Longer searches say nothing more.
pub(crate) const LONGEST_SEARCH: usize = 100;

/// A page of active products with what can narrow it.
pub(crate) async fn listing(db: &Database, query: ListingQuery) -> Result<Listing> {
    let place = place::of(db.pool(), &query).await?;
    let mut tx = db.begin_planned().await?;
    let narrowing = Narrowing::of(&mut tx, &query, &place).await?;
    let ids = page::ids(&mut tx, &narrowing, query.sort, &query.page).await?;
    let counts = counting::facets(&mut tx, &narrowing).await?;
    let ranges = ranges::facets(&mut tx, &narrowing).await?;
    tx.commit().await?;
    let cards = cards::of(db.pool(), &ids).await?;
    let products = Page::new(cards, counts.total, &query.page);
    let mut facets = facets(counts, ranges, &narrowing, &query);
    if place.brand.is_some() {
        facets.brands.clear();
    }
    Ok(Listing { products, facets, path: place.path, title: place.title, description: place.description })
}

fn facets(counts: Counts, ranges: Vec<RangeFacet>, narrowing: &Narrowing, query: &ListingQuery) -> Facets {
    let chosen = query.options.iter().filter(|(name, _)| narrowing.options.contains_key(*name));
    let chosen = chosen.map(|(name, values)| (name.clone(), values.clone())).collect();
    Facets {
        categories: facets::plain(counts.categories.0, &[]),
        brands: facets::plain(counts.brands.0, &query.brands),
        options: facets::options(counts.options.0, &chosen),
        ranges,
        price_min: counts.price_min,
        price_max: counts.price_max,
        in_stock: u32::try_from(counts.in_stock).unwrap_or(u32::MAX),
    }
}

/// Adds up what changes have left in the counts; they stay what they are.
pub(crate) async fn fold_counts(db: &PgPool) -> sqlx::Result<()> {
    sqlx::query!("select fold_listing_counts()").fetch_one(db).await?;
    Ok(())
}

/// The first characters of what somebody typed.
pub(crate) fn typed(text: &str) -> String {
    text.trim().chars().take(LONGEST_SEARCH).collect()
}
