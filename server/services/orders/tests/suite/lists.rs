//! The back office's list.

use crate::support::{Shop, item, staff, user, wanted};
use contracts::{
    Actor, PageRequest, Permission,
    orders::{OrderQuery, OrderStatus, Orders as _, PlaceOrder},
};
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
