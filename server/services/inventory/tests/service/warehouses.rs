//! Moving units between warehouses, and giving one up.

use crate::shop::Shop;
use contracts::{
    Actor, ErrorKind, PageRequest, Quantity, Result, VariantId, WarehouseId,
    inventory::{Inventory as _, Move, StockQuery, Warehouse},
};
use platform::{ids, testing};
use sqlx::PgPool;

async fn carry(
    shop: &Shop,
    variant: VariantId,
    (from, to): (WarehouseId, WarehouseId),
    units: u32,
) -> Result<()> {
    let quantity = Quantity::try_from(units).unwrap();
    let units = Move { variant, from, to, quantity, reason: " nearer to the harbour ".into() };
    shop.service.move_stock(Actor::System, units).await
}

/// Available units per warehouse, by name.
async fn units(shop: &Shop, variant: VariantId) -> Vec<(String, u32)> {
    let query = StockQuery { variants: vec![variant], ..StockQuery::default() };
    let rows = shop.service.stock(Actor::System, query).await.unwrap().items;
    let mut units: Vec<_> = rows.into_iter().map(|row| (row.warehouse_name, row.available)).collect();
    units.sort();
    units
}

async fn warehouse(shop: &Shop, id: WarehouseId) -> Warehouse {
    let all = shop.service.warehouses(Actor::System).await.unwrap();
    all.into_iter().find(|one| one.id == id).unwrap()
}

async fn give_up(shop: &Shop, id: WarehouseId) -> Result<()> {
    let given_up = Warehouse { active: false, ..warehouse(shop, id).await };
    shop.service.save_warehouse(Actor::System, given_up).await
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn units_move_between_warehouses_and_the_sum_stays(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    let told = testing::published(&shop.db).await.len();
    carry(&shop, mug, (shop.main, lisbon), 3).await.unwrap();
    assert_eq!(units(&shop, mug).await, [("Lisbon".to_owned(), 3), ("Main warehouse".to_owned(), 5)]);
    assert_eq!(shop.available(mug).await, 8);
    let ledger = shop.service.ledger(Actor::System, Some(mug), PageRequest::default()).await.unwrap();
    let moved: Vec<_> = ledger.items[..2].iter().map(|entry| (entry.change, &*entry.reference)).collect();
    assert_eq!(moved, [(3, "Moved: nearer to the harbour"), (-3, "Moved: nearer to the harbour")]);
    let names: Vec<_> = testing::published(&shop.db).await.into_iter().skip(told).map(|e| e.name).collect();
    assert!(!names.contains(&"stock_changed".to_owned()), "nothing changed for shoppers: {names:?}");
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn only_units_that_are_there_move_and_only_to_where_there_is_room(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 20).await, shop.second_warehouse().await);
    shop.reserve(&[(mug, 15)]).await;
    let refused = |way, units| carry(&shop, mug, way, units);
    let reserved = refused((shop.main, lisbon), 6).await.unwrap_err();
    assert!(reserved.for_field("quantity").unwrap().contains("Only 5"), "{reserved:?}");
    assert!(refused((shop.main, lisbon), 11).await.unwrap_err().for_field("to").is_some(), "room for ten");
    assert!(refused((lisbon, lisbon), 1).await.unwrap_err().for_field("to").is_some());
    let nowhere = WarehouseId(ids::mint());
    assert_eq!(refused((nowhere, lisbon), 1).await.unwrap_err().kind, ErrorKind::NotFound);
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn moves_both_ways_at_once_lose_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 8).await, shop.second_warehouse().await);
    shop.restock(mug, lisbon, 4).await;
    let (there, back) = ((shop.main, lisbon), (lisbon, shop.main));
    let answers = tokio::join!(
        carry(&shop, mug, there, 2),
        carry(&shop, mug, back, 2),
        carry(&shop, mug, there, 1),
        carry(&shop, mug, back, 1),
    );
    answers.0.and(answers.1).and(answers.2).and(answers.3).unwrap();
    assert_eq!(units(&shop, mug).await, [("Lisbon".to_owned(), 4), ("Main warehouse".to_owned(), 8)]);
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn an_empty_warehouse_is_given_up_and_its_variants_are_stocked_elsewhere(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, lisbon) = (shop.variant("MUG", 2).await, shop.second_warehouse().await);
    assert_eq!(give_up(&shop, shop.main).await.unwrap_err().kind, ErrorKind::Conflict, "two units are there");
    carry(&shop, mug, (shop.main, lisbon), 2).await.unwrap();
    let bowl = shop.variant("BOWL", 0).await;
    give_up(&shop, shop.main).await.unwrap();
    assert_eq!(units(&shop, mug).await, [("Lisbon".to_owned(), 2)]);
    assert_eq!(units(&shop, bowl).await, [("Lisbon".to_owned(), 0)]);
    let into_it = carry(&shop, mug, (lisbon, shop.main), 1).await.unwrap_err();
    assert!(into_it.for_field("to").is_some());
    let cup = shop.variant("CUP", 0).await;
    assert_eq!(units(&shop, cup).await, [("Lisbon".to_owned(), 0)], "new things are stocked there");
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn the_last_warehouse_in_use_stays_in_use(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let lisbon = shop.second_warehouse().await;
    let both = tokio::join!(give_up(&shop, shop.main), give_up(&shop, lisbon));
    let refused = [both.0, both.1].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refused.len(), 1, "{refused:?}");
    let all = shop.service.warehouses(Actor::System).await.unwrap();
    assert_eq!(all.iter().filter(|one| one.active).count(), 1);
}
