//! What goes back of a purchase that a gift card paid a part of: first what the gateway took, then the rest: I-10.

use crate::support::{GOOD, Shop, euros, gift_cards::wish_with, refund_id};
use contracts::{
    Actor, ErrorKind, GiftCardId,
    payments::{Event, GiftCardMovementKind as Kind, Payment, Payments as _, RefundStatus},
};
use sqlx::PgPool;
use std::sync::Arc;

/// 84.00 €, captured: 50.00 € with this card, 34.00 € with a gift card that is empty by now.
async fn paid(shop: &Shop, card: &str) -> (Payment, GiftCardId) {
    let gift_card = shop.gift_card(3400).await;
    let payment = shop.payments.authorise(wish_with(card, gift_card, 3400)).await.unwrap();
    (shop.payments.capture(Actor::System, payment.id).await.unwrap(), gift_card)
}

async fn send(shop: &Shop, payment: &Payment, cents: i64) -> contracts::Result<Payment> {
    let (reason, memo) = ("Chipped".to_owned(), "lines".to_owned());
    shop.payments.refund(Actor::System, refund_id(), payment.id, euros(cents), reason, memo).await
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_parts_go_back_through_the_gateway_first_and_then_to_the_gift_card(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (payment, gift_card) = paid(&shop, GOOD).await;
    for (cents, at_gateway, balance) in [(4000, 4000, 0), (2000, 5000, 1000), (2400, 5000, 3400)] {
        let after = send(&shop, &payment, cents).await.unwrap();
        assert_eq!(after.refunds.last().unwrap().status, RefundStatus::Processed);
        assert_eq!(shop.money_at_the_gateway().await, (5000, at_gateway));
        assert_eq!(shop.balance(gift_card).await, balance);
    }
    let after = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!(after.refunded, after.captured);
    let parts: Vec<_> = after.refunds.iter().map(|refund| refund.to_gift_card).collect();
    assert_eq!(parts, [None, Some(euros(1000)), Some(euros(2400))]);
    assert_eq!(send(&shop, &payment, 1).await.unwrap_err().kind, ErrorKind::Conflict);
    let told = platform::testing::published(&shop.db).await;
    let last: Event = platform::decode(told.last().unwrap()).unwrap();
    let id = after.refunds[2].id;
    let expected = Event::RefundProcessed {
        refund: id,
        payment: payment.id,
        amount: euros(2400),
        memo: "lines".to_owned(),
    };
    assert_eq!(last, expected);
    shop.a_minute_later().await;
    assert_eq!((shop.findings(false).await, shop.breaches_of_i_10().await), (vec![], Vec::new()));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_what_a_gift_card_paid_alone_goes_back_to_it_though_no_gateway_answers(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let gift_card = shop.gift_card(8400).await;
    let payment = shop.payments.authorise(wish_with("", gift_card, 8400)).await.unwrap();
    shop.payments.capture(Actor::System, payment.id).await.unwrap();
    shop.line.lose_questions(true);
    let refund = refund_id();
    for _ in 0..2 {
        let (reason, memo) = ("Chipped".to_owned(), String::new());
        let again =
            shop.payments.refund(Actor::System, refund, payment.id, euros(400), reason, memo).await.unwrap();
        assert_eq!((again.refunds.len(), again.refunded), (1, euros(400)));
        assert_eq!(again.refunds[0].status, RefundStatus::Processed);
        assert_eq!(again.refunds[0].to_gift_card, Some(euros(400)));
    }
    send(&shop, &payment, 8000).await.unwrap();
    assert_eq!((shop.balance(gift_card).await, shop.at_the_gateway("refunds").await), (8400, 0));
    let told = shop.told().await;
    assert_eq!(told.iter().filter(|name| *name == "refund_processed").count(), 2);
    assert_eq!(shop.payments.unresolved(Actor::System).await.unwrap(), []);
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_fifty_parallel_refunds_together_give_back_no_more_than_was_paid(pool: PgPool) {
    let shop = Arc::new(Shop::open(pool).await);
    let (payment, gift_card) = paid(&shop, GOOD).await;
    let tries: Vec<_> = (0..50)
        .map(|_| {
            let (shop, payment) = (Arc::clone(&shop), payment.clone());
            tokio::spawn(async move { send(&shop, &payment, 700).await.is_ok() })
        })
        .collect();
    let mut sent = 0;
    for attempt in tries {
        sent += i64::from(attempt.await.unwrap());
    }
    assert_eq!(sent, 12);
    assert_eq!((shop.money_at_the_gateway().await, shop.balance(gift_card).await), ((5000, 5000), 3400));
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_refund_that_the_gateway_refuses_puts_nothing_on_the_gift_card(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (payment, gift_card) = paid(&shop, "4000000000005126").await;
    let after = send(&shop, &payment, 6000).await.unwrap();
    assert_eq!((after.refunds[0].status, after.refunded), (RefundStatus::Pending, euros(6000)));
    assert_eq!(shop.balance(gift_card).await, 0, "it waits for the gateway");
    shop.a_minute_later().await;
    let after = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!((after.refunds[0].status, after.refunded), (RefundStatus::Failed, euros(0)));
    assert_eq!(shop.movements(gift_card).await, [(Kind::Redeemed, -3400)]);
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_refund_whose_answer_is_lost_reaches_the_gift_card_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (payment, gift_card) = paid(&shop, GOOD).await;
    shop.line.lose_answers(true);
    let waiting = send(&shop, &payment, 8400).await.unwrap();
    assert_eq!(waiting.refunds[0].status, RefundStatus::Pending);
    shop.line.lose_answers(false);
    for _ in 0..2 {
        shop.a_minute_later().await;
    }
    assert_eq!(shop.money_at_the_gateway().await, (5000, 5000));
    assert_eq!(shop.movements(gift_card).await, [(Kind::Redeemed, -3400), (Kind::Refunded, 3400)]);
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn i_10_a_refund_made_at_the_gateway_itself_is_of_what_it_took(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (payment, gift_card) = paid(&shop, GOOD).await;
    let reference = shop.refund_by_hand(&payment, 400).await;
    shop.hear_of(&reference).await.unwrap();
    let too_much = shop.refund_by_hand(&payment, 4601).await;
    assert_eq!(shop.hear_of(&too_much).await.unwrap_err().kind, ErrorKind::Conflict);
    shop.behind_our_back("delete from test_gateway.refunds where amount_minor = 4601").await;
    let after = send(&shop, &payment, 8000).await.unwrap();
    assert_eq!(after.refunded, after.captured);
    assert_eq!((shop.money_at_the_gateway().await, shop.balance(gift_card).await), ((5000, 5000), 3400));
    assert_eq!(shop.breaches_of_i_10().await, Vec::<String>::new());
}
