//! Lists of products stay quick when there are many: an index serves every sort, and every filter that
//! leaves little.

use crate::shop::Shop;
use platform::testing;
use sqlx::PgPool;

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
    let newest = "order by p.updated_at desc, p.id limit";
    let all = "null, null, null, 25, 0".to_owned();
    for (words, arguments, index) in [
        (newest, all.clone(), "products_updated"),
        ("order by p.updated_at, p.id desc limit", all.clone(), "products_updated"),
        ("order by p.name, p.id limit", all.clone(), "products_by_name"),
        ("order by p.name desc, p.id desc limit", all.clone(), "products_by_name"),
        ("order by p.price_minor, p.id limit", all.clone(), "products_by_price"),
        ("order by p.price_minor desc, p.id desc limit", all, "products_by_price"),
        (newest, "'%mug-777%', null, null, 25, 0".to_owned(), "products_lookup"),
        (newest, "null, 'draft', null, 25, 0".to_owned(), "products_by_status"),
        (newest, format!("null, null, '{{{category}}}', 25, 0"), "using products_"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), words, &arguments).await;
        assert!(plan.contains(index), "{words} with {arguments}:\n{plan}");
        assert!(!plan.contains("Seq Scan on products"), "{words} with {arguments}:\n{plan}");
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
