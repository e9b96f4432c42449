//! Products that come and go by themselves, and links that show them before.

use crate::shop::{Shop, draft, merchant, unchanged};
use contracts::{
    Error, ErrorKind, ProductId, Timestamp,
    catalog::{Catalog as _, Event, ProductDraft, ProductQuery, ProductStatus, Schedule},
};
use platform::testing::published;
use sqlx::PgPool;

fn hidden() -> ProductDraft {
    ProductDraft { status: ProductStatus::Draft, ..draft("Mug", "", 2000, &["Chalk", "Sage"], None) }
}

/// So many seconds from now, by the database's clock.
async fn moment(shop: &Shop, seconds: i32) -> Timestamp {
    let select = "select now() + make_interval(secs => $1)";
    sqlx::query_scalar(select).bind(f64::from(seconds)).fetch_one(shop.db.pool()).await.unwrap()
}

async fn schedule(shop: &Shop, id: ProductId, comes: Option<i32>, goes: Option<i32>) -> Result<(), Error> {
    let (mut publish_at, mut unpublish_at) = (None, None);
    if let Some(seconds) = comes {
        publish_at = Some(moment(shop, seconds).await);
    }
    if let Some(seconds) = goes {
        unpublish_at = Some(moment(shop, seconds).await);
    }
    shop.catalog.set_schedule(merchant(), id, Schedule { publish_at, unpublish_at }).await
}

/// As if so much time had passed.
async fn pass(shop: &Shop, seconds: i32) {
    let earlier = "update product_schedules set publish_at = publish_at - make_interval(secs => $1),
                   unpublish_at = unpublish_at - make_interval(secs => $1)";
    sqlx::query(earlier).bind(f64::from(seconds)).execute(shop.db.pool()).await.unwrap();
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_product_comes_and_goes_at_its_moments(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(hidden()).await;
    schedule(&shop, id, Some(60), Some(600)).await.unwrap();
    assert_eq!(shop.catalog.apply_schedules().await.unwrap(), 0);
    pass(&shop, 120).await;
    assert_eq!(shop.catalog.apply_schedules().await.unwrap(), 1);
    assert_eq!(shop.catalog.apply_schedules().await.unwrap(), 0, "once");
    let now = shop.product(id).await;
    assert_eq!((now.status, now.version), (ProductStatus::Active, 2));
    assert_eq!(shop.found("mug").await, ["Mug"]);
    let last = published(&shop.db).await.pop().unwrap();
    let Event::ProductSaved { status, .. } = platform::decode(&last).unwrap() else { panic!("other event") };
    assert_eq!(status, ProductStatus::Active);
    pass(&shop, 600).await;
    assert_eq!(shop.catalog.apply_schedules().await.unwrap(), 1);
    assert_eq!(shop.product(id).await.status, ProductStatus::Archived);
    let left = shop.catalog.publication(merchant(), id).await.unwrap();
    assert_eq!(left.schedule, Schedule::default());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn of_two_moments_that_were_slept_through_the_later_one_counts(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(hidden()).await;
    schedule(&shop, id, Some(60), Some(600)).await.unwrap();
    pass(&shop, 1_000).await;
    shop.catalog.apply_schedules().await.unwrap();
    assert_eq!(shop.product(id).await.status, ProductStatus::Archived);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_schedule_lies_ahead_and_in_order(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(hidden()).await;
    let past = schedule(&shop, id, Some(-60), None).await.unwrap_err();
    assert!(past.for_field("publish_at").is_some());
    let turned = schedule(&shop, id, Some(600), Some(60)).await.unwrap_err();
    assert!(turned.for_field("unpublish_at").is_some());
    let listed = || ProductQuery { scheduled: true, ..ProductQuery::default() };
    assert_eq!(shop.catalog.products(merchant(), listed()).await.unwrap().total, 0);
    schedule(&shop, id, Some(600), None).await.unwrap();
    assert_eq!(shop.catalog.products(merchant(), listed()).await.unwrap().items[0].id, id);
    schedule(&shop, id, None, None).await.unwrap();
    assert_eq!(shop.catalog.products(merchant(), listed()).await.unwrap().total, 0);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_preview_shows_a_draft_until_its_link_ends(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(hidden()).await;
    let token = shop.catalog.make_preview(merchant(), id).await.unwrap();
    let shown = |token: &str| shop.catalog.previewed(token.to_owned());
    assert_eq!(shown(&token).await.unwrap().unwrap().id, id);
    assert!(shown("guessed").await.unwrap().is_none());
    let kept: String = sqlx::query_scalar("select token_hash from product_previews")
        .fetch_one(shop.db.pool())
        .await
        .unwrap();
    assert_ne!(kept, token, "the database does not hold the link");
    assert_eq!(shop.catalog.publication(merchant(), id).await.unwrap().previews, 1);
    shop.catalog.end_previews(merchant(), id).await.unwrap();
    assert!(shown(&token).await.unwrap().is_none());
    let token = shop.catalog.make_preview(merchant(), id).await.unwrap();
    let old = "update product_previews set made_at = now() - interval '8 days', expires_at = now() - interval '1 day'";
    sqlx::query(old).execute(shop.db.pool()).await.unwrap();
    assert!(shown(&token).await.unwrap().is_none());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn what_is_on_sale_needs_no_preview(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(hidden()).await;
    let mut change = unchanged(&shop.product(id).await);
    change.status = ProductStatus::Active;
    shop.save(change).await;
    let refused = shop.catalog.make_preview(merchant(), id).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
}
