//! What is told to a person, and what is left when they are gone.

use crate::support::{Shop, euros, key_of, units, user, variant, wanted};
use contracts::{
    Actor, ErrorKind, OrderId, UserId,
    orders::{ItemQuantity, Order, Orders as _, PlaceOrder},
    privacy::{ERASED_EMAIL, ERASED_NAME, Subject},
};
use platform::ids;
use sqlx::PgPool;

impl Shop {
    /// An order that arrived.
    async fn delivered_to(&self, buyer: Option<UserId>) -> Order {
        let order = self.place(wanted(buyer)).await;
        self.orders.confirm_order(order.id).await.unwrap();
        self.orders.set_payment_state(order.id, contracts::orders::PaymentState::Paid).await.unwrap();
        self.orders.record_shipment(order.id, ids::mint(), all_of(&order)).await.unwrap();
        self.orders.record_delivery(order.id).await.unwrap();
        self.found(order.id).await
    }

    async fn found(&self, order: OrderId) -> Order {
        self.orders.order(Actor::System, order).await.unwrap().unwrap()
    }

    /// The orders that are to be erased now.
    async fn closed(&self) -> Vec<OrderId> {
        let closed = self.orders.orders_to_erase(Actor::System, None).await.unwrap();
        closed.into_iter().map(|order| order.id).collect()
    }

    async fn gone(&self, who: UserId, address_hash: Option<String>) {
        self.orders.erase_person(Actor::System, who, address_hash).await.unwrap();
    }
}

fn all_of(order: &Order) -> Vec<ItemQuantity> {
    order.items.iter().map(|item| ItemQuantity { item: item.id, quantity: units(item.quantity) }).collect()
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn an_erased_order_tells_of_nobody_and_costs_what_it_did(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let ada = user();
    let before = shop.delivered_to(Some(ada)).await;
    shop.gone(ada, None).await;
    assert_eq!(shop.closed().await, [before.id]);
    for first in [true, false] {
        assert_eq!(shop.orders.erase_order(Actor::System, before.id).await.unwrap(), first, "once");
    }
    let after = shop.found(before.id).await;
    assert_eq!((after.user, after.email.as_str(), after.note.as_str()), (None, ERASED_EMAIL, ""));
    assert_eq!((after.address.name.as_str(), &after.address.country), (ERASED_NAME, &before.address.country));
    let figures =
        |order: &Order| (order.total, order.subtotal, order.shipping, order.tax, order.items.clone());
    assert_eq!(figures(&after), figures(&before));
    let told: Vec<String> = sqlx::query_scalar("select payload::text from messaging.outbox")
        .fetch_all(shop.db.pool())
        .await
        .unwrap();
    assert!(!told.iter().any(|event| event.contains("Lovelace") || event.contains("ada@")), "{told:?}");
    let found = shop.orders.find_order(before.number, ERASED_EMAIL.into()).await.unwrap();
    assert!(found.is_none(), "nobody opens it by what stands in the address's place");
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_invoice_of_an_erased_order_is_kept_and_so_is_whom_its_credit_note_is_for(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let ada = user();
    let order = shop.delivered_to(Some(ada)).await;
    shop.gone(ada, None).await;
    shop.orders.erase_order(Actor::System, order.id).await.unwrap();
    let line = ItemQuantity { item: order.items[0].id, quantity: units(1) };
    shop.orders.record_refund(order.id, ids::mint(), vec![line], euros(1200)).await.unwrap();
    let documents: Vec<String> = sqlx::query_scalar("select content #>> '{buyer,name}' from invoices")
        .fetch_all(shop.db.pool())
        .await
        .unwrap();
    assert_eq!(documents, ["Ada Lovelace", "Ada Lovelace"]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn what_is_open_waits_and_orders_of_others_stay(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (ada, grace) = (user(), user());
    let open = shop.place(wanted(Some(ada))).await;
    let others = shop.delivered_to(Some(grace)).await;
    shop.gone(ada, None).await;
    assert!(shop.closed().await.is_empty());
    for order in [open.id, others.id] {
        assert!(!shop.orders.erase_order(Actor::System, order).await.unwrap());
    }
    assert_eq!(shop.found(open.id).await.address.name, "Ada Lovelace");
    let refused = shop.orders.erase_order(Actor::Shopper { user: ada }, others.id).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn orders_of_a_guest_go_with_the_address_only_when_it_was_proved(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = shop.delivered_to(None).await;
    let other = shop.delivered_to(None).await;
    let moved = "update orders set email = 'grace@example.com' where id = $1";
    sqlx::query(moved).bind(other.id.0).execute(shop.db.pool()).await.unwrap();
    shop.gone(user(), None).await;
    assert!(shop.closed().await.is_empty());
    shop.gone(user(), Some(ids::hash_token("ada@example.com"))).await;
    assert_eq!(shop.closed().await, [order.id]);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn carts_go_at_once_but_for_one_that_is_being_paid(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (ada, grace) = (user(), user());
    for who in [ada, grace] {
        shop.orders.add_to_cart(key_of(who), variant(), units(1)).await.unwrap();
    }
    let paying = shop.orders.cart(key_of(grace)).await.unwrap().id.unwrap();
    let run = ids::mint().into();
    shop.orders.start_checkout(run, paying, "key".to_owned(), "{}".to_owned()).await.unwrap();
    for who in [ada, grace] {
        shop.gone(who, None).await;
    }
    assert!(shop.orders.cart(key_of(ada)).await.unwrap().lines.is_empty());
    assert_eq!(shop.orders.cart(key_of(grace)).await.unwrap().lines.len(), 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_person_is_told_of_their_orders_and_of_no_others(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let ada = user();
    let own = shop.place(wanted(Some(ada))).await;
    let as_guest = shop.place(wanted(None)).await;
    let grace = PlaceOrder { email: "grace@example.com".parse().unwrap(), ..wanted(Some(user())) };
    shop.place(grace).await;
    let mut subject = Subject { user: ada, email: None, orders: Vec::new() };
    let orders = shop.orders.orders_of_person(Actor::System, subject.clone()).await.unwrap();
    assert_eq!(orders, [own.id], "the address is not proved");
    subject.email = Some("ada@example.com".parse().unwrap());
    subject.orders = shop.orders.orders_of_person(Actor::System, subject.clone()).await.unwrap();
    assert_eq!(subject.orders, [as_guest.id, own.id]);
    let told = shop.orders.personal_data(Actor::System, subject).await.unwrap();
    let orders = &told.iter().find(|section| section.name == "orders").unwrap().rows;
    assert!(
        orders.contains(&own.number) && orders.contains("MUG-1") && !orders.contains("grace@"),
        "{orders}"
    );
}
