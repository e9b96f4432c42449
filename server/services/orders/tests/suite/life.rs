//! What becomes of an order.

use crate::support::{Shop, euros, staff, units};
use contracts::{
    Actor, ErrorKind, Permission,
    orders::{ItemQuantity, Order, OrderStatus, Orders as _, PaymentState},
    shipping,
};
use platform::{ids, testing};
use sqlx::PgPool;

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn from_placed_to_delivered(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let (first, second) = (line(&order, 0, 2), line(&order, 1, 1));

    let order = shop.orders.record_shipment(order.id, ids::mint(), vec![first]).await.unwrap();
    assert_eq!(order.status, OrderStatus::Confirmed, "one line is still here");
    let order = shop.orders.record_shipment(order.id, ids::mint(), vec![second]).await.unwrap();
    assert_eq!(order.status, OrderStatus::Shipped);

    let arrived = shipping::Event::ShipmentDelivered {
        shipment: ids::mint().into(),
        order: order.id,
        all_delivered: true,
    };
    let envelope = testing::envelope(&arrived);
    shop.orders.on_shipping_event(envelope.clone()).await.unwrap();
    shop.orders.on_shipping_event(envelope).await.unwrap();

    let order = shop.orders.order(Actor::System, order.id).await.unwrap().unwrap();
    let statuses: Vec<_> = order.history.iter().map(|step| step.status.as_str()).collect();
    assert_eq!(statuses, ["pending", "confirmed", "confirmed", "shipped", "delivered"]);
    assert_eq!(shop.told().await, ["order_placed", "order_confirmed", "order_shipped", "order_delivered"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_shipment_counts_once_and_never_more_than_was_bought(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let parcel = ids::mint();
    let ship =
        |reference, count| shop.orders.record_shipment(order.id, reference, vec![line(&order, 0, count)]);

    ship(parcel, 1).await.unwrap();
    assert_eq!(ship(parcel, 1).await.unwrap().items[0].shipped, 1);
    assert_eq!(ship(ids::mint(), 2).await.unwrap_err().kind, ErrorKind::Conflict);
    let nothing = shop.orders.record_shipment(order.id, ids::mint(), Vec::new()).await.unwrap_err();
    assert_eq!(nothing.kind, ErrorKind::Invalid);
    assert_eq!(ship(ids::mint(), 1).await.unwrap().items[0].shipped, 2);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_cancelled_order_stays_cancelled_and_staff_is_recorded(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let grace = staff(&[Permission::CancelOrders]);
    let cancel =
        |actor: &Actor| shop.orders.cancel_order(actor.clone(), order.id, "Changed their mind".to_owned());

    assert_eq!(cancel(&staff(&[Permission::ViewOrders])).await.unwrap_err().kind, ErrorKind::Forbidden);
    cancel(&grace).await.unwrap();
    let again = cancel(&grace).await.unwrap();

    assert_eq!(again.status, OrderStatus::Cancelled);
    let last = again.history.last().unwrap();
    assert_eq!((last.reason.as_str(), last.actor.as_str()), ("Changed their mind", "grace@example.com"));
    assert_eq!(shop.told().await, ["order_placed", "order_confirmed", "order_cancelled", "audit_recorded"]);
    assert_eq!(shop.orders.confirm_order(order.id).await.unwrap_err().kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn what_is_on_its_way_cannot_be_cancelled(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    shop.orders.record_shipment(order.id, ids::mint(), vec![line(&order, 0, 1)]).await.unwrap();
    let refused = shop.orders.cancel_order(Actor::System, order.id, "Too late".to_owned()).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn lines_are_refunded_once_and_never_more_than_was_paid(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let refund =
        |reference, lines, cents| shop.orders.record_refund(order.id, reference, lines, euros(cents));
    let first = ids::mint();

    refund(first, vec![line(&order, 0, 1)], 1200).await.unwrap();
    let after = refund(first, vec![line(&order, 0, 1)], 1200).await.unwrap();
    assert_eq!((after.items[0].refunded, after.refunded), (1, euros(1200)));
    assert_eq!(after.payment_status, PaymentState::PartiallyRefunded);
    assert_eq!(refund(ids::mint(), Vec::new(), 5000).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(
        refund(ids::mint(), vec![line(&order, 0, 2)], 100).await.unwrap_err().kind,
        ErrorKind::Conflict
    );

    let after = refund(ids::mint(), Vec::new(), 4690).await.unwrap();
    assert_eq!((after.payment_status, after.refunded), (PaymentState::Refunded, order.total));
    assert_eq!(shop.told().await[2..], ["order_refunded", "order_refunded"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn refunding_what_was_never_sent_completes_the_shipping(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    shop.orders.record_shipment(order.id, ids::mint(), vec![line(&order, 0, 2)]).await.unwrap();
    let after = shop
        .orders
        .record_refund(order.id, ids::mint(), vec![line(&order, 1, 1)], euros(3000))
        .await
        .unwrap();
    assert_eq!(after.status, OrderStatus::Shipped);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn late_news_of_the_money_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    shop.orders.set_payment_state(order.id, PaymentState::Authorised).await.unwrap();
    let order = shop.orders.order(Actor::System, order.id).await.unwrap().unwrap();
    assert_eq!(order.payment_status, PaymentState::Paid);
    let refused = shop.orders.set_payment_state(order.id, PaymentState::Voided).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn fifty_parallel_refunds_of_sixty_per_cent_count_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.paid().await;
    let sixty = euros(order.total.minor * 6 / 10);
    let shop = std::sync::Arc::new(shop);
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let shop = std::sync::Arc::clone(&shop);
            tokio::spawn(async move {
                shop.orders.record_refund(order.id, ids::mint(), Vec::new(), sixty).await.is_ok()
            })
        })
        .collect();
    let mut counted = 0;
    for attempt in tries {
        counted += usize::from(attempt.await.unwrap());
    }
    assert_eq!(counted, 1);
}

fn line(order: &Order, index: usize, count: u32) -> ItemQuantity {
    ItemQuantity { item: order.items[index].id, quantity: units(count) }
}
