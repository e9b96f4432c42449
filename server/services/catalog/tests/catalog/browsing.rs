//! Shoppers browse, search and narrow.

use crate::shop::{Shop, draft, merchant, unchanged};
use contracts::{
    ErrorKind,
    catalog::{Catalog as _, FacetValue, ListingQuery, ProductStatus, Sort},
};
use sqlx::PgPool;

fn counts(values: &[FacetValue]) -> Vec<(&str, u32)> {
    values.iter().map(|value| (value.label.as_str(), value.count)).collect()
}

fn coloured(colours: &[&str]) -> ListingQuery {
    let colours = colours.iter().map(|colour| (*colour).to_owned()).collect();
    ListingQuery { options: [("Colour".to_owned(), colours)].into(), ..ListingQuery::default() }
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_typo_finds_it(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    assert_eq!(shop.found("stonware mug").await[0], "Stoneware Mug");
    assert_eq!(shop.found("esspreso").await, ["Espresso Cup"]);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn words_are_found_wherever_they_stand_the_name_first(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    assert_eq!(shop.found("MUGS").await, ["Stoneware Mug", "Espresso Cup"]);
    assert_eq!(shop.found("desk la").await, ["Desk Lamp"]);
    assert_eq!(shop.found("northbank lighting").await, ["Desk Lamp"]);
    assert_eq!(shop.found("ink bowl").await, ["Ramen Bowl"]);
    assert_eq!(shop.found("trampoline").await, [""; 0]);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn no_search_text_breaks_the_search(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    for odd in ["'", "& | !", "mug:*", "⑴½", "the", "a\u{308}", "%_\\", "(", &"x ".repeat(500), "ŉ <->"] {
        shop.found(odd).await;
        shop.catalog.suggest(odd.into()).await.unwrap();
    }
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn suggestions_name_products_and_categories(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let offered = shop.catalog.suggest("mug".into()).await.unwrap();
    assert_eq!(offered.products[0].name, "Stoneware Mug");
    assert_eq!(offered.categories[0].name, "Mugs");
    assert!(shop.catalog.suggest("m".into()).await.unwrap().products.is_empty());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn facet_counts_stay_useful_when_several_values_are_chosen(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let query = ListingQuery { brands: vec!["Tidewater".into()], ..coloured(&["Chalk", "Sage"]) };
    let listing = shop.catalog.listing(query).await.unwrap();
    assert_eq!(listing.products.total, 2);
    assert_eq!(counts(&listing.facets.brands), [("Tidewater", 2), ("Northbank", 1)]);
    let colours = &listing.facets.options[0];
    assert_eq!(counts(&colours.values), [("Chalk", 2), ("Ink", 1), ("Sage", 1)]);
    assert_eq!(colours.values[0].swatch.as_deref(), Some("#ece5d8"));
    assert!(colours.values[0].selected && !colours.values[1].selected);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_chosen_value_without_products_stays_visible(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let query = ListingQuery { search: "lamp".into(), ..coloured(&["Chalk"]) };
    let listing = shop.catalog.listing(query).await.unwrap();
    assert_eq!(listing.products.total, 0);
    assert_eq!(counts(&listing.facets.options[0].values), [("Sage", 1), ("Chalk", 0)]);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_category_shows_what_is_below_it(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let query = ListingQuery { category: Some("tableware".parse().unwrap()), ..ListingQuery::default() };
    let listing = shop.catalog.listing(query).await.unwrap();
    assert_eq!(listing.products.total, 3);
    assert_eq!(counts(&listing.facets.categories), [("Mugs", 2)]);
    assert_eq!(listing.path[0].name, "Tableware");
    let tree = shop.catalog.categories().await.unwrap();
    assert_eq!((tree[0].product_count, tree[0].children[0].product_count), (3, 2));
    let query = ListingQuery { category: Some("gone".parse().unwrap()), ..ListingQuery::default() };
    assert_eq!(shop.catalog.listing(query).await.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn lists_are_sorted_and_cut_by_price(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let sorted = |sort| shop.names(ListingQuery { sort, ..ListingQuery::default() });
    assert_eq!(sorted(Sort::Featured).await[0], "Stoneware Mug");
    assert_eq!(sorted(Sort::Newest).await[0], "Desk Lamp");
    assert_eq!(sorted(Sort::PriceAsc).await[0], "Espresso Cup");
    assert_eq!(sorted(Sort::PriceDesc).await[0], "Desk Lamp");
    assert_eq!(sorted(Sort::Name).await[3], "Stoneware Mug");
    let query = ListingQuery { price_min: Some(2200), price_max: Some(3400), ..ListingQuery::default() };
    let listing = shop.catalog.listing(query).await.unwrap();
    assert_eq!(listing.products.total, 2);
    assert_eq!((listing.facets.price_min, listing.facets.price_max), (1900, 12_900));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn drafts_are_never_visible(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut secret = draft("Secret Vase", "Tidewater", 900, &["Ink"], None);
    secret.status = ProductStatus::Draft;
    let id = shop.save(secret).await;
    assert!(shop.names(ListingQuery::default()).await.is_empty());
    assert!(shop.found("secret").await.is_empty());
    assert!(shop.catalog.suggest("secret".into()).await.unwrap().products.is_empty());
    assert!(shop.catalog.product_by_slug("secret-vase".parse().unwrap()).await.unwrap().is_none());
    assert!(shop.catalog.cards(vec![id]).await.unwrap().is_empty());
    let product = shop.product(id).await;
    let snapshot = shop.catalog.variants(vec![product.variants[0].id]).await.unwrap();
    assert!(!snapshot[0].on_sale);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn cards_keep_the_order_asked_for_and_tell_the_lowest_price(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let lamp = shop.save(draft("Lamp", "", 9000, &["Ink"], None)).await;
    let mug = shop.save(draft("Mug", "", 2000, &["Chalk", "Sage"], None)).await;
    let mut change = unchanged(&shop.product(mug).await);
    change.variants[1].price.minor = 1500;
    change.variants[1].compare_at = Some(contracts::Money::new(1800, contracts::Currency::Eur));
    shop.save(change).await;
    let cards = shop.catalog.cards(vec![lamp, mug]).await.unwrap();
    assert_eq!(cards[0].name, "Lamp");
    assert!(cards[0].single_variant.is_some() && cards[1].single_variant.is_none());
    assert_eq!((cards[1].price_from.minor, cards[1].price_varies), (1500, true));
    assert_eq!(cards[1].compare_at.unwrap().minor, 1800);
    assert_eq!(cards[1].swatches.len(), 2);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn the_back_office_finds_by_part_of_a_name_or_sku(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let list =
        |search: &str| contracts::catalog::ProductQuery { search: search.into(), ..Default::default() };
    let page = shop.catalog.products(merchant(), list("cup-in")).await.unwrap();
    assert_eq!((page.total, page.items[0].name.as_str()), (1, "Espresso Cup"));
    assert_eq!(shop.catalog.products(merchant(), list("%")).await.unwrap().total, 0);
    let all = shop.catalog.products(merchant(), list("")).await.unwrap();
    assert_eq!((all.total, all.items[0].name.as_str(), all.items[0].variants), (4, "Desk Lamp", 1));
    let refused = shop.catalog.products(contracts::Actor::Guest, list("")).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unauthenticated);
}
