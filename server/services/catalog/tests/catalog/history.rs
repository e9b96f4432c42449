//! What products were, and the way back.

use crate::shop::{Shop, draft, merchant, unchanged};
use contracts::{
    ErrorKind,
    catalog::{Catalog as _, FieldChange, ProductStatus},
};
use sqlx::PgPool;

fn change(field: &str, before: &str, after: &str) -> FieldChange {
    FieldChange { field: field.into(), before: before.into(), after: after.into() }
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn each_save_tells_who_changed_what(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "Tidewater", 2000, &["Chalk", "Sage"], None)).await;
    let mut next = unchanged(&shop.product(id).await);
    next.name = "Morning Mug".into();
    next.variants[0].price.minor = 2400;
    next.variants.remove(1);
    next.options[0].values.remove(1);
    next.attributes[0].value = "Porcelain".into();
    shop.save(next).await;
    let history = shop.catalog.product_history(merchant(), id).await.unwrap();
    let versions: Vec<_> = history.iter().map(|revision| revision.version).collect();
    assert_eq!(versions, [2, 1]);
    assert_eq!(history[0].saved_by, "mia@shop.example");
    let told: Vec<_> = history[0].changes.iter().map(|change| change.field.as_str()).collect();
    assert_eq!(
        told,
        ["Name", "Option Colour", "Price of MUG-CHALK", "Variant MUG-SAGE", "Attribute Material"]
    );
    assert_eq!(history[0].changes[0], change("Name", "Mug", "Morning Mug"));
    assert_eq!(history[0].changes[4], change("Attribute Material", "Stoneware", "Porcelain"));
    assert!(history[0].changes[3].after.is_empty(), "it is gone");
    assert!(history[1].changes.is_empty());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_version_is_restored_by_a_save_of_its_own(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mugs = shop.category("Mugs", None).await;
    let id = shop.save(draft("Mug", "Tidewater", 2000, &["Chalk", "Sage"], Some(mugs))).await;
    let first = shop.product(id).await;
    let mut next = unchanged(&first);
    next.name = "Cup".into();
    next.slug = "cup".into();
    next.status = ProductStatus::Archived;
    next.variants.remove(1);
    shop.save(next).await;
    shop.catalog.delete_category(merchant(), mugs).await.unwrap();
    shop.catalog.restore_product(merchant(), id, 1, 2).await.unwrap();
    let now = shop.product(id).await;
    assert_eq!((now.name.as_str(), now.slug.as_str(), now.version), ("Mug", "mug", 3));
    assert_eq!(now.status, ProductStatus::Archived, "nothing is put on sale by going back");
    assert_eq!(now.variants[0].id, first.variants[0].id);
    assert_eq!(now.variants[1].sku, first.variants[1].sku);
    assert_ne!(now.variants[1].id, first.variants[1].id, "what was removed comes back as new");
    assert!(now.categories.is_empty(), "its category is gone");
    assert_eq!(shop.catalog.moved_to("/p/cup".into()).await.unwrap().as_deref(), Some("/p/mug"));
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_restore_is_refused_where_somebody_was_faster_or_something_is_taken(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    let mut next = unchanged(&shop.product(id).await);
    next.variants[0].sku = "CUP-1".into();
    shop.save(next).await;
    let late = shop.catalog.restore_product(merchant(), id, 1, 1).await.unwrap_err();
    assert_eq!(late.kind, ErrorKind::Conflict);
    let mut other = draft("Bowl", "", 2000, &["Chalk"], None);
    other.variants[0].sku = "MUG-CHALK".into();
    shop.save(other).await;
    let taken = shop.catalog.restore_product(merchant(), id, 1, 2).await.unwrap_err();
    assert!(taken.kind == ErrorKind::Conflict && taken.message.contains("SKU"), "{taken:?}");
    let unknown = shop.catalog.restore_product(merchant(), id, 7, 2).await.unwrap_err();
    assert_eq!(unknown.kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn fifty_versions_are_kept(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = shop.save(draft("Mug", "", 2000, &["Chalk"], None)).await;
    for number in 0..52 {
        let mut next = unchanged(&shop.product(id).await);
        next.name = format!("Mug {number}");
        shop.save(next).await;
    }
    let history = shop.catalog.product_history(merchant(), id).await.unwrap();
    assert_eq!((history.len(), history[0].version, history[49].version), (50, 53, 4));
}
