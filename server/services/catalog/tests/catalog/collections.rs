//! Collections by hand and by rule, and the order of categories.

use crate::shop::{Shop, draft, merchant, unchanged};
use contracts::{
    ErrorKind, Money,
    catalog::{Catalog as _, CollectionDraft, Condition, ListingQuery, Members},
};
use sqlx::PgPool;

fn collection(name: &str, members: Members) -> CollectionDraft {
    CollectionDraft {
        id: None,
        version: None,
        name: name.into(),
        slug: String::new(),
        description: String::new(),
        members,
    }
}

async fn shown(shop: &Shop, slug: &str) -> Vec<String> {
    shop.names(ListingQuery { collection: Some(slug.parse().unwrap()), ..ListingQuery::default() }).await
}

async fn count(shop: &Shop, all: bool, conditions: Vec<Condition>) -> u32 {
    shop.catalog.count_members(merchant(), Members::Rule { all, conditions }).await.unwrap()
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_collection_by_hand_keeps_its_order(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let hidden = shop.save(draft("Vase", "", 900, &["Ink"], None)).await;
    let mut archived = unchanged(&shop.product(hidden).await);
    archived.status = contracts::catalog::ProductStatus::Archived;
    shop.save(archived).await;
    let all = shop.catalog.listing(ListingQuery::default()).await.unwrap().products.items;
    let id = |name: &str| all.iter().find(|card| card.name == name).unwrap().id;
    let products = vec![id("Desk Lamp"), hidden, id("Stoneware Mug")];
    let by_hand = collection("Summer 2027", Members::Hand { products });
    let saved = shop.catalog.save_collection(merchant(), by_hand.clone()).await.unwrap();
    assert_eq!(shown(&shop, "summer-2027").await, ["Desk Lamp", "Stoneware Mug"]);
    let stale = CollectionDraft { id: Some(saved), version: Some(9), ..by_hand };
    let refused = shop.catalog.save_collection(merchant(), stale).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    let searched = ListingQuery {
        collection: Some("summer-2027".parse().unwrap()),
        search: "mug".into(),
        ..ListingQuery::default()
    };
    assert_eq!(shop.names(searched).await, ["Stoneware Mug"]);
    shop.catalog.delete_collection(merchant(), saved).await.unwrap();
    assert!(shop.catalog.collections(merchant()).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_rule_is_asked_at_every_look(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let cheap = || Condition::Price { min: None, max: Some(2500) };
    let sage = || Condition::Attribute { name: "Colour".into(), value: "Sage".into() };
    let brands = shop.catalog.all_brands(merchant()).await.unwrap();
    let northbank = || Condition::Brand { brand: brands[0].id };
    let tableware = shop.catalog.categories().await.unwrap()[0].id;
    let below = || Condition::Category { category: tableware };
    assert_eq!(count(&shop, true, vec![cheap(), sage()]).await, 1);
    assert_eq!(count(&shop, false, vec![cheap(), sage()]).await, 3);
    assert_eq!(count(&shop, true, vec![below(), northbank()]).await, 1);
    assert_eq!(count(&shop, true, vec![Condition::NewerThan { days: 1 }]).await, 4);
    assert_eq!(count(&shop, true, vec![Condition::InStock]).await, 0);
    let members = Members::Rule { all: true, conditions: vec![Condition::OnSale] };
    shop.catalog.save_collection(merchant(), collection("Reduced", members)).await.unwrap();
    assert!(shown(&shop, "reduced").await.is_empty());
    let lamp = shop.catalog.listing(ListingQuery::default()).await.unwrap().products.items.pop().unwrap();
    let mut change = unchanged(&shop.product(lamp.id).await);
    change.variants[0].compare_at = Some(Money::new(19_900, lamp.price_from.currency));
    shop.save(change).await;
    assert_eq!(shown(&shop, "reduced").await, ["Desk Lamp"]);
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn categories_stand_in_the_order_they_were_put_into(pool: PgPool) {
    let shop = Shop::stocked(pool).await;
    let tree = shop.catalog.categories().await.unwrap();
    let order: Vec<_> = tree.iter().rev().map(|category| category.id).collect();
    shop.catalog.order_categories(merchant(), None, order.clone()).await.unwrap();
    let names: Vec<_> = shop.catalog.categories().await.unwrap().into_iter().map(|it| it.name).collect();
    assert_eq!(names, ["Lighting", "Tableware"]);
    let stale = shop.catalog.order_categories(merchant(), None, order[..1].to_vec()).await.unwrap_err();
    assert_eq!(stale.kind, ErrorKind::Conflict);
}
