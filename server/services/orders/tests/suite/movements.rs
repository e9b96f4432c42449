//! Lines that are held for a parcel or a refund under way.

use crate::support::{Shop, euros, units};
use contracts::{
    Actor, ErrorKind, OrderId,
    orders::{ItemQuantity, Movement, Order, Orders as _},
};
use platform::ids;
use sqlx::PgPool;
use std::sync::Arc;
use uuid::Uuid;

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn of_parallel_refunds_and_parcels_of_the_same_units_one_holds_them(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    for movement in [Movement::Refund, Movement::Shipment] {
        let order = shop.paid().await;
        let mut tries = tokio::task::JoinSet::new();
        for _ in 0..20 {
            let (shop, lines) = (Arc::clone(&shop), vec![line(&order, 0, 2)]);
            tries.spawn(async move {
                shop.orders.hold_lines(order.id, movement, ids::mint(), Some(lines)).await.is_ok()
            });
        }
        let held = tries.join_all().await.into_iter().filter(|held| *held).count();
        assert_eq!(held, 1, "{movement:?}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_same_refund_holds_its_lines_once_and_lets_them_go_when_it_fails(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let refund = ids::mint();
    let hold = |reference| refund_of(&shop, order.id, reference, Some(vec![line(&order, 0, 2)]));
    let kept = hold(refund).await.unwrap();
    assert_eq!(hold(refund).await.unwrap(), kept);
    assert_eq!(hold(ids::mint()).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(shop.orders.held_lines(0).await.unwrap()[0].lines, kept);
    assert_eq!(shop.orders.held_lines(60).await.unwrap(), []);

    shop.orders.release_lines(Movement::Refund, refund).await.unwrap();
    shop.orders.release_lines(Movement::Refund, refund).await.unwrap();
    assert_eq!(hold(ids::mint()).await.unwrap(), kept);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn what_was_held_counts_once_when_it_is_recorded(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let (refund, lines) = (ids::mint(), vec![line(&order, 0, 2)]);
    refund_of(&shop, order.id, refund, Some(lines.clone())).await.unwrap();
    for _ in 0..2 {
        let after = shop.orders.record_refund(order.id, refund, lines.clone(), euros(2400)).await.unwrap();
        assert_eq!(after.items[0].refunded, 2);
        refund_of(&shop, order.id, refund, Some(lines.clone())).await.unwrap();
        assert_eq!(shop.orders.held_lines(0).await.unwrap(), [], "nothing more is kept");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn everything_that_is_left_leaves_out_what_others_hold(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    refund_of(&shop, order.id, ids::mint(), Some(vec![line(&order, 0, 1)])).await.unwrap();
    let parcel = ids::mint();
    let sent = shop.orders.hold_lines(order.id, Movement::Shipment, parcel, None).await.unwrap();
    assert_eq!(sorted(sent), sorted(vec![line(&order, 0, 1), line(&order, 1, 1)]));
    let again = shop.orders.hold_lines(order.id, Movement::Shipment, ids::mint(), None).await.unwrap_err();
    assert_eq!(again.kind, ErrorKind::Conflict, "nothing is left to send");
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_order_of_which_something_is_under_way_cannot_be_cancelled(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let parcel = ids::mint();
    shop.orders.hold_lines(order.id, Movement::Shipment, parcel, None).await.unwrap();
    let cancel = || shop.orders.cancel_order(Actor::System, order.id, "Changed their mind".to_owned());
    assert_eq!(cancel().await.unwrap_err().kind, ErrorKind::Conflict);
    shop.orders.release_lines(Movement::Shipment, parcel).await.unwrap();
    cancel().await.unwrap();
    let late = shop.orders.hold_lines(order.id, Movement::Shipment, ids::mint(), None).await.unwrap_err();
    assert_eq!(late.kind, ErrorKind::Conflict, "a cancelled order is not sent");
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_database_itself_holds_no_unit_twice(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    for counter in ["sending", "refunding"] {
        let statement =
            sqlx::AssertSqlSafe(format!("update order_items set {counter} = quantity + 1 where id = $1"));
        let refused = sqlx::query(statement).bind(order.items[0].id.0).execute(shop.db.pool()).await;
        assert!(refused.is_err(), "{counter}");
    }
}

async fn refund_of(
    shop: &Shop,
    order: OrderId,
    reference: Uuid,
    lines: Option<Vec<ItemQuantity>>,
) -> contracts::Result<Vec<ItemQuantity>> {
    shop.orders.hold_lines(order, Movement::Refund, reference, lines).await
}

fn line(order: &Order, index: usize, count: u32) -> ItemQuantity {
    ItemQuantity { item: order.items[index].id, quantity: units(count) }
}

fn sorted(mut lines: Vec<ItemQuantity>) -> Vec<ItemQuantity> {
    lines.sort_by_key(|line| line.item);
    lines
}
