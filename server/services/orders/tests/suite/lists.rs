//! The back office's list.

use crate::support::{Shop, item, staff, user, wanted};
use contracts::{
    Actor, PageRequest, Permission,
    orders::{OrderQuery, OrderStatus, Orders as _, PlaceOrder},
};
use platform::testing;
use sqlx::PgPool;

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn orders_are_found_by_part_of_number_name_or_address(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.placed().await;
    let email = "grace@example.com".parse().unwrap();
    shop.place(PlaceOrder { email, ..wanted(None) }).await;
    let search = |words: &str| OrderQuery { search: words.to_owned(), ..OrderQuery::default() };

    for (words, found) in
        [("lovelace", 2), (&order.number[3..10].to_lowercase(), 1), ("ADA@", 1), ("100%", 0), ("_", 0)]
    {
        let page = shop.orders.orders(Actor::System, search(words)).await.unwrap();
        assert_eq!(page.total, found, "{words}");
    }
    let row = &shop.orders.orders(Actor::System, search("ada@")).await.unwrap().items[0];
    assert_eq!((row.name.as_str(), row.units), ("Ada Lovelace", 3));
    assert_eq!(row.pictures, ["/media/MUG-1.webp", "/media/TRAY-1.webp"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_list_is_filtered_sorted_and_paged(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let ada = user();
    for (cents, buyer) in [(100, None), (300, Some(ada)), (200, None)] {
        let order = PlaceOrder { items: vec![item("CUP-1", 1, cents)], ..wanted(buyer) };
        shop.place(order).await;
    }
    let prices = async |query: OrderQuery| {
        let page = shop.orders.orders(staff(&[Permission::ViewOrders]), query).await.unwrap();
        page.items.iter().map(|row| row.total.minor - 490).collect::<Vec<_>>()
    };
    let sorted = |sort: &str| OrderQuery { sort: sort.to_owned(), ..OrderQuery::default() };

    assert_eq!(prices(OrderQuery::default()).await, [200, 300, 100], "newest first");
    assert_eq!(prices(sorted("placed")).await, [100, 300, 200]);
    assert_eq!(prices(sorted("total")).await, [100, 200, 300]);
    assert_eq!(prices(sorted("-total")).await, [300, 200, 100]);
    assert_eq!(prices(OrderQuery { user: Some(ada), ..OrderQuery::default() }).await, [300]);
    assert_eq!(prices(OrderQuery { page: PageRequest::new(2, 2), ..OrderQuery::default() }).await, [100]);
    let shipped = OrderQuery { status: Some(OrderStatus::Shipped), ..OrderQuery::default() };
    assert!(prices(shipped).await.is_empty());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_list_is_for_staff_who_may_see_orders(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for actor in [Actor::Guest, Actor::Shopper { user: user() }, staff(&[Permission::ViewStock])] {
        assert!(shop.orders.orders(actor, OrderQuery::default()).await.is_err());
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_index_serves_every_page_of_orders(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for fill in [
        "insert into orders (id, number, checkout_id, cart_id, payment_id, user_id, email, language, order_date,
             order_status, payment_status, currency, subtotal_minor, shipping_minor, tax_minor, tax_rate_bp,
             total_amount_minor, units, shipping_method, address, note)
         select gen_random_uuid(), 'TW-' || n, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
             case when n = 777 then '00000000-0000-0000-0000-000000000777'::uuid else gen_random_uuid() end,
             'ada' || n || '@example.com', 'en', now() - n * interval '1 minute',
             case when n % 1000 = 0 then 'pending' else 'delivered' end,
             case when n % 1000 = 1 then 'refunded' else 'paid' end,
             'EUR', n, 0, 0, 1900, n, 1, 'Standard', '{}', ''
         from generate_series(1, 20000) n",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    let (newest, all) = ("order by order_date desc, id desc limit", "null, null, null, null, null, 25, 0");
    for (order, arguments, index) in [
        (newest, all, "orders_newest"),
        ("order by order_date, id limit", all, "orders_newest"),
        ("order by total_amount_minor, id limit", all, "orders_by_total"),
        ("order by total_amount_minor desc, id desc limit", all, "orders_by_total"),
        (newest, "'%ada777@%', null, null, null, null, 25, 0", "orders_by_words"),
        (newest, "null, 'pending', null, null, null, 25, 0", "orders_by_status"),
        (newest, "null, null, 'refunded', null, null, 25, 0", "orders_by_payment_status"),
        (newest, "null, null, null, '00000000-0000-0000-0000-000000000777', null, 25, 0", "orders_by_user"),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), order, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan on orders"), "{order} {arguments}:\n{plan}");
    }
    let beside = "null, null, null, null, null, now(), '00000000-0000-0000-0000-000000000777'";
    for way in ["order by order_date desc, id desc fetch first row", "order by order_date asc, id asc fetch"]
    {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), way, beside).await;
        assert!(plan.contains("orders_newest"), "{way}:\n{plan}");
    }
}
