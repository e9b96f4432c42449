//! Merchants edit products, categories and pictures.

use crate::shop::{Shop, draft, merchant, unchanged, webp};
use contracts::{
    Actor, ErrorKind, UserId,
    catalog::{Catalog as _, Event, Media, MediaUpload},
    inventory,
};
use platform::testing::{envelope, published};
use sqlx::PgPool;

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn two_people_editing_conflict(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "Tidewater", 2000, &["Chalk"], None)).await;
    let seen = shop.product(id).await;
    let mut hers = unchanged(&seen);
    hers.name = "Morning Mug".into();
    shop.save(hers).await;
    let refused = shop.catalog.save_product(merchant(), unchanged(&seen)).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    let now = shop.product(id).await;
    assert_eq!((now.name.as_str(), now.version), ("Morning Mug", 2));
    assert_eq!(now.variants[0].id, seen.variants[0].id);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn every_broken_rule_is_told_at_its_field(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.save(draft("Mug", "Tidewater", 2000, &["Chalk"], None)).await;
    let mut bad = draft(" ", "x", 2000, &["Ink", "Sage"], None);
    bad.variants[0].sku = "a b".into();
    bad.variants[1].price.minor = 0;
    bad.options[0].values[0].swatch = Some("red".into());
    let error = shop.catalog.save_product(merchant(), bad).await.unwrap_err();
    for field in ["name", "variants[0].sku", "variants[1].price", "options[0].values[0].swatch"] {
        assert!(error.for_field(field).is_some(), "{field}: {error:?}");
    }
    let mut taken = draft("Cup", "Tidewater", 2000, &["Ink", "Sage"], None);
    taken.variants[1].sku = "mug-chalk".into();
    let error = shop.catalog.save_product(merchant(), taken).await.unwrap_err();
    assert!(error.for_field("variants[1].sku").is_some(), "{error:?}");
    assert!(error.for_field("variants[0].sku").is_none());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_variant_needs_one_choice_of_every_option(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut unknown = draft("Mug", "", 2000, &["Chalk", "Sage"], None);
    unknown.variants[0].options[0].value = "Plaid".into();
    let error = shop.catalog.save_product(merchant(), unknown).await.unwrap_err();
    assert!(error.for_field("variants[0].options").is_some());
    let mut twice = draft("Mug", "", 2000, &["Chalk", "Sage"], None);
    twice.variants[1].options[0].value = "Chalk".into();
    let error = shop.catalog.save_product(merchant(), twice).await.unwrap_err();
    assert!(error.for_field("variants[1].options").is_some());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn two_variants_may_exchange_their_skus(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk", "Sage"], None)).await;
    let mut swap = unchanged(&shop.product(id).await);
    let first = std::mem::take(&mut swap.variants[0].sku);
    swap.variants[0].sku = std::mem::replace(&mut swap.variants[1].sku, first);
    shop.save(swap).await;
    assert_eq!(shop.product(id).await.variants[0].sku.as_str(), "MUG-SAGE");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_variant_of_another_product_cannot_be_taken_over(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    let cup = shop.save(draft("Cup", "", 1900, &["Chalk"], None)).await;
    let mut thief = unchanged(&shop.product(cup).await);
    thief.variants[0].id = Some(shop.product(mug).await.variants[0].id);
    let error = shop.catalog.save_product(merchant(), thief).await.unwrap_err();
    assert!(error.for_field("variants[0].id").is_some());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn equal_names_get_different_addresses(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    let second = shop.save(draft("Mug", "", 2000, &["Sage"], None)).await;
    assert_eq!(shop.product(second).await.slug.as_str(), "mug-2");
    let mut third = draft("Mug", "", 2000, &["Ink"], None);
    third.slug = "mug".into();
    let error = shop.catalog.save_product(merchant(), third).await.unwrap_err();
    assert!(error.for_field("slug").is_some());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_save_is_told_to_others_and_to_the_audit_log(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "Tidewater", 2000, &["Chalk"], None)).await;
    let mut change = unchanged(&shop.product(id).await);
    change.name = "Morning Mug".into();
    shop.save(change).await;
    let events = published(&shop.db).await;
    let told: Vec<&str> = events.iter().map(|event| event.name.as_str()).collect();
    assert_eq!(told, ["audit_recorded", "product_saved", "audit_recorded", "product_saved"]);
    let details = events[2].payload["details"].as_str().unwrap();
    assert_eq!(details, r#"{"name":{"after":"Morning Mug","before":"Mug"}}"#);
    let Event::ProductSaved { variants, .. } = platform::decode(&events[3]).unwrap() else {
        panic!("other event")
    };
    assert_eq!((variants[0].sku.as_str(), variants[0].choices.as_str()), ("MUG-CHALK", "Chalk"));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn only_editors_edit(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let shopper = Actor::Shopper { user: UserId(uuid::Uuid::nil()) };
    let refused = shop.catalog.save_product(shopper, draft("Mug", "", 1, &["Ink"], None)).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_category_is_never_below_itself(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let top = shop.category("Top", None).await;
    let below = shop.category("Below", Some(top)).await;
    let moved = shop.catalog.save_category(merchant(), Some(top), Some(below), "Top".into(), String::new());
    assert!(moved.await.unwrap_err().for_field("parent").is_some());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_removed_category_leaves_its_contents_to_its_parent(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let top = shop.category("Top", None).await;
    let middle = shop.category("Middle", Some(top)).await;
    shop.category("Bottom", Some(middle)).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], Some(middle))).await;
    shop.catalog.delete_category(merchant(), middle).await.unwrap();
    assert_eq!(shop.product(id).await.categories.last().unwrap().id, top);
    assert_eq!(shop.catalog.categories().await.unwrap()[0].children[0].name, "Bottom");
    assert!(shop.found("middle").await.is_empty());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_removed_category_is_put_back_with_what_nobody_moved_since(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (top, other) = (shop.category("Top", None).await, shop.category("Other", None).await);
    let middle = shop.category("Middle", Some(top)).await;
    let bottom = shop.category("Bottom", Some(middle)).await;
    let mug = shop.save(draft("Mug", "", 2000, &["Chalk"], Some(middle))).await;
    let bowl = shop.save(draft("Bowl", "", 2000, &["Ink"], Some(middle))).await;
    let before = shop.catalog.categories().await.unwrap();
    let removed = shop.catalog.delete_category(merchant(), middle).await.unwrap().unwrap();
    let moved = shop.product(bowl).await;
    sqlx::query("update products set category_id = $2 where id = $1")
        .bind(moved.id.0)
        .bind(other.0)
        .execute(shop.db.pool())
        .await
        .unwrap();

    shop.catalog.restore_category(merchant(), removed.clone()).await.unwrap();
    let own = |product: contracts::catalog::Product| product.categories.last().unwrap().id;
    assert_eq!(own(shop.product(mug).await), middle);
    assert_eq!(own(shop.product(bowl).await), other, "somebody has moved it");
    let after = shop.catalog.categories().await.unwrap();
    let (was, is) = (&before[0].children[0], &after[0].children[0]);
    assert_eq!((is.id, &is.slug, is.children[0].id), (was.id, &was.slug, bottom));
    assert_eq!(shop.found("middle").await, ["Mug"]);
    let again = shop.catalog.restore_category(merchant(), removed.clone()).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::Conflict);
    let shopper = Actor::Shopper { user: UserId(uuid::Uuid::nil()) };
    let refused = shop.catalog.restore_category(shopper, removed).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_renamed_category_is_found_by_its_new_name(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let old = shop.category("Crockery", None).await;
    shop.save(draft("Mug", "", 2000, &["Chalk"], Some(old))).await;
    shop.catalog.save_category(merchant(), Some(old), None, "Tableware".into(), String::new()).await.unwrap();
    assert_eq!(shop.found("tableware").await, ["Mug"]);
    assert!(shop.found("crockery").await.is_empty());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_picture_is_delivered_at_the_fixed_widths_only(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk", "Sage"], None)).await;
    let picture = shop.picture(id, None).await;
    for width in Media::WIDTHS {
        let file = shop.catalog.media_file(picture, width).await.unwrap().unwrap();
        let decoded = image::load_from_memory(&file.bytes).unwrap();
        assert_eq!((decoded.width(), file.content_type.as_str()), (width, "image/webp"));
    }
    assert!(shop.catalog.media_file(picture, 333).await.unwrap().is_none());
    assert!(shop.catalog.media_file(platform::ids::mint().into(), 240).await.unwrap().is_none());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn an_html_file_named_png_is_refused(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    let upload = MediaUpload { bytes: b"<html><script>".to_vec(), alt_text: "mug.png".into(), option: None };
    let refused = shop.catalog.add_media(merchant(), id, upload).await.unwrap_err();
    assert!(refused.for_field("file").is_some());
    assert!(shop.product(id).await.media.is_empty());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn pictures_are_ordered_removed_and_matched_to_choices(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk", "Sage"], None)).await;
    let (chalk, sage) = (shop.picture(id, Some("Chalk")).await, shop.picture(id, Some("Sage")).await);
    shop.catalog.order_media(merchant(), id, vec![sage, chalk]).await.unwrap();
    let product = shop.product(id).await;
    assert_eq!(product.media.iter().map(|media| media.id).collect::<Vec<_>>(), [sage, chalk]);
    let variant = product.variants[0].id;
    let snapshot = shop.catalog.variants(vec![variant]).await.unwrap().remove(0);
    assert_eq!((snapshot.picture.unwrap().id, snapshot.choices.as_str()), (chalk, "Chalk"));
    shop.catalog.delete_media(merchant(), id, chalk).await.unwrap();
    assert_eq!(shop.product(id).await.media.iter().map(|media| media.id).collect::<Vec<_>>(), [sage]);
    assert_eq!(
        shop.catalog.order_media(merchant(), id, vec![chalk]).await.unwrap_err().kind,
        ErrorKind::Conflict
    );
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn stock_news_that_arrive_late_do_not_win(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    let variant = shop.product(id).await.variants[0].id;
    let news = |available| envelope(&inventory::Event::StockChanged { variant, product: id, available });
    let (older, newer) = (news(5), news(0));
    let sooner = {
        let mut first = news(9);
        first.occurred_at = older.occurred_at;
        first
    };
    shop.catalog.on_stock_changed(sooner).await.unwrap();
    assert!(shop.product(id).await.variants[0].in_stock);
    shop.catalog.on_stock_changed(newer.clone()).await.unwrap();
    shop.catalog.on_stock_changed(older).await.unwrap();
    shop.catalog.on_stock_changed(newer).await.unwrap();
    assert!(!shop.product(id).await.variants[0].in_stock);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn files_that_a_crash_left_behind_are_swept(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    let kept = shop.picture(id, None).await;
    let (old, fresh) = (platform::ids::mint(), platform::ids::mint());
    let long_ago = std::time::SystemTime::UNIX_EPOCH;
    let original = |id: String| shop.media_dir.join(id).join("original.webp");
    for id in [old.to_string(), fresh.to_string()] {
        std::fs::create_dir_all(shop.media_dir.join(&id)).unwrap();
        std::fs::write(original(id), "left behind").unwrap();
    }
    for id in [old.to_string(), kept.to_string()] {
        std::fs::File::options().write(true).open(original(id)).unwrap().set_modified(long_ago).unwrap();
    }
    catalog::jobs::jobs(&shop.catalog)[0].run_now(serde_json::Value::Null).await.unwrap();
    assert!(!shop.media_dir.join(old.to_string()).exists());
    assert!(shop.media_dir.join(fresh.to_string()).exists());
    assert!(shop.catalog.media_file(kept, 240).await.unwrap().is_some());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_video_has_an_address_and_a_poster(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "Tidewater", 2000, &["Chalk"], None)).await;
    let picture = shop.picture(id, None).await;
    let poster = || MediaUpload { bytes: webp(1300, 1000), alt_text: "The kiln".into(), option: None };
    let url = "https://cdn.example/kiln.mp4";
    let video = shop.catalog.add_video(merchant(), id, url.into(), poster()).await.unwrap();
    let product = shop.product(id).await;
    assert_eq!(product.media.iter().map(|media| media.id).collect::<Vec<_>>(), [picture, video.id]);
    assert!(product.media[1].is_video());
    assert_eq!((video.url.as_str(), video.width), (url, 1300));
    assert!(shop.catalog.media_file(video.id, 480).await.unwrap().is_some());
    let card = shop.catalog.cards(vec![id]).await.unwrap().remove(0);
    assert_eq!(card.pictures.len(), 1, "grids show pictures only");
    let page = shop.catalog.add_video(merchant(), id, "https://video.example/watch".into(), poster()).await;
    assert!(page.unwrap_err().for_field("url").is_some());
}
