//! Placing orders and finding them again.

use crate::support::{Shop, euros, user, wanted};
use contracts::{
    Actor, ErrorKind, UserId,
    orders::{OrderStatus, Orders as _, PaymentState, PlaceOrder},
};
use sqlx::PgPool;

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_order_adds_up(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.placed().await;

    assert_eq!((order.subtotal, order.shipping, order.total), (euros(5400), euros(490), euros(5890)));
    assert_eq!((order.tax, order.tax_rate_bp), (euros(940), 1900));
    assert_eq!((order.status, order.payment_status), (OrderStatus::Pending, PaymentState::Authorised));
    assert_eq!(order.items[0].subtotal, euros(2400));
    assert_eq!(order.history.len(), 1);
    assert_eq!(shop.told().await, ["order_placed"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_same_checkout_is_the_same_order_however_often_it_is_placed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.in_cart(wanted(None)).await;
    let place = || shop.orders.place_order(order.clone());

    let (one, two, three) = tokio::join!(place(), place(), place());

    let one = one.unwrap();
    assert_eq!((&one, &one), (&two.unwrap(), &three.unwrap()));
    assert_eq!(shop.told().await, ["order_placed"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn one_cart_becomes_one_order_though_two_windows_buy_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let first = shop.in_cart(wanted(None)).await;
    let second = PlaceOrder { checkout: platform::ids::mint().into(), ..first.clone() };

    let (one, other) = tokio::join!(shop.orders.place_order(first), shop.orders.place_order(second));

    let refused = [one, other].into_iter().filter_map(Result::err).collect::<Vec<_>>();
    assert_eq!(refused.iter().map(|error| error.kind).collect::<Vec<_>>(), [ErrorKind::Conflict]);
    assert_eq!(shop.told().await, ["order_placed"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_order_without_lines_or_in_two_currencies_is_refused(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let empty = PlaceOrder { items: Vec::new(), ..wanted(None) };
    assert_eq!(shop.orders.place_order(empty).await.unwrap_err().kind, ErrorKind::Invalid);
    let mixed = PlaceOrder { shipping: contracts::Money::new(490, contracts::Currency::Usd), ..wanted(None) };
    assert_eq!(shop.orders.place_order(mixed).await.unwrap_err().kind, ErrorKind::Invalid);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_order_s_number_cannot_be_used_with_another_address(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.placed().await;
    let find = |number: &str, email: &str| shop.orders.find_order(number.to_owned(), email.to_owned());

    let typed = order.number.to_lowercase().replace('-', " ");
    assert_eq!(find(&typed, " Ada@Example.com ").await.unwrap(), Some(order.clone()));
    for (number, email) in [
        (order.number.as_str(), "eve@example.com"),
        (order.number.as_str(), ""),
        ("TW-0000-0000-0000", "ada@example.com"),
        ("' or true --", "ada@example.com"),
    ] {
        assert_eq!(find(number, email).await.unwrap(), None, "{number} {email}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn everybody_sees_their_own_orders_only(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (ada, eve) = (user(), user());
    let order = shop.place(wanted(Some(ada))).await;
    let mine = |user: UserId| shop.orders.my_order(Actor::Shopper { user }, order.number.clone());

    assert_eq!(mine(ada).await.unwrap().map(|order| order.id), Some(order.id));
    assert_eq!(mine(eve).await.unwrap(), None);
    let list = |user| shop.orders.my_orders(Actor::Shopper { user }, contracts::PageRequest::default());
    assert_eq!(list(ada).await.unwrap().total, 1);
    assert_eq!(list(eve).await.unwrap().total, 0);
    let refused = shop.orders.my_orders(Actor::Guest, contracts::PageRequest::default()).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unauthenticated);
    let refused = shop.orders.order(Actor::Shopper { user: ada }, order.id).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
}
