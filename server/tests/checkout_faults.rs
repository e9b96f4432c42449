//! A checkout that is interrupted anywhere ends completed or fully undone, by itself.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    reason = "what cannot be set up or read fails the test"
)]

mod support;

use contracts::{
    Actor, CheckoutId, VariantId,
    checkout::{Checkout, Outcome, Submit},
    orders::{CheckoutState, OrderQuery, OrderStatus, PaymentState},
    payments::PaymentStatus,
};
use support::{
    Shop,
    faults::{Fault, Wire},
};

const GOOD_CARD: &str = "4242 4242 4242 4242";
const CAPTURE_IS_REFUSED: &str = "4000 0000 0000 0341";
const STOCK: u32 = 10;
const BOUGHT: u32 = 3;

/// Lets the recovery job see runs that stand still now.
async fn make_idle(shop: &Shop) {
    let db = shop.databases.of("orders").unwrap();
    sqlx::query("update checkouts set updated_at = updated_at - interval '60 seconds'")
        .execute(db.pool())
        .await
        .unwrap();
}

async fn states(shop: &Shop) -> Vec<(CheckoutId, CheckoutState)> {
    let db = shop.databases.of("orders").unwrap();
    let rows: Vec<(uuid::Uuid, String)> =
        sqlx::query_as("select id, state from checkouts order by started_at")
            .fetch_all(db.pool())
            .await
            .unwrap();
    rows.into_iter().map(|(id, state)| (CheckoutId(id), CheckoutState::from_text(&state).unwrap())).collect()
}

/// Restarts and recovers until every run is final.
async fn recover(shop: &Shop) {
    for _ in 0..5 {
        make_idle(shop).await;
        Wire::new(&shop.built.services, None).checkout().recover().await.unwrap();
        shop.settle().await;
        if states(shop).await.iter().all(|(_, state)| state.is_final()) {
            return;
        }
    }
    panic!("a run did not come to its end: {:?}", states(shop).await);
}

/// The invariants: money, stock and order say the same.
async fn assert_consistent(shop: &Shop, submit: &Submit, variant: VariantId, case: &str) -> bool {
    let services = &shop.built.services;
    let stock = shop.stock_of(variant).await;
    assert_eq!(stock.reserved, 0, "{case}: nothing stays reserved");
    let query = OrderQuery { search: submit.draft.email.clone(), ..OrderQuery::default() };
    let rows = services.orders.orders(Actor::System, query).await.unwrap().items;
    let mut sold = 0;
    for row in rows {
        let order = services.orders.order(Actor::System, row.id).await.unwrap().unwrap();
        if order.items.iter().all(|item| item.variant != variant) {
            continue;
        }
        let payments = services.payments.payments_of(Actor::System, order.id).await.unwrap();
        let captured: i64 =
            payments.iter().map(|payment| payment.captured.minor - payment.refunded.minor).sum();
        match order.status {
            OrderStatus::Confirmed => {
                assert_eq!(order.payment_status, PaymentState::Paid, "{case}: a confirmed order is paid");
                assert_eq!(captured, order.total.minor, "{case}: it is paid once");
                sold += 1;
            }
            OrderStatus::Cancelled => assert_eq!(captured, 0, "{case}: a cancelled order keeps no money"),
            other => panic!("{case}: an order was left {other:?}"),
        }
    }
    assert!(sold <= 1, "{case}: one wish is one order");
    assert_eq!(stock.available, STOCK - sold * BOUGHT, "{case}: what was not sold is on the shelf");
    sold == 1
}

/// No payment of the shop is left holding or taking money without an order.
async fn assert_no_loose_money(shop: &Shop) {
    let services = &shop.built.services;
    let page = contracts::PageRequest::new(1, 100);
    for payment in services.payments.payments(Actor::System, String::new(), page).await.unwrap().items {
        match payment.status {
            PaymentStatus::Failed | PaymentStatus::Voided => {}
            PaymentStatus::Captured => {
                assert!(payment.order.is_some(), "{payment:?} was captured for nothing")
            }
            other => panic!("a payment was left {other:?}: {payment:?}"),
        }
    }
}

async fn calls_of_a_clean_run(shop: &Shop, card: &str) -> Vec<String> {
    let variant = shop.stocked(10).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, card).await;
    let wire = Wire::new(&shop.built.services, None);
    wire.checkout().submit(submit).await.unwrap();
    wire.calls()
}

async fn interrupt_everywhere(card: &str) {
    let shop = Shop::open(&[]).await;
    let calls = calls_of_a_clean_run(&shop, card).await;
    assert!(calls.len() > 10, "the run makes its calls over the wire: {calls:?}");
    for (number, call) in calls.iter().enumerate() {
        for fault in Fault::ALL {
            let case = format!("{fault:?} at {number} {call}");
            let variant = shop.stocked(10).await;
            let submit = shop.ready_to_buy(variant, BOUGHT, card).await;
            let broken = Wire::new(&shop.built.services, Some((number, fault))).checkout();
            let interrupted = broken.clone();
            let wish = submit.clone();
            // The death of the process is a panic of the task that stands for it.
            let _ = tokio::spawn(async move { interrupted.submit(wish).await }).await;
            recover(&shop).await;
            let sold = assert_consistent(&shop, &submit, variant, &case).await;
            assert_retry_agrees(&shop, &submit, variant, sold, card, &case).await;
        }
    }
    assert_no_loose_money(&shop).await;
    shop.close().await;
}

/// The shopper sends the same form again and gets the one result.
async fn assert_retry_agrees(
    shop: &Shop,
    submit: &Submit,
    variant: VariantId,
    sold: bool,
    card: &str,
    case: &str,
) {
    let again = shop.built.services.checkout.submit(submit.clone()).await.unwrap();
    shop.settle().await;
    let sold_now = assert_consistent(shop, submit, variant, case).await;
    if card == GOOD_CARD {
        assert!(matches!(again, Outcome::Placed { .. } | Outcome::Failed { .. }), "{case}: {again:?}");
        assert_eq!(matches!(again, Outcome::Placed { .. }), sold_now, "{case}: {again:?}");
    } else {
        assert!(!sold_now && !sold, "{case}: a refused capture never is a sale");
    }
    assert!(!sold || sold_now, "{case}: an order that stood still stands");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_interrupted_at_any_call_ends_completed_or_undone() {
    interrupt_everywhere(GOOD_CARD).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_undo_interrupted_at_any_call_ends_undone() {
    interrupt_everywhere(CAPTURE_IS_REFUSED).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn driving_a_run_many_times_at_once_is_one_order() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    let checkout = &shop.built.services.checkout;
    let sent = futures::future::join_all((0..10).map(|_| checkout.submit(submit.clone()))).await;
    assert!(sent.iter().any(|outcome| matches!(outcome, Ok(Outcome::Placed { .. }))), "{sent:?}");
    recover(&shop).await;
    assert!(assert_consistent(&shop, &submit, variant, "ten submits").await);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_last_units_go_to_as_many_shoppers_as_there_are_units() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let mut submits = Vec::new();
    for _ in 0..20 {
        submits.push(shop.ready_to_buy(variant, 1, GOOD_CARD).await);
    }
    let checkout = &shop.built.services.checkout;
    let outcomes = futures::future::join_all(submits.into_iter().map(|submit| checkout.submit(submit))).await;
    let placed = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::Placed { .. }))).count();
    let told = outcomes.iter().filter(|outcome| matches!(outcome, Ok(Outcome::OutOfStock { .. }))).count();
    assert_eq!((placed, told), (5, 15), "{outcomes:?}");
    let stock = shop.stock_of(variant).await;
    assert_eq!((stock.available, stock.reserved), (0, 0));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_who_never_comes_back_leaves_nothing_behind() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, "4000 0025 0000 3155").await;
    let outcome = shop.built.services.checkout.submit(submit.clone()).await.unwrap();
    assert!(matches!(outcome, Outcome::ActionRequired { .. }), "{outcome:?}");
    assert_eq!(shop.stock_of(variant).await.reserved, BOUGHT);
    let db = shop.databases.of("orders").unwrap();
    sqlx::query("update checkouts set updated_at = updated_at - interval '1 hour'")
        .execute(db.pool())
        .await
        .unwrap();
    recover(&shop).await;
    assert!(!assert_consistent(&shop, &submit, variant, "an absent payer").await);
    assert_no_loose_money(&shop).await;
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_that_is_passed_places_the_order() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, "4000 0025 0000 3155").await;
    let services = &shop.built.services;
    let Outcome::ActionRequired { checkout, url } = services.checkout.submit(submit.clone()).await.unwrap()
    else {
        panic!("the card asks for a challenge");
    };
    let payment = url.rsplit('/').next().unwrap().parse().unwrap();
    services.payments.answer_test_challenge(payment, true).await.unwrap();
    let outcome = services.checkout.resume(checkout).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    assert!(assert_consistent(&shop, &submit, variant, "a passed challenge").await);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_price_that_changed_meanwhile_is_asked_about_again() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(10).await;
    let mut submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    submit.expected_total -= 1;
    let outcome = shop.built.services.checkout.submit(submit).await.unwrap();
    assert!(matches!(outcome, Outcome::TotalChanged { .. }), "{outcome:?}");
    assert_eq!(shop.stock_of(variant).await.available, STOCK);
    shop.close().await;
}
