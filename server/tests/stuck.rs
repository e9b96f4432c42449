//! What stays half-way reaches a person, with all that is known of it, and ends as the person decides.

use crate::support::{
    Shop,
    books::{BOUGHT, STOCK},
    faults::Wire,
};
use contracts::{
    Actor, CheckoutId, ErrorKind, PageRequest, Permission, UserId,
    checkout::{Checkout, Inspection, Outcome},
    identity::AuditQuery,
    orders::{CheckoutState, Intervention, Movement, OrderStatus},
    payments::PaymentStatus,
};
use server::workers;

const GOOD_CARD: &str = "4242 4242 4242 4242";

fn operator() -> Actor {
    let user = UserId(platform::ids::mint());
    let permissions = vec![Permission::OperateSystem, Permission::ViewAudit];
    Actor::Staff { user, email: "olga@shop.example".into(), permissions }
}

async fn run_sql(shop: &Shop, service: &str, statement: &'static str) {
    sqlx::raw_sql(statement).execute(shop.databases.of(service).unwrap().pool()).await.unwrap();
}

async fn inspect(shop: &Shop, id: CheckoutId) -> Inspection {
    shop.built.services.checkout.inspect(operator(), id).await.unwrap().unwrap()
}

/// The acts of staff that the audit log keeps, newest first.
async fn audited(shop: &Shop) -> Vec<String> {
    shop.settle().await;
    let query = AuditQuery { actor: "olga".into(), page: PageRequest::new(1, 50), ..AuditQuery::default() };
    let log = shop.built.services.identity.audit_log(operator(), query).await.unwrap();
    log.items.into_iter().map(|entry| format!("{} {}", entry.action, entry.details)).collect()
}

/// A purchase whose payment service does not answer for hours.
async fn failing_for_hours(shop: &Shop) -> CheckoutId {
    let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    let down = Wire::without(&shop.built.services, "payments").checkout();
    down.submit(submit).await.unwrap();
    for _ in 0..12 {
        run_sql(
            shop,
            "orders",
            "update checkouts set updated_at = updated_at - interval '11 minutes', next_attempt_at = now()",
        )
        .await;
        down.recover().await.unwrap();
    }
    let stuck = shop.built.services.checkout.stuck(operator()).await.unwrap();
    assert_eq!(stuck.len(), 1, "{stuck:?}");
    stuck[0].id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_purchase_that_keeps_failing_is_shown_with_what_is_known_and_ends_when_a_person_tries_it_again() {
    let shop = Shop::open(&[]).await;
    let id = failing_for_hours(&shop).await;
    let known = inspect(&shop, id).await;
    assert_eq!(known.run.state, CheckoutState::Undoing);
    assert!(known.run.attempts > 7 && known.run.is_tried_again, "{:?}", known.run);
    assert!(known.run.email.is_some() && known.run.total.is_some(), "{:?}", known.run);
    assert_eq!(known.reservation.as_ref().map(|units| units.units), Some(BOUGHT));
    assert_eq!((&known.payment, &known.at_gateway, &known.order), (&None, &None, &None));
    assert_eq!(known.acts, [Intervention::Retry, Intervention::Settle]);

    shop.built.services.checkout.retry_stuck(operator(), id).await.unwrap();
    let after = inspect(&shop, id).await;
    assert_eq!(after.run.state, CheckoutState::Abandoned);
    assert!(after.acts.is_empty(), "{:?}", after.acts);
    assert_eq!(after.reservation.unwrap().status, "released");
    assert!(shop.built.services.checkout.stuck(operator()).await.unwrap().is_empty());
    assert!(audited(&shop).await[0].starts_with("checkout.retried"), "{:?}", audited(&shop).await);
    shop.close().await;
}

/// A purchase that went through but whose record says that it is stuck.
async fn stuck_though_paid(shop: &Shop) -> CheckoutId {
    let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    let outcome = shop.built.services.checkout.submit(submit).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    shop.settle().await;
    run_sql(shop, "orders", "update checkouts set state = 'stuck', failure = 'the void was refused'").await;
    shop.built.services.checkout.stuck(operator()).await.unwrap()[0].id
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stuck_purchase_whose_order_stands_is_settled_by_hand_and_every_rule_holds() {
    let shop = Shop::open(&[]).await;
    let id = stuck_though_paid(&shop).await;
    let known = inspect(&shop, id).await;
    assert!(!known.run.is_tried_again);
    assert_eq!(known.payment.as_ref().map(|payment| payment.status), Some(PaymentStatus::Captured));
    assert_eq!(known.at_gateway.as_ref().map(|charge| charge.standing.as_str()), Some("captured"));
    assert_eq!(known.order.as_ref().map(|order| order.status), Some(OrderStatus::Confirmed));
    assert_eq!(known.reservation.as_ref().map(|units| units.status.as_str()), Some("confirmed"));
    assert_eq!(known.steps.first().map(|step| step.to), Some(CheckoutState::Started));

    let checkout = &shop.built.services.checkout;
    let unsaid = checkout.settle_stuck(operator(), id, " ".into()).await.unwrap_err();
    assert!(unsaid.for_field("reason").is_some(), "{unsaid:?}");
    checkout.settle_stuck(operator(), id, "The bank confirmed it".into()).await.unwrap();
    assert_eq!(inspect(&shop, id).await.run.state, CheckoutState::Completed);
    let acts = audited(&shop).await;
    assert!(acts[0].starts_with("checkout.settled") && acts[0].contains("The bank confirmed it"), "{acts:?}");
    let broken = shop.built.verifier.verify().await.unwrap();
    assert!(broken.iter().all(|found| found.breaches == 0), "{broken:?}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_without_the_permission_sees_or_decides_what_is_stuck() {
    let shop = Shop::open(&[]).await;
    let id = stuck_though_paid(&shop).await;
    let (user, email) = (UserId(platform::ids::mint()), "carl@shop.example".to_owned());
    let permissions = vec![Permission::ViewOrders, Permission::RefundPayments, Permission::CancelOrders];
    let clerk = || Actor::Staff { user, email: email.clone(), permissions: permissions.clone() };
    let (checkout, after_sales) = (&shop.built.services.checkout, &shop.built.services.after_sales);
    let reference = platform::ids::mint();
    let refused = [
        checkout.stuck(clerk()).await.err(),
        checkout.inspect(clerk(), id).await.err(),
        checkout.retry_stuck(clerk(), id).await.err(),
        checkout.undo_stuck(clerk(), id, "because".into()).await.err(),
        checkout.settle_stuck(clerk(), id, "because".into()).await.err(),
        after_sales.stuck(clerk()).await.err(),
        after_sales
            .decide_stuck(clerk(), Movement::Refund, reference, Intervention::Settle, "because".into())
            .await
            .err(),
        shop.built.services.operations.check_rules(clerk()).await.err(),
        shop.built.services.operations.examination(clerk()).await.err(),
        shop.built.services.inventory.reservation(clerk(), id.0.into()).await.err(),
    ];
    for (number, error) in refused.into_iter().enumerate() {
        assert_eq!(error.map(|error| error.kind), Some(ErrorKind::Forbidden), "call {number}");
    }
    shop.close().await;
}

/// An order of which a crash left a refund that never came to be.
async fn with_an_abandoned_refund(shop: &Shop) -> uuid::Uuid {
    let variant = shop.stocked(i32::try_from(STOCK).unwrap()).await;
    let submit = shop.ready_to_buy(variant, BOUGHT, GOOD_CARD).await;
    shop.built.services.checkout.submit(submit).await.unwrap();
    shop.settle().await;
    let order = shop.orders_of(variant).await.remove(0);
    let refund = platform::ids::mint();
    shop.built.services.orders.hold_lines(order.id, Movement::Refund, refund, None).await.unwrap();
    run_sql(shop, "orders", "update order_holds set held_at = held_at - interval '1 hour'").await;
    refund
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_a_crash_left_half_way_comes_to_its_end_by_a_job() {
    let shop = Shop::open(&[]).await;
    with_an_abandoned_refund(&shop).await;
    assert_eq!(shop.built.services.after_sales.stuck(operator()).await.unwrap().len(), 1);
    let orders = shop.databases.of("orders").unwrap();
    for job in workers::jobs_of(&orders, &shop.built) {
        job.run_now(serde_json::Value::Null).await.unwrap();
    }
    assert!(shop.built.services.orders.held_lines(0).await.unwrap().is_empty());
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refund_that_keeps_failing_says_why_and_a_person_lets_go_of_its_units() {
    let shop = Shop::open(&[]).await;
    let refund = with_an_abandoned_refund(&shop).await;
    Wire::without(&shop.built.services, "payments").after_sales_recovers().await;
    let after_sales = &shop.built.services.after_sales;
    let stuck = after_sales.stuck(operator()).await.unwrap();
    assert_eq!((stuck[0].attempts, stuck[0].failure.as_deref()), (1, Some("the service is down")));
    let undo = Intervention::Undo;
    after_sales.decide_stuck(operator(), Movement::Refund, refund, undo, "Never sent".into()).await.unwrap();
    assert!(after_sales.stuck(operator()).await.unwrap().is_empty());
    assert!(audited(&shop).await[0].starts_with("refund.undone"), "{:?}", audited(&shop).await);
    shop.close().await;
}

impl Wire {
    /// One run of the recovery at this end of the wire.
    async fn after_sales_recovers(&self) {
        contracts::after_sales::AfterSales::recover(&self.after_sales()).await.unwrap();
    }
}
