//! The gateway acts, its answer is lost: nothing is done twice, and in the end both sides agree.

use crate::support::{GOOD, Shop, euros, refund_id, wish};
use contracts::{
    Actor, ErrorKind,
    payments::{PaymentStatus, Payments as _, RefundStatus},
};
use sqlx::PgPool;

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_lost_authorisation_is_asked_for_again_with_the_same_key(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let wish = wish(GOOD);
    shop.line.lose_answers(true);
    let lost = shop.payments.authorise(wish.clone()).await.unwrap_err();
    assert_eq!(lost.kind, ErrorKind::Unavailable);
    assert_eq!(shop.status(wish.payment).await, PaymentStatus::Created);

    shop.line.lose_answers(false);
    let known = shop.payments.refresh(wish.payment).await.unwrap();
    assert_eq!((known.status, known.method_label.as_str()), (PaymentStatus::Authorised, "Visa ending 4242"));
    assert_eq!(shop.at_the_gateway("charges").await, 1);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn an_authorisation_that_never_arrived_holds_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let wish = wish(GOOD);
    shop.line.lose_questions(true);
    shop.payments.authorise(wish.clone()).await.unwrap_err();
    shop.line.lose_questions(false);
    let again = shop.payments.authorise(wish).await.unwrap();
    assert_eq!(again.status, PaymentStatus::Authorised, "the shopper's own repeat has the card");

    shop.line.lose_questions(true);
    let other = crate::support::wish(GOOD);
    shop.payments.authorise(other.clone()).await.unwrap_err();
    shop.line.lose_questions(false);
    let unsure = shop.payments.void(other.payment).await.unwrap_err();
    assert_eq!(unsure.kind, ErrorKind::Unavailable, "it may still be on its way");
    shop.let_pass("2 minutes").await;
    assert_eq!(shop.payments.void(other.payment).await.unwrap().status, PaymentStatus::Voided);
    assert_eq!(shop.at_the_gateway("charges").await, 1);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_lost_answer_to_a_capture_is_not_a_second_capture(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let held = shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.line.lose_answers(true);
    shop.payments.capture(Actor::System, held.id).await.unwrap_err();
    shop.line.lose_answers(false);

    let taken = shop.payments.capture(Actor::System, held.id).await.unwrap();
    assert_eq!((taken.status, taken.captured), (PaymentStatus::Captured, euros(8400)));
    assert_eq!(shop.at_the_gateway("captures").await, 1);
    assert_eq!(shop.told().await, ["payment_authorised", "payment_captured"]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn what_was_captured_unnoticed_cannot_be_given_up(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let held = shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.line.lose_answers(true);
    shop.payments.capture(Actor::System, held.id).await.unwrap_err();
    shop.line.lose_answers(false);
    assert_eq!(shop.payments.void(held.id).await.unwrap_err().kind, ErrorKind::Conflict);
    assert_eq!(shop.status(held.id).await, PaymentStatus::Captured);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn the_job_goes_on_where_answers_were_lost(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (held, given_up) = (wish(GOOD), wish(GOOD));
    shop.payments.authorise(given_up.clone()).await.unwrap();
    shop.line.lose_answers(true);
    shop.payments.authorise(held.clone()).await.unwrap_err();
    shop.line.lose_answers(false);
    shop.a_minute_later().await;
    assert_eq!(shop.status(held.payment).await, PaymentStatus::Authorised);

    shop.line.lose_answers(true);
    shop.payments.capture(Actor::System, held.payment).await.unwrap_err();
    shop.line.lose_answers(false);
    shop.a_minute_later().await;
    assert_eq!(shop.status(held.payment).await, PaymentStatus::Captured);
    assert_eq!(shop.at_the_gateway("captures").await, 1);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_refund_whose_answer_is_lost_is_pending_until_it_is_known(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let refund = refund_id();
    let send =
        || shop.payments.refund(Actor::System, refund, payment.id, euros(400), "Chipped".into(), "{}".into());
    shop.line.lose_answers(true);
    let waiting = send().await.unwrap();
    assert_eq!((waiting.refunds[0].status, waiting.refunded), (RefundStatus::Pending, euros(400)));
    shop.line.lose_answers(false);

    shop.a_minute_later().await;
    let known = send().await.unwrap();
    assert_eq!((known.refunds.len(), known.refunds[0].status), (1, RefundStatus::Processed));
    assert_eq!(shop.at_the_gateway("refunds").await, 1);
    assert_eq!(shop.told().await.last().unwrap(), "refund_processed");
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_kept_failure_that_did_nothing_ends_with_a_new_key(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let taken = shop.payments.authorise(wish(GOOD)).await.unwrap();
    let let_go = shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.line.fail_in_vain(true);
    shop.payments.capture(Actor::System, taken.id).await.unwrap_err();
    shop.payments.void(let_go.id).await.unwrap_err();
    shop.line.fail_in_vain(false);
    for _ in 0..2 {
        shop.payments.capture(Actor::System, taken.id).await.unwrap_err();
        shop.payments.void(let_go.id).await.unwrap_err();
    }
    shop.a_minute_later().await;
    assert_eq!(shop.status(taken.id).await, PaymentStatus::Captured);
    assert_eq!(shop.status(let_go.id).await, PaymentStatus::Voided);
    assert_eq!(shop.at_the_gateway("captures").await, 1);
    assert_eq!(shop.payments.unresolved(Actor::System).await.unwrap(), []);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_refund_with_a_kept_failure_that_did_nothing_is_sent_once_with_a_new_key(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    let refund = refund_id();
    shop.line.fail_in_vain(true);
    let asked =
        shop.payments.refund(Actor::System, refund, payment.id, euros(400), "Chipped".into(), "{}".into());
    assert_eq!(asked.await.unwrap().refunds[0].status, RefundStatus::Pending);
    shop.line.fail_in_vain(false);
    shop.a_minute_later().await;
    shop.a_minute_later().await;
    let known = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!(known.refunds[0].status, RefundStatus::Pending, "a call may be on its way for 90 seconds");
    shop.let_pass("30 seconds").await;
    shop.a_minute_later().await;
    let known = shop.payments.payment(Actor::System, payment.id).await.unwrap().unwrap();
    assert_eq!(known.refunds[0].status, RefundStatus::Processed);
    assert_eq!(shop.at_the_gateway("refunds").await, 1);
}
