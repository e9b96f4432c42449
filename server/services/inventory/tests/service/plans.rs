//! The back office's lists of stock and movements stay quick when they are long.

use crate::shop::Shop;
use contracts::{
    Actor, WarehouseId,
    inventory::{Inventory as _, StockQuery},
};
use platform::testing;
use sqlx::PgPool;
use std::collections::HashSet;

async fn many_rows(shop: &Shop) -> WarehouseId {
    let lisbon = shop.second_warehouse().await;
    let fill = format!(
        "insert into inventory (inventory_id, product_id, warehouse_id, variant_id, sku, name, catalog_as_of,
                                quantity_available, updated_at)
         select gen_random_uuid(), gen_random_uuid(), case when n % 1000 = 0 then '{lisbon}' else '{}' end::uuid,
             gen_random_uuid(), 'MUG-' || n, 'Mug ' || n, now(), case when n % 200 = 0 then 1 else n end,
             now() - n * interval '1 minute'
         from generate_series(1, 20000) n",
        shop.main
    );
    let moved = "insert into inventory_transactions
                     (inventory_id, change_quantity, balance, transaction_type, reference, actor)
                 select inventory_id, 1, 1, 'restock', 'delivery', 'system' from inventory";
    for statement in [fill.as_str(), moved, "vacuum analyze"] {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(shop.db.pool()).await.unwrap();
    }
    lisbon
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn an_index_serves_every_page_of_stock(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let lisbon = many_rows(&shop).await;
    let by_sku = "order by i.sku, i.inventory_id limit";
    let all = "null, null, '{}', false, 26, 0, null, null".to_owned();
    let after = |value: &str| format!("null, null, '{{}}', false, 26, 0, {value}, gen_random_uuid()");
    let by_units = "order by i.quantity_available, i.inventory_id limit";
    for (words, arguments, index) in [
        (by_sku, all.clone(), "inventory_by_sku"),
        ("order by i.sku desc, i.inventory_id desc limit", all.clone(), "inventory_by_sku"),
        ("order by i.name, i.inventory_id limit", all.clone(), "inventory_by_name"),
        ("order by i.name desc, i.inventory_id desc limit", all.clone(), "inventory_by_name"),
        (by_units, all.clone(), "inventory_by_available"),
        (
            "order by i.quantity_available desc, i.inventory_id desc limit",
            all.clone(),
            "inventory_by_available",
        ),
        ("order by i.updated_at, i.inventory_id limit", all.clone(), "inventory_by_update"),
        ("order by i.updated_at desc, i.inventory_id desc limit", all, "inventory_by_update"),
        (by_sku, after("'MUG-7'"), "inventory_by_sku"),
        (by_units, after("9000"), "inventory_by_available"),
        (
            "order by i.updated_at desc, i.inventory_id desc limit",
            after("now() - interval '9 days'"),
            "inventory_by_update",
        ),
        (by_sku, "'%mug-777%', null, '{}', false, 26, 0, null, null".to_owned(), "inventory_by_words"),
        (by_sku, format!("null, '{lisbon}', '{{}}', false, 26, 0, null, null"), "inventory_by_warehouse"),
        (by_sku, "null, null, '{}', true, 26, 0, null, null".to_owned(), "inventory_low_by_sku"),
        (by_units, "null, null, '{}', true, 26, 0, null, null".to_owned(), "inventory_low_by_available"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, &arguments).await;
        assert!(plan.contains(index), "{words} with {arguments}:\n{plan}");
        assert!(!plan.contains("Seq Scan on inventory"), "{words} with {arguments}:\n{plan}");
        let is_reached = !arguments.contains("gen_random_uuid") || plan.contains("Index Cond: (ROW(");
        assert!(is_reached, "{words} with {arguments}:\n{plan}");
    }
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn a_walk_through_stock_and_ledger_and_back_meets_each_row_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let main = shop.main;
    // Of five amounts, all changed at the same moment.
    let fill = format!(
        "insert into inventory (inventory_id, product_id, warehouse_id, variant_id, sku, name, catalog_as_of,
                                quantity_available)
         select gen_random_uuid(), gen_random_uuid(), '{main}', gen_random_uuid(), 'MUG-' || n, 'Mug', now(), 1 + n / 5
         from generate_series(1, 25) n"
    );
    let moved = "insert into inventory_transactions
                     (inventory_id, change_quantity, balance, transaction_type, reference, actor)
                 select inventory_id, 1, 1, 'restock', 'delivery', 'system' from inventory";
    for statement in [fill.as_str(), moved] {
        sqlx::query(sqlx::AssertSqlSafe(statement)).execute(shop.db.pool()).await.unwrap();
    }
    for sort in ["", "-sku", "name", "-available", "updated"] {
        let read = async |page| {
            let query = StockQuery { sort: sort.to_owned(), page, ..StockQuery::default() };
            shop.service.stock(Actor::System, query).await.unwrap()
        };
        let (down, up) = testing::walked(4, read).await;
        let ids: HashSet<_> = down.iter().map(|row| row.id).collect();
        assert_eq!((ids.len(), down.len()), (25, 25), "{sort}");
        assert_eq!(up, down, "{sort}");
    }
    let read = async |page| shop.service.ledger(Actor::System, None, page).await.unwrap();
    let (down, up) = testing::walked(4, read).await;
    let numbers: Vec<_> = down.iter().rev().map(|entry| entry.number).collect();
    assert!(numbers.len() == 25 && numbers.is_sorted(), "{numbers:?}");
    assert_eq!(up, down);
}

#[sqlx::test(migrator = "inventory::MIGRATOR")]
async fn an_index_serves_every_page_of_the_ledger(pool: PgPool) {
    let shop = Shop::open(pool).await;
    many_rows(&shop).await;
    let variant: uuid::Uuid = sqlx::query_scalar("select variant_id from inventory limit 1")
        .fetch_one(shop.db.pool())
        .await
        .unwrap();
    for (words, arguments, index) in [
        (
            "order by transaction_id desc limit $1 offset $2",
            "51, 0, 13000".to_owned(),
            "inventory_transactions_pkey",
        ),
        (
            "order by transaction_id limit $1 offset $2",
            "51, 0, 13000".to_owned(),
            "inventory_transactions_pkey",
        ),
        (
            "order by own.transaction_id desc limit",
            format!("'{variant}', 25, 0, null"),
            "inventory_transactions_by_inventory",
        ),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, &arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan on inventory_"), "{words}:\n{plan}");
    }
}
