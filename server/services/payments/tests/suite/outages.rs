//! A gateway that does not answer: left alone for a while, and what it never answered is shown to a person.

use crate::support::{GOOD, Shop, euros, refund_id, staff, wish};
use contracts::{
    Actor, ErrorKind, Permission,
    payments::{PaymentStatus, Payments as _, Unresolved},
};
use platform::{breaker, testing::MockClock};
use sqlx::PgPool;
use std::sync::Arc;

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_gateway_that_is_down_is_left_alone_and_found_again(pool: PgPool) {
    let clock = MockClock::at(platform::system_clock().now());
    let shop = Shop::open_at(pool, Arc::new(clock.clone())).await;
    shop.line.lose_questions(true);
    for _ in 0..breaker::FAILURES {
        shop.payments.authorise(wish(GOOD)).await.unwrap_err();
    }
    shop.line.lose_questions(false);

    let wanted = wish(GOOD);
    let refused = shop.payments.authorise(wanted.clone()).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Unavailable);
    assert_eq!(shop.at_the_gateway("charges").await, 0, "it was not asked");

    clock.advance(breaker::PAUSE);
    assert_eq!(shop.payments.authorise(wanted).await.unwrap().status, PaymentStatus::Authorised);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn what_the_gateway_never_answered_is_shown_to_operators(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    shop.line.lose_answers(true);
    let lost = wish(GOOD);
    shop.payments.authorise(lost.clone()).await.unwrap_err();
    let send = shop.payments.refund(
        Actor::System,
        refund_id(),
        payment.id,
        euros(400),
        "Chipped".to_owned(),
        String::new(),
    );
    send.await.unwrap();
    assert_eq!(shop.payments.unresolved(operator()).await.unwrap(), []);

    shop.let_pass("24 hours").await;
    let open = shop.payments.unresolved(operator()).await.unwrap();
    let told: Vec<_> = open.iter().map(what).collect();
    assert_eq!(told, [("authorise", lost.payment, euros(8400)), ("refund", payment.id, euros(400))]);
    let refused = shop.payments.unresolved(staff(&[Permission::ViewOrders])).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_failed_refund_is_shown_until_it_is_made_good(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured("4000000000005126").await;
    let send = || {
        let reason = "Chipped".to_owned();
        shop.payments.refund(Actor::System, refund_id(), payment.id, euros(8400), reason, String::new())
    };
    send().await.unwrap();
    shop.a_minute_later().await;
    let open = shop.payments.unresolved(operator()).await.unwrap();
    assert_eq!(open.iter().map(what).collect::<Vec<_>>(), [("refund", payment.id, euros(8400))]);
    assert_eq!(open[0].problem, "The bank did not take the money back.");

    send().await.unwrap();
    assert_eq!(shop.payments.unresolved(operator()).await.unwrap(), [], "another one is on its way");
}

fn what(open: &Unresolved) -> (&str, contracts::PaymentId, contracts::Money) {
    (open.operation.as_str(), open.payment, open.amount)
}

fn operator() -> Actor {
    staff(&[Permission::OperateSystem])
}
