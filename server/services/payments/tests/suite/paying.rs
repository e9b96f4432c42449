//! Holding, taking and letting go.

use crate::support::{GOOD, Shop, euros, staff, wish};
use contracts::{
    Actor, ErrorKind, PageRequest, Permission,
    payments::{Authorise, PaymentStatus, Payments as _},
};
use platform::ids;
use sqlx::PgPool;

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn an_amount_is_held_then_taken(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let held = shop.payments.authorise(wish(GOOD)).await.unwrap();
    assert_eq!((held.status, held.method_label.as_str()), (PaymentStatus::Authorised, "Visa ending 4242"));
    assert_eq!(held.captured, euros(0));

    let taken = shop.payments.capture(Actor::System, held.id).await.unwrap();
    assert_eq!((taken.status, taken.captured), (PaymentStatus::Captured, euros(8400)));
    assert_eq!(shop.told().await, ["payment_authorised", "payment_captured"]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn paying_twice_charges_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let wish = wish(GOOD);
    let pay = || shop.payments.authorise(wish.clone());
    let (one, two, three) = tokio::join!(pay(), pay(), pay());
    let one = one.unwrap();
    assert_eq!((&one, &one), (&two.unwrap(), &three.unwrap()));
    assert_eq!(shop.at_the_gateway("charges").await, 1);

    let take = || shop.payments.capture(Actor::System, one.id);
    let (first, second) = tokio::join!(take(), take());
    assert_eq!(first.unwrap(), second.unwrap());
    assert_eq!(shop.at_the_gateway("captures").await, 1);
    assert_eq!(shop.told().await, ["payment_authorised", "payment_captured"]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn one_purchase_is_paid_once_though_two_windows_try(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let first = wish(GOOD);
    let second = Authorise { payment: ids::mint().into(), ..first.clone() };
    shop.payments.authorise(first).await.unwrap();
    let refused = shop.payments.authorise(second).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn after_a_decline_another_card_may_be_tried(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let first = wish("4000000000000002");
    let declined = shop.payments.authorise(first.clone()).await.unwrap();
    assert_eq!(declined.status, PaymentStatus::Failed);
    assert_eq!(declined.decline_message.as_deref(), Some("Your card was declined."));

    let again = Authorise { payment: ids::mint().into(), method: GOOD.to_owned(), ..first };
    assert_eq!(shop.payments.authorise(again).await.unwrap().status, PaymentStatus::Authorised);
    assert_eq!(shop.told().await, ["payment_failed", "payment_authorised"]);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn every_test_card_does_what_it_says(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for (card, status) in [
        ("4000000000009995", PaymentStatus::Failed),
        ("4000002500003155", PaymentStatus::RequiresAction),
        ("4000008400001629", PaymentStatus::RequiresAction),
        ("4000000000000341", PaymentStatus::Authorised),
        ("4000000000005126", PaymentStatus::Authorised),
        ("5555555555554444", PaymentStatus::Failed),
    ] {
        let payment = shop.payments.authorise(wish(card)).await.unwrap();
        assert_eq!(payment.status, status, "{card}");
    }
    let other = shop.payments.authorise(wish("5555555555554444")).await.unwrap();
    assert_eq!(other.decline_message.as_deref(), Some("This is not a test card."));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_challenge_is_passed_or_not(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for (card, passed, status) in [
        ("4000002500003155", true, PaymentStatus::Authorised),
        ("4000002500003155", false, PaymentStatus::Failed),
        ("4000008400001629", true, PaymentStatus::Failed),
    ] {
        let payment = shop.payments.authorise(wish(card)).await.unwrap();
        let page = format!("http://shop.test/checkout/challenge/{}", payment.id);
        assert_eq!(payment.action_url, Some(page));
        let answered = shop.payments.answer_test_challenge(payment.id, passed).await.unwrap();
        assert_eq!((answered.status, answered.action_url), (status, None), "{card} {passed}");
    }
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn a_refused_capture_is_a_failed_payment(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured("4000000000000341").await;
    assert_eq!((payment.status, payment.captured), (PaymentStatus::Failed, euros(0)));
    assert!(payment.decline_message.is_some());
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn what_is_given_up_stays_given_up(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let held = shop.payments.authorise(wish(GOOD)).await.unwrap();
    shop.payments.void(held.id).await.unwrap();
    assert_eq!(shop.payments.void(held.id).await.unwrap().status, PaymentStatus::Voided);
    assert_eq!(shop.payments.capture(Actor::System, held.id).await.unwrap_err().kind, ErrorKind::Conflict);
    let taken = shop.captured(GOOD).await;
    assert_eq!(shop.payments.void(taken.id).await.unwrap_err().kind, ErrorKind::Conflict);
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn no_card_number_is_stored_anywhere(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for card in [GOOD, "4000000000000002", "5555 5555 5555 4444"] {
        shop.payments.authorise(wish(card)).await.unwrap();
    }
    for table in ["payments", "gateway_calls", "test_gateway.charges", "messaging.outbox"] {
        let all = sqlx::AssertSqlSafe(format!(
            "select coalesce(string_agg(row_to_json(t)::text, ''), '') from {table} t"
        ));
        let all: String = sqlx::query_scalar(all).fetch_one(shop.db.pool()).await.unwrap();
        for digits in ["424242424242", "4242 4242 4242", "400000000000", "5555555555", "5555 5555"] {
            assert!(!all.contains(digits), "{table} holds {digits}");
        }
    }
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn staff_needs_the_permission_and_leaves_a_trace(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let held = shop.payments.authorise(wish(GOOD)).await.unwrap();
    let refused = shop.payments.capture(staff(&[Permission::ViewOrders]), held.id).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
    shop.payments.capture(staff(&[Permission::CapturePayments]), held.id).await.unwrap();
    assert!(shop.told().await.contains(&"audit_recorded".to_owned()));
}

#[sqlx::test(migrator = "payments::MIGRATOR")]
async fn payments_are_found_by_order_and_by_word(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let payment = shop.captured(GOOD).await;
    shop.captured(GOOD).await;
    let order = ids::mint().into();
    shop.payments.attach_order(payment.id, order).await.unwrap();
    shop.payments.attach_order(payment.id, order).await.unwrap();
    assert!(shop.payments.attach_order(payment.id, ids::mint().into()).await.is_err());

    let viewer = staff(&[Permission::ViewOrders]);
    let of_order = shop.payments.payments_of(viewer.clone(), order).await.unwrap();
    assert_eq!(of_order.iter().map(|found| found.id).collect::<Vec<_>>(), [payment.id]);
    let search =
        |words: &str| shop.payments.payments(viewer.clone(), words.to_owned(), PageRequest::default());
    assert_eq!(search("").await.unwrap().total, 2);
    assert_eq!(search("ending 4242").await.unwrap().total, 2);
    assert_eq!(search(&payment.id.to_string()).await.unwrap().items[0].id, payment.id);
    assert_eq!(search("100%").await.unwrap().total, 0);
}
