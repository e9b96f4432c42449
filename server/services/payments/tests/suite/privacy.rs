//! What is told of payments to who paid, and what is left when they are gone.

use crate::support::{GOOD, Shop, refund_id};
use contracts::{
    Actor, ErrorKind, OrderId, UserId,
    payments::{Payment, Payments as _},
    privacy::Subject,
};
use platform::ids;
use sqlx::PgPool;

async fn paid(shop: &Shop) -> (OrderId, Payment) {
    let (order, payment) = (OrderId(ids::mint()), shop.captured(GOOD).await);
    shop.payments.attach_order(payment.id, order).await.unwrap();
    (order, payment)
}

async fn is_open(shop: &Shop, order: OrderId) -> bool {
    shop.payments.is_open(Actor::System, order).await.unwrap()
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn an_erased_payment_is_an_amount_and_can_still_be_refunded(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (order, before) = paid(&shop).await;
    let refused = shop.payments.erase_order(Actor::Guest, order).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    for _ in 0..2 {
        shop.payments.erase_order(Actor::System, order).await.unwrap();
    }
    let after = shop.payments.payments_of(Actor::System, order).await.unwrap().remove(0);
    let kept = Payment { method_label: String::new(), order: Some(order), ..before.clone() };
    assert_eq!(after, kept);
    let rows: String = sqlx::query_scalar(
        "select string_agg(kept, ' ') from (select payments::text as kept from payments
             union all select gateway_calls::text from gateway_calls) everything",
    )
    .fetch_one(shop.db.pool())
    .await
    .unwrap();
    assert!(!rows.contains("ending 4242"), "{rows}");
    let back = shop.payments.refund(
        Actor::System,
        refund_id(),
        before.id,
        before.amount,
        "returned".to_owned(),
        String::new(),
    );
    assert_eq!(back.await.unwrap().refunded, before.amount);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_charge_is_open_while_it_is_disputed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (order, _) = paid(&shop).await;
    assert!(!is_open(&shop, order).await);
    shop.behind_our_back(
        "insert into payment_disputes (id, kind, gateway_reference, charge_reference, payment_id, amount_minor, currency,
             reason, status, is_closed, opened_at)
         select gen_random_uuid(), 'dispute', 'du_1', 'ch_1', id, 100, 'EUR', 'fraudulent', 'needs_response', false, now()
         from payments",
    )
    .await;
    assert!(is_open(&shop, order).await);
    shop.behind_our_back("update payment_disputes set is_closed = true").await;
    assert!(!is_open(&shop, order).await);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_person_is_told_how_they_paid(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (order, _) = paid(&shop).await;
    let subject = Subject { user: UserId(ids::mint()), email: None, orders: vec![order] };
    let told = shop.payments.personal_data(Actor::System, subject.clone()).await.unwrap().remove(0).rows;
    assert!(told.contains("Visa ending 4242") && told.contains("8400"), "{told}");
    let stranger = Subject { orders: Vec::new(), ..subject };
    assert_eq!(shop.payments.personal_data(Actor::System, stranger).await.unwrap().remove(0).rows, "[]");
}
