//! What shoppers browse: lists with facets, search, suggestions, cards.

pub(crate) mod cards;
pub(crate) mod counting;
mod facets;
mod narrowing;
mod page;
mod suggest;
mod variants;

pub(crate) use suggest::suggest;
pub(crate) use variants::variants;

use crate::{error::Result, finding::Finding};
use contracts::{
    CategoryId, Error as Refusal, Page, ProductId,
    catalog::{CategoryRef, Facets, Listing, ListingQuery},
};
use counting::Counts;
use narrowing::Narrowing;
use platform::Database;
use sqlx::{PgPool, types::Json};

/// Longer searches say nothing more.
pub(crate) const LONGEST_SEARCH: usize = 100;

/// A page of active products with what can narrow it.
pub(crate) async fn listing(db: &Database, finding: &Finding, query: ListingQuery) -> Result<Listing> {
    let place = place(db.pool(), &query).await?;
    let (ids, counts) = match finding.ready() {
        Some(engine) => crate::finding::listing::page(db.pool(), engine, &query, place.id).await?,
        None => from_database(db, &query, place.id).await?,
    };
    let cards = cards::of(db.pool(), &ids).await?;
    let products = Page::new(cards, counts.total, query.page);
    Ok(Listing { products, facets: facets(counts, &query), path: place.path, description: place.description })
}

/// What the database finds: while there is no index, or it does not know everything yet.
async fn from_database(
    db: &Database,
    query: &ListingQuery,
    category: Option<CategoryId>,
) -> Result<(Vec<ProductId>, Counts)> {
    let mut tx = db.begin_planned().await?;
    let narrowing = Narrowing::of(&mut tx, query, category).await?;
    let ids = page::ids(&mut tx, &narrowing, query.sort, query.page).await?;
    let counts = counting::facets(&mut tx, &narrowing).await?;
    tx.commit().await?;
    Ok((ids, counts))
}

fn facets(counts: Counts, query: &ListingQuery) -> Facets {
    Facets {
        categories: facets::plain(counts.categories.0, &[]),
        brands: facets::plain(counts.brands.0, &query.brands),
        options: facets::options(counts.options.0, &query.options),
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
