//! Money going back.

use crate::support::{GOOD, Shop, euros, refund_id, staff, wish};
use contracts::{
    Actor, ErrorKind, Money, Permission, RefundId,
    payments::{Event, Payment, Payments as _, RefundStatus},
};
use sqlx::PgPool;
use std::sync::Arc;

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn parts_go_back_until_nothing_is_left(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let after = send(&shop, refund_id(), &payment, euros(400)).await.unwrap();
    assert_eq!((after.refunded, after.refunds[0].status), (euros(400), RefundStatus::Processed));
    let after = send(&shop, refund_id(), &payment, euros(8000)).await.unwrap();
    assert_eq!(after.refunded, after.captured);
    let refused = send(&shop, refund_id(), &payment, euros(1)).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn the_same_refund_goes_back_once_and_brings_its_memo(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let refund = refund_id();
    send(&shop, refund, &payment, euros(400)).await.unwrap();
    let after = send(&shop, refund, &payment, euros(400)).await.unwrap();
    assert_eq!((after.refunds.len(), after.refunded), (1, euros(400)));
    assert_eq!(shop.at_the_gateway("refunds").await, 1);

    let told = platform::testing::published(&shop.db).await;
    let last: Event = platform::decode(told.last().unwrap()).unwrap();
    let expected =
        Event::RefundProcessed { refund, payment: payment.id, amount: euros(400), memo: "lines".to_owned() };
    assert_eq!(last, expected);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn fifty_parallel_refunds_of_sixty_per_cent_pay_back_once(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let payment = shop.captured(GOOD).await;
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (shop, payment) = (Arc::clone(&shop), payment.clone());
            tokio::spawn(async move { send(&shop, refund_id(), &payment, euros(5040)).await.is_ok() })
        })
        .collect();
    let mut paid_back = 0;
    for attempt in tries {
        paid_back += i64::from(attempt.await.unwrap());
    }
    assert_eq!((paid_back, shop.at_the_gateway("refunds").await), (1, 1));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_refund_that_fails_later_can_be_made_again(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured("4000000000005126").await;
    let after = send(&shop, refund_id(), &payment, euros(8400)).await.unwrap();
    assert_eq!((after.refunds[0].status, after.refunded), (RefundStatus::Pending, euros(8400)));

    shop.a_minute_later().await;

    let after = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!((after.refunds[0].status, after.refunded), (RefundStatus::Failed, euros(0)));
    assert_eq!(after.refunds[0].failure.as_deref(), Some("The bank did not take the money back."));
    let told = platform::testing::published(&shop.db).await;
    let Event::RefundFailed { payment: told_of, amount, memo, .. } =
        platform::decode(told.last().unwrap()).unwrap()
    else {
        panic!("whoever asked is told: {told:?}");
    };
    assert_eq!((told_of, amount, memo.as_str()), (payment.id, euros(8400), "lines"));
    assert!(send(&shop, refund_id(), &payment, euros(8400)).await.is_ok());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn only_what_was_captured_goes_back_and_only_staff_who_may(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let held = shop.payments.authorise(wish(GOOD)).await.unwrap();
    assert_eq!(send(&shop, refund_id(), &held, euros(1)).await.unwrap_err().kind, ErrorKind::Conflict);
    let payment = shop.captured(GOOD).await;
    for wrong in [euros(0), euros(-5), Money::new(5, contracts::Currency::Usd)] {
        assert_eq!(send(&shop, refund_id(), &payment, wrong).await.unwrap_err().kind, ErrorKind::Invalid);
    }
    let support = staff(&[Permission::ViewOrders]);
    let refused =
        shop.payments.refund(support, refund_id(), payment.id, euros(1), String::new(), String::new()).await;
    assert_eq!(refused.unwrap_err().kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_refund_made_at_the_gateway_itself_is_taken_over_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let reference = shop.refund_by_hand(&payment, 400).await;
    for event in ["evt_1", "evt_2"] {
        let body = format!("{event}:{reference}").into_bytes();
        shop.payments.receive_webhook(body, "good".to_owned()).await.unwrap();
    }
    let after = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!((after.refunds.len(), after.refunded), (1, euros(400)));
    assert_eq!(after.refunds[0].status, RefundStatus::Processed);
    assert_eq!(shop.told().await.iter().filter(|name| *name == "refund_processed").count(), 1);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn more_than_was_captured_is_not_taken_over(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let reference = shop.refund_by_hand(&payment, 8401).await;
    let body = format!("evt_1:{reference}").into_bytes();
    let refused = shop.payments.receive_webhook(body, "good".to_owned()).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
    let after = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!((after.refunds.len(), after.refunded), (0, euros(0)));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_refund_of_ours_that_the_gateway_tells_of_first_is_not_a_second_one(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    shop.line.lose_answers(true);
    send(&shop, refund_id(), &payment, euros(400)).await.unwrap();
    shop.line.lose_answers(false);
    let reference: String =
        sqlx::query_scalar("select id from test_gateway.refunds").fetch_one(shop.db.pool()).await.unwrap();
    shop.payments
        .receive_webhook(format!("evt_1:{reference}").into_bytes(), "good".to_owned())
        .await
        .unwrap();
    let after = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!((after.refunds.len(), after.refunds[0].status), (1, RefundStatus::Processed));
    assert_eq!(after.refunded, euros(400));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_refund_that_cannot_be_settled_lets_the_others_pass(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (broken, sound) = (shop.captured(GOOD).await, shop.captured(GOOD).await);
    shop.line.lose_answers(true);
    send(&shop, refund_id(), &broken, euros(400)).await.unwrap();
    send(&shop, refund_id(), &sound, euros(400)).await.unwrap();
    shop.line.lose_answers(false);
    sqlx::query("update payments set currency = 'XXX' where id = $1")
        .bind(broken.id.0)
        .execute(shop.db.pool())
        .await
        .unwrap();
    shop.a_minute_later().await;
    let after = shop.payments.payment(Actor::System, sound.id).await.unwrap().unwrap();
    assert_eq!(after.refunds[0].status, RefundStatus::Processed);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn all_refunds_of_a_charge_that_was_refunded_are_taken_over_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    shop.refund_by_hand(&payment, 100).await;
    shop.refund_by_hand(&payment, 200).await;
    for _ in 0..2 {
        let told = format!("refunds_of_{}", payment.gateway_reference.as_deref().unwrap());
        shop.hear_of(&told).await.unwrap();
    }
    let after = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!((after.refunded, after.refunds.len()), (euros(300), 2));
}

async fn send(shop: &Shop, id: RefundId, payment: &Payment, amount: Money) -> contracts::Result<Payment> {
    shop.payments
        .refund(Actor::System, id, payment.id, amount, "Chipped".to_owned(), "lines".to_owned())
        .await
}
