//! What the search index adds: words with typos, and following what changes.

use crate::shop::{Shop, draft};
use catalog::Catalog;
use contracts::catalog::{Catalog as _, ListingQuery};
use sqlx::PgPool;

async fn found(catalog: &Catalog, search: &str) -> Vec<String> {
    let query = ListingQuery { search: search.into(), ..ListingQuery::default() };
    let listing = catalog.listing(query).await.unwrap();
    listing.products.items.into_iter().map(|card| card.name).collect()
}

/// Looks again and again: transactions of other tests that still run hold changes back.
async fn found_at_last(catalog: &Catalog, search: &str) -> Vec<String> {
    for _ in 0..2_000 {
        catalog.catch_up_search().await.unwrap();
        let found = found(catalog, search).await;
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn typos_and_skus_find_products(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let catalog = shop.indexed().await;
    assert_eq!(found(&catalog, "espreso cup").await, ["Espresso Cup"]);
    assert_eq!(found(&catalog, "ramen-bowl-ink").await, ["Ramen Bowl"]);
    let suggested = catalog.suggest("mug".into()).await.unwrap();
    assert_eq!(suggested.categories.len(), 1, "{suggested:?}");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn the_index_follows_what_changes_and_is_rebuilt_when_asked(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let catalog = shop.indexed().await;
    assert!(found(&catalog, "apron").await.is_empty());
    shop.save(draft("Linen Apron", "Northbank", 2_000, &["Ink"], None)).await;
    assert_eq!(found_at_last(&catalog, "apron").await, ["Linen Apron"]);
    catalog.rebuild_search().await.unwrap();
    catalog.catch_up_search().await.unwrap();
    assert_eq!(found(&catalog, "apron").await, ["Linen Apron"]);
}
