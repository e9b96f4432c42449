//! Lists of products stay quick when there are many: an index serves every sort, and every filter that
//! leaves little.

use crate::shop::Shop;
use contracts::{
    Actor,
    catalog::{Catalog as _, ProductQuery, ProductRow},
};
use platform::testing;
use sqlx::PgPool;
use std::collections::HashSet;

async fn many_products(shop: &Shop) {
    for fill in [
        "insert into categories (id, name, slug)
         select gen_random_uuid(), 'Category ' || n, 'category-' || n from generate_series(1, 100) n",
        "insert into products (id, name, price_minor, currency, brand, sku, slug, status, category_id, lookup, updated_at)
         select gen_random_uuid(), 'Mug ' || n, n, 'EUR', 'Brand', 'MUG-' || n, 'mug-' || n,
             case when n % 1000 = 0 then 'draft' else 'active' end,
             (select id from categories where slug = 'category-' || (n % 100 + 1)),
             lower('Mug ' || n || E'\n' || 'MUG-' || n), now() - n * interval '1 second'
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn an_index_serves_every_page_of_products(pool: PgPool) {
    let shop = Shop::open(pool).await;
    many_products(&shop).await;
    let category: uuid::Uuid = sqlx::query_scalar("select id from categories where slug = 'category-7'")
        .fetch_one(shop.db.pool())
        .await
        .unwrap();
    let newest = "order by p.updated_at desc, p.id desc limit";
    let all = "null, null, null, 26, 0, null, null, false".to_owned();
    let after = |value: &str| format!("null, null, null, 26, 0, {value}, gen_random_uuid(), false");
    for (words, arguments, index) in [
        (newest, all.clone(), "products_by_update"),
        ("order by p.updated_at, p.id limit", all.clone(), "products_by_update"),
        ("order by p.name, p.id limit", all.clone(), "products_by_name"),
        ("order by p.name desc, p.id desc limit", all.clone(), "products_by_name"),
        ("order by p.price_minor, p.id limit", all.clone(), "products_by_price"),
        ("order by p.price_minor desc, p.id desc limit", all, "products_by_price"),
        (newest, after("now() - interval '9000 seconds'"), "products_by_update"),
        ("order by p.name, p.id limit", after("'Mug 7'"), "products_by_name"),
        ("order by p.price_minor desc, p.id desc limit", after("9000"), "products_by_price"),
        (newest, "'%mug-777%', null, null, 26, 0, null, null, false".to_owned(), "products_lookup"),
        (newest, "null, 'draft', null, 26, 0, null, null, false".to_owned(), "products_by_status"),
        (newest, format!("null, null, '{{{category}}}', 26, 0, null, null, false"), "using products_"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, &arguments).await;
        assert!(plan.contains(index), "{words} with {arguments}:\n{plan}");
        assert!(!plan.contains("Seq Scan on products"), "{words} with {arguments}:\n{plan}");
        let is_reached = !arguments.contains("gen_random_uuid") || plan.contains("Index Cond: (ROW(");
        assert!(is_reached, "{words} with {arguments}:\n{plan}");
    }
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn a_walk_through_products_and_back_meets_each_once_in_every_order(pool: PgPool) {
    let shop = Shop::open(pool).await;
    // All changed at two moments, of three prices, five of a name.
    let fill = "insert into products (id, name, price_minor, currency, brand, sku, slug, status, lookup, updated_at)
         select gen_random_uuid(), 'Mug ~ ' || n / 5, 100 + n % 3, 'EUR', 'Brand', 'MUG-' || n, 'mug-' || n, 'draft', '',
             timestamptz '2026-11-20 08:00Z' + n / 20 * interval '1 day'
         from generate_series(1, 25) n";
    sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    for sort in ["", "updated", "name", "-name", "price", "-price"] {
        let read = async |page| {
            let query = ProductQuery { sort: sort.to_owned(), page, ..ProductQuery::default() };
            shop.catalog.products(Actor::System, query).await.unwrap()
        };
        let (down, up) = testing::walked(4, read).await;
        let ids: HashSet<_> = down.iter().map(|product| product.id).collect();
        assert_eq!((ids.len(), down.len()), (25, 25), "{sort}");
        assert_eq!(up, down, "{sort}");
        let key = |product: &ProductRow| match sort {
            "name" | "-name" => product.name.clone(),
            "price" | "-price" => product.price_from.minor.to_string(),
            _ => product.updated_at.to_rfc3339(),
        };
        let mut keys: Vec<_> = down.iter().map(key).collect();
        if ["", "-name", "-price"].contains(&sort) {
            keys.reverse();
        }
        assert!(keys.is_sorted(), "{sort}: {keys:?}");
    }
}

#[sqlx::test(migrator = "catalog::MIGRATOR")]
async fn an_index_serves_every_page_of_a_listing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    many_products(&shop).await;
    for fill in [
        "insert into product_variants (id, product_id, sku, options, price_minor, currency, weight_g, position)
         select gen_random_uuid(), id, sku, '[{\"name\": \"Colour\", \"value\": \"Ink\"}]', price_minor, 'EUR', 1, 1
         from products",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    let open = "null, null, '{}', null, null, false, '{}', '[]', 24, 0, null";
    for (order, index) in [
        ("order by l.position, l.product_id limit", "listed_products_featured"),
        ("order by l.created_at desc, l.position, l.product_id limit", "listed_products_newest"),
        ("order by l.price_minor, l.position, l.product_id limit", "listed_products_cheapest"),
        ("order by l.price_minor desc, l.position, l.product_id limit", "listed_products_dearest"),
        ("order by l.name, l.position, l.product_id limit", "listed_products_by_name"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), order, open).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan on listed"), "{order}:\n{plan}");
    }
    let counts = "from listing_counts where $2::uuid[] is null";
    let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), counts, "null, null").await;
    assert!(!plan.contains("Seq Scan on listed") && !plan.contains("on product"), "{plan}");
}
