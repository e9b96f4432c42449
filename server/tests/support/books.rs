//! What has to agree whatever happened: stock, money, orders, and events that were all heard.

use super::Shop;
use contracts::{
    Actor, OrderId, PageRequest, VariantId,
    orders::{CheckoutState, Order, OrderStatus, PaymentState},
    payments::{Payment, PaymentStatus},
};

/// Units on the shelf before a purchase, and how many it wants.
pub const STOCK: u32 = 10;
/// Units that a purchase wants.
pub const BOUGHT: u32 = 3;

impl Shop {
    /// An order as it stands.
    pub async fn order(&self, id: OrderId) -> Order {
        self.built.services.orders.order(Actor::System, id).await.unwrap().unwrap()
    }

    /// The orders of a variant.
    pub async fn orders_of(&self, variant: VariantId) -> Vec<Order> {
        let db = self.databases.of("orders").unwrap();
        let ids: Vec<uuid::Uuid> =
            sqlx::query_scalar("select order_id from order_items where variant_id = $1")
                .bind(variant.0)
                .fetch_all(db.pool())
                .await
                .unwrap();
        futures::future::join_all(ids.into_iter().map(|id| self.order(OrderId(id)))).await
    }

    /// The payments of an order.
    pub async fn payments_of(&self, order: OrderId) -> Vec<Payment> {
        self.built.services.payments.payments_of(Actor::System, order).await.unwrap()
    }

    /// What the shop has of an order's price now, minor units.
    pub async fn kept_of(&self, order: OrderId) -> i64 {
        let payments = self.payments_of(order).await;
        payments.iter().map(|payment| payment.captured.minor - payment.refunded.minor).sum()
    }

    /// The state of every run of the checkout.
    pub async fn runs(&self) -> Vec<CheckoutState> {
        let db = self.databases.of("orders").unwrap();
        let states: Vec<String> =
            sqlx::query_scalar("select state from checkouts").fetch_all(db.pool()).await.unwrap();
        states.iter().map(|state| CheckoutState::from_text(state).unwrap()).collect()
    }

    /// Lets time pass for recovery: runs that stand still are due, what was held is held for long.
    pub async fn wait_long(&self) {
        let db = self.databases.of("orders").unwrap();
        for statement in [
            "update checkouts set updated_at = updated_at - interval '60 seconds', next_attempt_at = now()",
            "update order_holds set held_at = held_at - interval '1 hour'",
        ] {
            sqlx::query(statement).execute(db.pool()).await.unwrap();
        }
    }

    /// Stock, money and order of a variant agree; returns whether a purchase stands.
    pub async fn assert_agreement(&self, variant: VariantId, on_the_shelf: u32, case: &str) -> bool {
        let stock = self.stock_of(variant).await;
        assert_eq!(stock.reserved, 0, "{case}: nothing stays reserved");
        let mut sold = 0;
        for order in self.orders_of(variant).await {
            let kept = self.kept_of(order.id).await;
            match order.status {
                OrderStatus::Confirmed => {
                    assert_eq!(order.payment_status, PaymentState::Paid, "{case}: a confirmed order is paid");
                    assert_eq!(kept, order.total.minor, "{case}: it is paid once");
                    sold += 1;
                }
                OrderStatus::Cancelled => assert_eq!(kept, 0, "{case}: a cancelled order keeps no money"),
                other => panic!("{case}: an order was left {other:?}"),
            }
        }
        assert!(sold <= 1, "{case}: one wish is one order");
        assert_eq!(
            stock.available,
            on_the_shelf - sold * BOUGHT,
            "{case}: what was not sold is on the shelf"
        );
        sold == 1
    }

    /// No payment is left holding or taking money without an order.
    pub async fn assert_no_loose_money(&self) {
        let page = PageRequest::new(1, 100);
        let payments = &self.built.services.payments;
        for payment in payments.payments(Actor::System, String::new(), page).await.unwrap().items {
            match payment.status {
                PaymentStatus::Failed | PaymentStatus::Voided => {}
                PaymentStatus::Captured => {
                    assert!(payment.order.is_some(), "{payment:?} was captured for nothing");
                }
                other => panic!("a payment was left {other:?}: {payment:?}"),
            }
        }
    }

    /// Every event was heard by everybody, and no line is held any more.
    pub async fn assert_quiet(&self, case: &str) {
        for service in self.built.services.operations.health(Actor::System).await.unwrap() {
            assert_eq!(service.waiting, 0, "{case}: {} was not heard", service.service);
        }
        self.assert_nothing_given_up(case).await;
    }

    /// No event was told in vain, and no line is held any more.
    pub async fn assert_nothing_given_up(&self, case: &str) {
        for service in self.built.services.operations.health(Actor::System).await.unwrap() {
            assert_eq!(service.dead, 0, "{case}: {} tells in vain", service.service);
        }
        let held = self.built.services.orders.held_lines(0).await.unwrap();
        assert!(held.is_empty(), "{case}: {held:?}");
    }
}
