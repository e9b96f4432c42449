//! What staff see and change, and what follows from the catalogue.

use crate::shop::{Shop, product_saved};
use contracts::{
    Actor, ErrorKind, PageRequest, Permission, UserId, VariantId, WarehouseId,
    catalog::{Event, ProductStatus, VariantRef},
    inventory::{Inventory as _, Reserved, StockQuery, TransactionType},
};
use platform::{ids, testing};
use sqlx::PgPool;

fn staff(permissions: &[Permission]) -> Actor {
    Actor::Staff {
        user: UserId(ids::mint()),
        email: "ada@example.com".into(),
        permissions: permissions.to_vec(),
    }
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn a_correction_is_in_the_ledger_and_in_the_audit_log(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 5).await;
    let ada = staff(&[Permission::AdjustStock]);
    let kind = TransactionType::Adjustment;
    let row = shop.service.adjust(ada.clone(), mug, shop.main, -2, kind, "broken".into()).await.unwrap();
    assert_eq!((row.available, row.sku.as_str(), row.name.as_str()), (3, "MUG", "Morning Mug, Chalk"));
    let ledger = shop.service.ledger(Actor::System, Some(mug), PageRequest::default()).await.unwrap();
    let entry = &ledger.items[0];
    assert_eq!((entry.change, entry.balance, entry.reference.as_str()), (-2, 3, "broken"));
    assert_eq!(entry.actor, "ada@example.com");
    let mut audited =
        testing::published(&shop.db).await.into_iter().filter(|event| event.name == "audit_recorded");
    assert_eq!(audited.next_back().unwrap().payload["action"], "stock.adjusted");
    let refused = shop.service.adjust(ada, mug, shop.main, -4, kind, "broken".into()).await.unwrap_err();
    assert!(refused.for_field("change").is_some());
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn nobody_sees_or_changes_stock_without_the_permission(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 5).await;
    let viewer = staff(&[Permission::ViewStock]);
    shop.service.stock(viewer.clone(), StockQuery::default()).await.unwrap();
    let change =
        shop.service.adjust(viewer, mug, shop.main, 1, TransactionType::Restock, "delivery".into()).await;
    assert_eq!(change.unwrap_err().kind, ErrorKind::Forbidden);
    let guest = shop.service.ledger(Actor::Guest, None, PageRequest::default()).await;
    assert_eq!(guest.unwrap_err().kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn every_change_is_told_with_the_sum_and_low_stock_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 8).await;
    let lisbon = shop.second_warehouse().await;
    shop.restock(mug, lisbon, 2).await;
    shop.reserve(&[(mug, 4)]).await;
    shop.reserve(&[(mug, 1)]).await;
    let told = testing::published(&shop.db).await;
    let sums: Vec<_> = told
        .iter()
        .filter(|event| event.name == "stock_changed")
        .map(|event| event.payload["available"].as_u64().unwrap())
        .collect();
    assert_eq!(sums, [8, 10, 6, 5]);
    let low: Vec<_> = told.iter().filter(|event| event.name == "stock_low").collect();
    assert_eq!(low.len(), 1);
    assert_eq!((&low[0].payload["sku"], &low[0].payload["available"]), (&"MUG".into(), &4.into()));
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn rows_follow_the_catalogue_but_never_an_older_state_of_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = VariantId(ids::mint());
    let old = testing::envelope(&product_saved("Mug", mug, "OLD", ""));
    let new = testing::envelope(&product_saved("Morning Mug", mug, "NEW", "Chalk"));
    for envelope in [&new, &old, &new] {
        shop.service.on_product_saved(envelope.clone()).await.unwrap();
    }
    let rows = shop.service.stock(Actor::System, StockQuery::default()).await.unwrap();
    assert_eq!(rows.total, 1);
    assert_eq!((rows.items[0].sku.as_str(), rows.items[0].available), ("NEW", 0));
    assert_eq!(rows.items[0].warehouse, shop.main);
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn the_stock_of_a_variant_that_the_catalogue_gave_up_is_neither_listed_nor_sold(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, bowl) = (shop.variant("MUG", 5).await, VariantId(ids::mint()));
    let row = shop.service.stock(Actor::System, StockQuery::default()).await.unwrap().items.remove(0);
    let saved = |variant, sku: &str| Event::ProductSaved {
        product: row.product,
        slug: "mug".parse().unwrap(),
        name: "Mug".into(),
        status: ProductStatus::Active,
        variants: vec![VariantRef { id: variant, sku: sku.parse().unwrap(), choices: String::new() }],
    };
    let before = testing::envelope(&saved(mug, "MUG"));
    let (held, _) = shop.reserve(&[(mug, 1)]).await;
    shop.service.on_product_saved(testing::envelope(&saved(bowl, "BOWL"))).await.unwrap();
    shop.service.on_product_saved(before).await.unwrap();
    let listed = shop.service.stock(Actor::System, StockQuery::default()).await.unwrap();
    assert_eq!(listed.items.iter().map(|row| row.variant).collect::<Vec<_>>(), [bowl]);
    assert_eq!((listed.total, shop.available(mug).await), (1, 0));
    assert!(matches!(shop.reserve(&[(mug, 1)]).await.1, Reserved::Short(_)));
    shop.service.confirm(held).await.unwrap();
    let asked_for = StockQuery { variants: vec![mug], ..StockQuery::default() };
    assert_eq!(shop.service.stock(Actor::System, asked_for).await.unwrap().items[0].available, 4);
    shop.service.on_product_saved(testing::envelope(&saved(mug, "MUG"))).await.unwrap();
    assert_eq!(shop.available(mug).await, 4, "it is sold again");
    shop.assert_ledger_adds_up().await;
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn the_list_is_searched_filtered_sorted_and_paged(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG-1", 9).await;
    shop.variant("MUG-2", 3).await;
    shop.variant("BOWL", 6).await;
    let skus = |query: StockQuery| async {
        let page = shop.service.stock(Actor::System, query).await.unwrap();
        (page.total, page.items.into_iter().map(|row| row.sku.to_string()).collect::<Vec<_>>())
    };
    let by_units = StockQuery { sort: "-available".into(), ..StockQuery::default() };
    assert_eq!(skus(by_units).await.1, ["MUG-1", "BOWL", "MUG-2"]);
    let mugs = StockQuery { search: "mug-".into(), page: PageRequest::new(2, 1), ..StockQuery::default() };
    assert_eq!(skus(mugs).await, (2, vec!["MUG-2".to_owned()]));
    let low = StockQuery { low_only: true, ..StockQuery::default() };
    assert_eq!(skus(low).await.1, ["MUG-2"]);
    let one = StockQuery { variants: vec![mug], warehouse: Some(shop.main), ..StockQuery::default() };
    assert_eq!(skus(one).await.1, ["MUG-1"]);
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn a_warehouse_has_a_name_of_its_own_and_is_not_filled_over_its_capacity(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 0).await;
    let lisbon = shop.second_warehouse().await;
    let mut all = shop.service.warehouses(Actor::System).await.unwrap();
    assert_eq!(all.iter().map(|one| one.name.as_str()).collect::<Vec<_>>(), ["Main warehouse", "Lisbon"]);
    let kind = TransactionType::Restock;
    let full =
        shop.service.adjust(Actor::System, mug, lisbon, 11, kind, "delivery".into()).await.unwrap_err();
    assert_eq!(full.for_field("change"), Some("The warehouse has room for 10 more units."));
    all[1].name = " Main warehouse ".into();
    let taken = shop.service.save_warehouse(Actor::System, all.remove(1)).await.unwrap_err();
    assert!(taken.for_field("name").is_some());
    let nowhere = WarehouseId(ids::mint());
    let unknown = shop.service.adjust(Actor::System, mug, nowhere, 1, kind, "delivery".into()).await;
    assert_eq!(unknown.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn the_threshold_decides_what_is_low(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = shop.variant("MUG", 9).await;
    let row = shop.service.stock(Actor::System, StockQuery::default()).await.unwrap().items.remove(0);
    shop.service.set_threshold(Actor::System, row.id, 9).await.unwrap();
    let low = StockQuery { low_only: true, ..StockQuery::default() };
    let rows = shop.service.stock(Actor::System, low).await.unwrap();
    assert_eq!((rows.items[0].variant, rows.items[0].low_stock_threshold), (mug, 9));
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn the_database_itself_refuses_negative_stock_and_a_changed_ledger(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.variant("MUG", 1).await;
    for forbidden in [
        "update inventory set quantity_available = -1",
        "update inventory set reserved_quantity = -1",
        "update inventory_transactions set change_quantity = 7",
        "delete from inventory_transactions",
        "truncate inventory_transactions",
    ] {
        assert!(sqlx::query(forbidden).execute(shop.db.pool()).await.is_err(), "{forbidden}");
    }
}
