//! Brands have pages; products follow them, and they follow products.

use crate::shop::{Shop, merchant};
use contracts::{
    ErrorKind,
    catalog::{Brand, BrandDraft, Catalog as _, ListingQuery},
};
use platform::testing::published;
use sqlx::PgPool;

async fn brand(shop: &Shop, name: &str) -> Brand {
    let all = shop.catalog.all_brands(merchant()).await.unwrap();
    all.into_iter().find(|brand| brand.name == name).unwrap()
}

async fn page(shop: &Shop, slug: &str) -> Vec<String> {
    shop.names(ListingQuery { brand: Some(slug.parse().unwrap()), ..ListingQuery::default() }).await
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_brand_that_a_product_names_has_a_page(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let names: Vec<_> =
        shop.catalog.brands().await.unwrap().into_iter().map(|it| (it.name, it.products)).collect();
    assert_eq!(names, [("Northbank".to_owned(), 2), ("Tidewater".to_owned(), 2)]);
    assert_eq!(page(&shop, "tidewater").await, ["Stoneware Mug", "Espresso Cup"]);
    let query = ListingQuery { brand: Some("tidewater".parse().unwrap()), ..ListingQuery::default() };
    let listing = shop.catalog.listing(query).await.unwrap();
    assert_eq!(listing.title, "Tidewater");
    assert!(listing.facets.brands.is_empty(), "it is chosen already");
    let gone = ListingQuery { brand: Some("gone".parse().unwrap()), ..ListingQuery::default() };
    assert_eq!(shop.catalog.listing(gone).await.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn products_follow_the_name_of_their_brand(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let tidewater = brand(&shop, "Tidewater").await;
    let draft = BrandDraft {
        id: Some(tidewater.id),
        name: "Ebb & Flow".into(),
        slug: "ebb".into(),
        description: "Thrown by the sea.".into(),
    };
    shop.catalog.save_brand(merchant(), draft).await.unwrap();
    assert_eq!(page(&shop, "ebb").await.len(), 2);
    assert_eq!(shop.found("ebb").await.len(), 2, "search knows it too");
    let taken = BrandDraft { name: "Northbank".into(), id: Some(tidewater.id), ..BrandDraft::default() };
    let refused = shop.catalog.save_brand(merchant(), taken).await.unwrap_err();
    assert!(refused.for_field("name").is_some());
    assert!(published(&shop.db).await.iter().any(|event| event.name == "brand_saved"));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn two_brands_become_one(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let (from, into) = (brand(&shop, "Northbank").await.id, brand(&shop, "Tidewater").await.id);
    shop.catalog.merge_brands(merchant(), from, into).await.unwrap();
    let all = shop.catalog.all_brands(merchant()).await.unwrap();
    assert_eq!((all.len(), all[0].name.as_str(), all[0].products), (1, "Tidewater", 4));
    let listing = shop.catalog.listing(ListingQuery::default()).await.unwrap();
    assert_eq!((listing.facets.brands.len(), listing.facets.brands[0].count), (1, 4));
    let refused = shop.catalog.merge_brands(merchant(), into, into).await.unwrap_err();
    assert!(refused.for_field("into").is_some());
}
