//! The back office's list.

use crate::support::{Shop, item, staff, user, wanted};
use contracts::{
    Actor, PageRequest, Permission,
    orders::{OrderQuery, OrderRow, OrderStatus, Orders as _, PlaceOrder},
};
use platform::testing;
use sqlx::PgPool;
use std::collections::HashSet;

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
        "insert into order_tags (order_id, tag)
         select id, case when units_of = 0 then 'rare' else 'common' end
         from (select id, total_amount_minor % 1000 as units_of from orders) as numbered",
        "vacuum analyze",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    let of_all = |order: &str| format!("$5::text is null order by {order} limit");
    let newest = of_all("order_date desc, id desc");
    let all = "null, null, null, null, null, null, null, 26, 0, null, null";
    let far = "null, null, null, null, null, null, null, 26, 0, now() - interval '9 days', gen_random_uuid()";
    let dear = "null, null, null, null, null, null, null, 26, 0, 9000, gen_random_uuid()";
    let user =
        "null, null, null, '00000000-0000-0000-0000-000000000777', null, null, null, 26, 0, null, null";
    let days = "null, null, null, null, null, now() - interval '9 days', now() - interval '8 days', 26, 0, null, null";
    for (order, arguments, index) in [
        (newest.clone(), all, "orders_newest"),
        (of_all("order_date, id"), all, "orders_newest"),
        (of_all("total_amount_minor, id"), all, "orders_by_total"),
        (of_all("total_amount_minor desc, id desc"), all, "orders_by_total"),
        (newest.clone(), far, "orders_newest"),
        (of_all("order_date, id"), far, "orders_newest"),
        (of_all("total_amount_minor, id"), dear, "orders_by_total"),
        (of_all("total_amount_minor desc, id desc"), dear, "orders_by_total"),
        (
            newest.clone(),
            "'%ada777@%', null, null, null, null, null, null, 26, 0, null, null",
            "orders_by_words",
        ),
        (
            newest.clone(),
            "null, 'pending', null, null, null, null, null, 26, 0, null, null",
            "orders_by_status",
        ),
        (
            newest.clone(),
            "null, null, 'refunded', null, null, null, null, 26, 0, null, null",
            "orders_by_payment_status",
        ),
        (newest.clone(), user, "orders_by_user"),
        (newest, days, "orders_newest"),
        (
            "order_tags.tag = $5 order by order_date desc, id desc limit".to_owned(),
            "null, null, null, null, 'rare', null, null, 26, 0, null, null",
            "order_tags_by_tag",
        ),
    ] {
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), &order, arguments).await;
        assert!(plan.contains(index) && !plan.contains("Seq Scan on orders"), "{order} {arguments}:\n{plan}");
        let is_reached = ![far, dear].contains(&arguments) || plan.contains("Index Cond: (ROW(");
        assert!(is_reached, "{order} {arguments}:\n{plan}");
    }
    let beside = "null, null, null, null, null, now(), '00000000-0000-0000-0000-000000000777', null, null";
    let of_all = "$5::text is null and (order_date, id)";
    for way in [" < ($6, $7)", " > ($6, $7)"] {
        let way = format!("{of_all}{way}");
        let plan = testing::plan(shop.db.pool(), env!("CARGO_MANIFEST_DIR"), &way, beside).await;
        assert!(plan.contains("orders_newest"), "{way}:\n{plan}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_walk_through_orders_and_back_meets_each_once_in_every_order(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for fill in [
        // Five at a time at the same moment, and of three totals.
        "insert into orders (id, number, checkout_id, cart_id, payment_id, email, language, order_date,
             order_status, payment_status, currency, subtotal_minor, shipping_minor, tax_minor, tax_rate_bp,
             total_amount_minor, units, shipping_method, address, note)
         select gen_random_uuid(), 'TW-' || n, gen_random_uuid(), gen_random_uuid(), gen_random_uuid(),
             'ada@example.com', 'en', now() - n / 5 * interval '1 minute', 'delivered', 'paid',
             'EUR', 1 + n % 3, 0, 0, 1900, 1 + n % 3, 1, 'Standard', '{}', ''
         from generate_series(1, 30) n",
        "insert into order_tags (order_id, tag) select id, 'gift' from orders where number <> 'TW-7'",
    ] {
        sqlx::query(fill).execute(shop.db.pool()).await.unwrap();
    }
    for (sort, tag, found) in
        [("", None, 30), ("placed", None, 30), ("total", Some("gift"), 29), ("-total", None, 30)]
    {
        let read = async |page| {
            let (sort, tag) = (sort.to_owned(), tag.map(str::to_owned));
            let query = OrderQuery { sort, tag, page, ..OrderQuery::default() };
            shop.orders.orders(Actor::System, query).await.unwrap()
        };
        let (down, up) = testing::walked(4, read).await;
        let ids: HashSet<_> = down.iter().map(|order| order.id).collect();
        assert_eq!((ids.len(), down.len()), (found, found), "{sort}");
        assert_eq!(up, down, "{sort}");
        let key = |order: &OrderRow| match sort {
            "total" | "-total" => (order.total.minor, order.id),
            _ => (order.placed_at.timestamp_micros(), order.id),
        };
        let mut keys: Vec<_> = down.iter().map(key).collect();
        if ["", "-total"].contains(&sort) {
            keys.reverse();
        }
        assert!(keys.is_sorted(), "{sort}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_list_the_file_and_the_neighbours_are_of_the_days_and_the_tag(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (old, new, last) = (shop.placed().await, shop.placed().await, shop.placed().await);
    for (order, at) in
        [(&old, "2026-11-19T23:59:59Z"), (&new, "2026-11-20T00:00:00Z"), (&last, "2026-11-21T00:00:00Z")]
    {
        sqlx::query("update orders set order_date = $2::timestamptz where id = $1")
            .bind(order.id.0)
            .bind(at.parse::<contracts::Timestamp>().unwrap())
            .execute(shop.db.pool())
            .await
            .unwrap();
    }
    let day = "2026-11-20".parse().ok();
    let query = OrderQuery { from: day, to: day, ..OrderQuery::default() };
    let listed = async |query: OrderQuery| {
        let page = shop.orders.orders(Actor::System, query.clone()).await.unwrap();
        let file = shop.orders.export_orders(Actor::System, query, None).await.unwrap();
        let ids: Vec<_> = page.items.iter().map(|row| row.id).collect();
        assert_eq!((ids.len() as u64, file.len()), (page.total, ids.len()));
        ids
    };
    assert_eq!(listed(query.clone()).await, [new.id]);
    assert_eq!(listed(OrderQuery { to: None, ..query.clone() }).await, [last.id, new.id]);
    let beside =
        shop.orders.order_neighbours(Actor::System, OrderQuery { to: None, ..query.clone() }, new.id);
    let beside = beside.await.unwrap();
    assert_eq!((beside.previous, beside.next), (Some(last.id), None));

    let tagged = OrderQuery { tag: Some("gift".to_owned()), ..OrderQuery::default() };
    assert_eq!(listed(tagged.clone()).await, []);
    for order in [&old, &last] {
        shop.orders
            .set_order_tag(staff(&[Permission::ViewOrders]), order.id, "gift".to_owned(), true)
            .await
            .unwrap();
    }
    assert_eq!(listed(tagged.clone()).await, [last.id, old.id]);
    let beside = shop.orders.order_neighbours(Actor::System, tagged.clone(), last.id).await.unwrap();
    assert_eq!((beside.previous, beside.next), (None, Some(old.id)));
    assert_eq!(listed(OrderQuery { tag: tagged.tag, ..query }).await, []);
}
