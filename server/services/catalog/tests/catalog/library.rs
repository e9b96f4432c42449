//! Merchants keep pictures once and have many products show them.

use crate::shop::{Shop, draft, merchant, webp};
use contracts::{
    ErrorKind, MediaId, ProductId,
    catalog::{Catalog as _, FocalPoint, MediaAsset, MediaChange, MediaQuery, MediaState, MediaUpload},
};
use platform::testing::{self, published};
use sqlx::PgPool;

async fn product(shop: &Shop, name: &str) -> ProductId {
    shop.save(draft(name, "Tidewater", 2000, &["Chalk"], None)).await
}

async fn upload(shop: &Shop, name: &str) -> MediaId {
    let upload = MediaUpload { bytes: webp(400, 500), alt_text: String::new(), option: None };
    shop.catalog.upload_media(merchant(), name.into(), upload).await.unwrap()
}

async fn listed(shop: &Shop, query: MediaQuery) -> Vec<MediaId> {
    let page = shop.catalog.media_library(merchant(), query).await.unwrap();
    assert_eq!(page.total, page.items.len() as u64);
    page.items.into_iter().map(|asset| asset.media.id).collect()
}

async fn asset(shop: &Shop, id: MediaId) -> MediaAsset {
    shop.catalog.media_asset(merchant(), id).await.unwrap().unwrap().asset
}

async fn shown(shop: &Shop, product: ProductId) -> Vec<MediaId> {
    shop.product(product).await.media.into_iter().map(|media| media.id).collect()
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn one_picture_is_shown_by_many_products(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, cup) = (product(&shop, "Mug").await, product(&shop, "Cup").await);
    let picture = upload(&shop, "pair.jpg").await;
    for id in [mug, cup, cup] {
        shop.catalog.attach_media(merchant(), id, vec![picture]).await.unwrap();
    }
    assert_eq!((shown(&shop, mug).await, shown(&shop, cup).await), (vec![picture], vec![picture]));
    let detail = shop.catalog.media_asset(merchant(), picture).await.unwrap().unwrap();
    let names: Vec<_> = detail.uses.iter().map(|one| one.name.as_str()).collect();
    assert_eq!((names, detail.asset.uses), (vec!["Cup", "Mug"], 2));

    shop.catalog.delete_media(merchant(), mug, picture).await.unwrap();
    assert_eq!((shown(&shop, mug).await, shown(&shop, cup).await), (vec![], vec![picture]));
    assert!(shop.catalog.media_file(picture, 240).await.unwrap().is_some());
    shop.catalog.delete_media(merchant(), cup, picture).await.unwrap();
    assert_eq!(asset(&shop, picture).await.uses, 0);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn one_use_of_a_picture_carries_its_id_for_the_release_before(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, cup) = (product(&shop, "Mug").await, product(&shop, "Cup").await);
    let picture = shop.picture(mug, None).await;
    shop.catalog.attach_media(merchant(), cup, vec![picture]).await.unwrap();
    shop.catalog.delete_media(merchant(), mug, picture).await.unwrap();
    let carried: Vec<uuid::Uuid> =
        sqlx::query_scalar("select id from product_media").fetch_all(shop.db.pool()).await.unwrap();
    assert_eq!(carried, [picture.0]);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn what_the_release_before_adds_is_in_the_library(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = product(&shop, "Mug").await;
    let id = platform::ids::mint();
    let insert =
        "insert into product_media (id, product_id, media_type, url, alt_text, width, height, storage_key)
        values ($1, $2, 'image', '/media/x/1200.webp', 'A mug', 800, 1000, $1::uuid::text)";
    sqlx::query(insert).bind(id).bind(mug.0).execute(shop.db.pool()).await.unwrap();
    let found = asset(&shop, id.into()).await;
    assert_eq!((found.name.as_str(), found.media.alt_text.as_str(), found.uses), ("Mug", "A mug", 1));
    // Its file is not there, which is found out once.
    shop.catalog.prepare_pictures().await.unwrap();
    assert_eq!(asset(&shop, id.into()).await.bytes, None);
    sqlx::query("delete from product_media").execute(shop.db.pool()).await.unwrap();
    assert_eq!(asset(&shop, id.into()).await.uses, 0);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn what_is_said_of_a_picture_reaches_every_product(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = product(&shop, "Mug").await;
    let picture = upload(&shop, "mug.jpg").await;
    shop.catalog.attach_media(merchant(), mug, vec![picture]).await.unwrap();
    let before = published(&shop.db).await.len();
    let change = MediaChange {
        name: "mug.jpg".into(),
        alt_text: " A mug; card 4242 4242 4242 4242 ".into(),
        focal: Some(FocalPoint { x: 30, y: 75 }),
    };
    shop.catalog.change_media(merchant(), picture, change.clone()).await.unwrap();
    let media = shop.product(mug).await.media.remove(0);
    assert!(media.alt_text.starts_with("A mug; card ****") && media.alt_text.ends_with("4242"), "{media:?}");
    assert_eq!(media.focal.as_deref(), Some("30% 75%"));
    assert_eq!(media.style(), "background-color:#000000;object-position:30% 75%");
    let told: Vec<_> = published(&shop.db).await.into_iter().skip(before).map(|event| event.name).collect();
    assert_eq!(told, ["audit_recorded", "product_saved"]);

    shop.catalog.change_media(merchant(), picture, change).await.unwrap();
    assert_eq!(published(&shop.db).await.len(), before + 2, "the same again is no change");
    let wrong = MediaChange { name: String::new(), alt_text: "a".repeat(256), focal: None };
    let refused = shop.catalog.change_media(merchant(), picture, wrong).await.unwrap_err();
    assert!(refused.for_field("alt_text").is_some());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn another_file_takes_the_place_of_one_and_the_former_stays(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, cup) = (product(&shop, "Mug").await, product(&shop, "Cup").await);
    let (first, former) = (shop.picture(mug, None).await, shop.picture(mug, Some("Chalk")).await);
    shop.catalog.attach_media(merchant(), cup, vec![former]).await.unwrap();
    let new = shop.catalog.replace_media(merchant(), former, String::new(), webp(600, 300)).await.unwrap();
    assert_eq!((shown(&shop, mug).await, shown(&shop, cup).await), (vec![first, new], vec![new]));
    let media = shop.product(mug).await.media.remove(1);
    assert_eq!((media.width, media.height, media.alt_text.as_str()), (600, 300, "A mug"));
    assert_eq!(media.option.unwrap().value, "Chalk");
    assert_eq!((asset(&shop, former).await.uses, asset(&shop, new).await.uses), (0, 2));
    assert!(shop.catalog.media_file(former, 240).await.unwrap().is_some());
    let refused =
        shop.catalog.replace_media(merchant(), new, "x.svg".into(), b"<svg/>".to_vec()).await.unwrap_err();
    assert!(refused.for_field("file").is_some());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn what_products_show_is_deleted_only_when_that_is_said(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = product(&shop, "Mug").await;
    let (used, unused) = (shop.picture(mug, None).await, upload(&shop, "spare.jpg").await);
    let refused = shop.catalog.discard_media(merchant(), vec![used, unused], false).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    assert!(shop.catalog.media_file(unused, 240).await.unwrap().is_some(), "all or none");
    shop.catalog.discard_media(merchant(), vec![unused], false).await.unwrap();
    shop.catalog.discard_media(merchant(), vec![used], true).await.unwrap();
    assert!(shown(&shop, mug).await.is_empty());
    for gone in [used, unused] {
        assert!(shop.catalog.media_file(gone, 240).await.unwrap().is_none());
        assert!(!shop.media_dir.join(gone.to_string()).exists());
        assert!(shop.catalog.media_asset(merchant(), gone).await.unwrap().is_none());
    }
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn the_library_is_found_by_words_use_and_kind(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = product(&shop, "Stoneware mug").await;
    let used = shop.picture(mug, None).await;
    let unused = upload(&shop, "Kiln_100%.jpg").await;
    let poster = MediaUpload { bytes: webp(400, 500), alt_text: "The kiln at work".into(), option: None };
    let url = "https://cdn.example/kiln.mp4".to_owned();
    let video = shop.catalog.add_video(merchant(), mug, url, poster).await.unwrap().id;

    let by = |state| MediaQuery { state: Some(state), ..MediaQuery::default() };
    assert_eq!(listed(&shop, MediaQuery::default()).await, [video, unused, used], "newest first");
    assert_eq!(listed(&shop, by(MediaState::Used)).await, [video, used]);
    assert_eq!(listed(&shop, by(MediaState::Unused)).await, [unused]);
    assert_eq!(listed(&shop, by(MediaState::WithoutText)).await, [unused]);
    let videos = MediaQuery { is_video: Some(true), ..MediaQuery::default() };
    assert_eq!(listed(&shop, videos).await, [video]);
    for (words, found) in [
        ("KILN", vec![video, unused]),
        ("100%", vec![unused]),
        ("stoneware", vec![video, used]),
        ("a mug", vec![used]),
        ("_nothing_", vec![]),
    ] {
        let query = MediaQuery { search: words.into(), ..MediaQuery::default() };
        assert_eq!(listed(&shop, query).await, found, "{words}");
    }
    let sorted = MediaQuery { sort: "name".into(), ..MediaQuery::default() };
    assert_eq!(listed(&shop, sorted).await[0], unused);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn an_upload_is_measured_and_coloured(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let picture = upload(&shop, "dark.jpg").await;
    let found = asset(&shop, picture).await;
    assert_eq!((found.media.width, found.media.colour.as_deref()), (400, Some("#000000")));
    let original = std::fs::metadata(shop.media_dir.join(picture.to_string()).join("original.webp")).unwrap();
    assert_eq!(found.bytes, Some(original.len()));
    // What an older release kept is measured beside requests.
    sqlx::query("update media_assets set prepared = 0, bytes = null, colour = null")
        .execute(shop.db.pool())
        .await
        .unwrap();
    shop.catalog.prepare_pictures().await.unwrap();
    assert_eq!(asset(&shop, picture).await, found);
    assert!(shop.catalog.media_avif(picture, 333).await.unwrap().is_none());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn an_index_serves_every_page_of_the_library(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for fill in [
        "insert into media_assets (id, url, name, alt_text, width, height, bytes, uses, media_type, created_at)
         select gen_random_uuid(), 'https://x', 'mug-' || n || '.jpg', case when n % 1000 > 0 then 'A mug' else '' end,
             800, 1000, n, (n % 997 > 0)::int, case when n % 991 > 0 then 'image' else 'video' end,
             now() - n * interval '1 second'
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    let newest = "order by a.created_at desc, a.id limit";
    for (words, arguments, index) in [
        (newest, "null, false, false, false, null, 24, 0", "media_assets_newest"),
        ("order by a.name, a.id limit", "null, false, false, false, null, 24, 0", "media_assets_by_name"),
        (
            "order by a.bytes desc nulls last, a.id limit",
            "null, false, false, false, null, 24, 0",
            "media_assets_by_bytes",
        ),
        (newest, "null, false, true, false, null, 24, 0", "media_assets_unused"),
        (newest, "null, false, false, true, null, 24, 0", "media_assets_without_text"),
        (newest, "null, false, false, false, 'video', 24, 0", "media_assets_videos"),
        (newest, "'%mug-777.%', false, false, false, null, 24, 0", "media_assets_lookup"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, arguments).await;
        assert!(plan.contains(index), "{words} with {arguments}:\n{plan}");
        assert!(!plan.contains("Seq Scan"), "{words} with {arguments}:\n{plan}");
    }
}
