//! Pages that get another address, and old addresses that lead to them.

use crate::shop::{Shop, draft, merchant, unchanged};
use contracts::{
    ErrorKind, ProductId,
    catalog::{Catalog as _, RedirectDraft, RedirectQuery},
};
use platform::testing::published;
use sqlx::PgPool;

async fn rename(shop: &Shop, id: ProductId, slug: &str) {
    let mut change = unchanged(&shop.product(id).await);
    change.slug = slug.into();
    shop.save(change).await;
}

async fn leads(shop: &Shop, path: &str) -> Option<String> {
    shop.catalog.moved_to(path.into()).await.unwrap()
}

fn redirect(source: &str, target: &str) -> RedirectDraft {
    RedirectDraft { id: None, source: source.into(), target: target.into() }
}

/// Where each of these leads.
async fn each(shop: &Shop, paths: [&str; 3]) -> Vec<Option<String>> {
    let mut found = Vec::new();
    for path in paths {
        found.push(leads(shop, path).await);
    }
    found
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn former_addresses_of_a_product_all_lead_to_its_present_one(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    rename(&shop, id, "cup").await;
    rename(&shop, id, "beaker").await;
    let beaker = Some("/p/beaker".to_owned());
    assert_eq!(each(&shop, ["/p/mug", "/p/cup", "/p/beaker"]).await, [beaker.clone(), beaker, None]);
    rename(&shop, id, "mug").await;
    let mug = Some("/p/mug".to_owned());
    assert_eq!(each(&shop, ["/p/mug", "/p/cup", "/p/beaker"]).await, [None, mug.clone(), mug]);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn an_address_that_is_taken_again_leads_nowhere_else(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    rename(&shop, id, "cup").await;
    assert_eq!(leads(&shop, "/p/mug").await.as_deref(), Some("/p/cup"));
    let second = shop.save(draft("Mug", "", 2000, &["Sage"], None)).await;
    assert_eq!(shop.product(second).await.slug.as_str(), "mug");
    assert_eq!(leads(&shop, "/p/mug").await, None);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_save_that_is_refused_leaves_no_old_address(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    shop.save(draft("Cup", "", 2000, &["Chalk"], None)).await;
    let mut taken = unchanged(&shop.product(id).await);
    taken.slug = "cup".into();
    let refused = shop.catalog.save_product(merchant(), taken).await.unwrap_err();
    assert!(refused.for_field("slug").is_some(), "{refused:?}");
    assert_eq!(leads(&shop, "/p/mug").await, None);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_category_gets_another_address_and_leaves_it_to_its_parent(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let top = shop.category("Tableware", None).await;
    let mugs = shop.category("Mugs", Some(top)).await;
    let set = |slug: &str| shop.catalog.set_category_slug(merchant(), mugs, slug.to_owned());
    for refused in ["Tall Mugs", "tableware", ""] {
        assert!(set(refused).await.unwrap_err().for_field("slug").is_some(), "{refused}");
    }
    set("tall-mugs").await.unwrap();
    assert_eq!(leads(&shop, "/c/mugs").await.as_deref(), Some("/c/tall-mugs"));
    shop.catalog.delete_category(merchant(), mugs).await.unwrap();
    assert_eq!(leads(&shop, "/c/mugs").await.as_deref(), Some("/c/tableware"));
    assert_eq!(leads(&shop, "/c/tall-mugs").await.as_deref(), Some("/c/tableware"));
    shop.catalog.delete_category(merchant(), top).await.unwrap();
    assert_eq!(leads(&shop, "/c/mugs").await.as_deref(), Some("/shop"));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn old_addresses_are_flattened_and_never_lead_in_a_circle(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let save = |draft: RedirectDraft| shop.catalog.save_redirect(merchant(), draft);
    save(redirect("/a.html", "/b.html")).await.unwrap();
    save(redirect("/b.html", "/shop?sort=newest")).await.unwrap();
    let shown = Some("/shop?sort=newest".to_owned());
    assert_eq!(each(&shop, ["/a.html", "/b.html/", "/c"]).await, [shown.clone(), shown, None]);
    save(redirect("/c", "/a.html?x=1")).await.unwrap();
    assert_eq!(leads(&shop, "/c").await.as_deref(), Some("/shop?sort=newest"));
    assert!(save(redirect("/shop", "/a.html")).await.unwrap_err().for_field("target").is_some());
    assert!(save(redirect("/a.html", "/cart")).await.unwrap_err().for_field("source").is_some());
    let chain = "update redirects set target = '/a.html' where source = '/c'";
    assert!(sqlx::query(chain).execute(shop.db.pool()).await.is_err(), "the database refuses chains");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_redirect_is_changed_counted_found_and_taken_away(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let id = shop.catalog.save_redirect(merchant(), redirect("/old", "/shop")).await.unwrap();
    leads(&shop, "/old").await;
    let change = RedirectDraft { id: Some(id), ..redirect("/former", "/c/mugs") };
    assert_eq!(shop.catalog.save_redirect(merchant(), change).await.unwrap(), id);
    leads(&shop, "/former").await;
    assert_eq!(leads(&shop, "/old").await, None);
    let query = |search: &str| RedirectQuery { search: search.into(), ..RedirectQuery::default() };
    let found = shop.catalog.redirects(merchant(), query("FORM")).await.unwrap();
    assert_eq!((found.total, found.items[0].hits, found.items[0].is_manual), (1, 2, true));
    assert!(found.items[0].last_hit_at.is_some());
    assert_eq!(shop.catalog.redirects(merchant(), query("nothing")).await.unwrap().total, 0);
    let alive = shop.catalog.save_redirect(merchant(), redirect("/p/desk-lamp", "/shop")).await.unwrap_err();
    assert!(alive.for_field("source").is_some(), "a page is there");
    shop.catalog.remove_redirect(merchant(), id).await.unwrap();
    assert_eq!(leads(&shop, "/former").await, None);
    let gone = shop.catalog.remove_redirect(merchant(), id).await.unwrap_err();
    assert_eq!(gone.kind, ErrorKind::NotFound);
    let told: Vec<_> =
        published(&shop.db).await.into_iter().map(|event| event.payload["action"].clone()).collect();
    assert!(told.contains(&"redirect.saved".into()) && told.contains(&"redirect.removed".into()), "{told:?}");
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_pasted_list_is_saved_whole_or_not_at_all(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let paste = |lines: &str| shop.catalog.import_redirects(merchant(), lines.to_owned());
    let wrong = paste("/a,/shop\n/b,//evil.example\n/c,/d").await.unwrap_err();
    assert!(wrong.for_field("lines").is_some_and(|told| told.contains("Line 2:")), "{wrong:?}");
    let circle = paste("/a,/b\n/b,/a").await.unwrap_err();
    assert!(circle.for_field("lines").is_some_and(|told| told.contains("Line 2:")), "{circle:?}");
    assert_eq!(leads(&shop, "/a").await, None);
    assert_eq!(paste("old;new\n/a;/b\n/b;/shop").await.unwrap(), 2);
    assert_eq!(paste("/b,/cart").await.unwrap(), 1, "one that is known gets the new target");
    assert_eq!(leads(&shop, "/a").await.as_deref(), Some("/shop"));
    assert_eq!(leads(&shop, "/b").await.as_deref(), Some("/cart"));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn search_engines_are_told_what_is_on_sale_by_key(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let parts = shop.catalog.sitemap_parts().await.unwrap();
    assert_eq!(parts.len(), 1);
    let first = shop.catalog.sitemap_products(parts[0], 3).await.unwrap();
    let rest = shop.catalog.sitemap_products(first[2].id, 1_000).await.unwrap();
    assert_eq!((first.len(), rest.len()), (3, 1));
    let mut lamp = unchanged(&shop.product(rest[0].id).await);
    lamp.status = contracts::catalog::ProductStatus::Archived;
    shop.save(lamp).await;
    assert!(shop.catalog.sitemap_products(first[2].id, 1_000).await.unwrap().is_empty());
}
