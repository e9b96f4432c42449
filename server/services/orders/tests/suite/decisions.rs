//! What a person decides about a run, a parcel or a refund that does not come to its end by itself.

use crate::support::{Shop, staff, wanted};
use contracts::{
    Actor, CheckoutId, ErrorKind, Permission,
    orders::{CheckoutDecision, CheckoutState as S, Intervention, Movement, Orders as _, PlaceOrder},
};
use platform::ids;
use sqlx::PgPool;

fn operator() -> Actor {
    staff(&[Permission::OperateSystem])
}

fn decision(id: CheckoutId, from: S, act: Intervention) -> CheckoutDecision {
    CheckoutDecision { id, from, act, reason: "The provider was called".to_owned(), data: "{}".to_owned() }
}

/// A run of this state, with an order if it was confirmed.
async fn run(shop: &Shop, state: S, confirmed: bool) -> CheckoutId {
    let id = CheckoutId(ids::mint());
    let cart = contracts::CartId(ids::mint());
    shop.orders.start_checkout(id, cart, "key".to_owned(), "{}".to_owned()).await.unwrap();
    if confirmed {
        let order = shop.place(PlaceOrder { checkout: id, ..wanted(None) }).await;
        shop.orders.confirm_order(order.id).await.unwrap();
    }
    sqlx::query("update checkouts set state = $2, failure = 'the void was refused' where id = $1")
        .bind(id.0)
        .bind(state.as_str())
        .execute(shop.db.pool())
        .await
        .unwrap();
    id
}

async fn audited(shop: &Shop) -> Vec<contracts::AuditRecord> {
    let told = platform::testing::published(&shop.db).await;
    let acts = told.into_iter().filter(|event| event.name == "audit_recorded");
    acts.map(|event| serde_json::from_value(event.payload).unwrap()).collect()
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_stuck_run_that_is_tried_again_is_undone_and_the_audit_says_who_wanted_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = run(&shop, S::Stuck, false).await;
    let after = shop.orders.decide_checkout(operator(), decision(id, S::Stuck, Intervention::Retry)).await;
    assert_eq!(after.unwrap().state, S::Undoing);

    let [act] = &audited(&shop).await[..] else { panic!("one act is audited") };
    assert_eq!((act.action.as_str(), act.actor_label.as_str()), ("checkout.retried", "grace@example.com"));
    assert_eq!(act.subject, format!("checkout {id}"));
    assert!(act.details.contains("the void was refused"), "{}", act.details);

    let steps = shop.orders.checkout_steps(operator(), id).await.unwrap();
    assert_eq!(steps.last().map(|step| (step.from, step.to)), Some((Some(S::Stuck), S::Undoing)));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_run_that_is_settled_is_completed_when_its_order_stands_and_given_up_otherwise(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for (confirmed, ends) in [(true, S::Completed), (false, S::Abandoned)] {
        let id = run(&shop, S::Stuck, confirmed).await;
        let settle = decision(id, S::Stuck, Intervention::Settle);
        let after = shop.orders.decide_checkout(operator(), settle.clone()).await.unwrap();
        assert_eq!(after.state, ends);
        assert_eq!(after.failure.as_deref(), Some("settled by hand: The provider was called"));
        let again = shop.orders.decide_checkout(operator(), settle).await.unwrap_err();
        assert_eq!(again.kind, ErrorKind::Conflict, "it has ended");
    }
    assert_eq!(shop.orders.stuck_checkouts(operator()).await.unwrap(), []);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_decision_needs_a_reason_and_the_permission_and_changes_nothing_without_them(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = run(&shop, S::Stuck, false).await;
    for act in [Intervention::Undo, Intervention::Settle] {
        let unsaid = CheckoutDecision { reason: "  ".to_owned(), ..decision(id, S::Stuck, act) };
        let refused = shop.orders.decide_checkout(operator(), unsaid).await.unwrap_err();
        assert!(refused.for_field("reason").is_some(), "{act:?}: {refused:?}");
    }
    for act in [Intervention::Retry, Intervention::Undo, Intervention::Settle] {
        let clerk = staff(&[Permission::ViewOrders, Permission::RefundPayments]);
        let refused = shop.orders.decide_checkout(clerk, decision(id, S::Stuck, act)).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Forbidden, "{act:?}");
    }
    assert_eq!(shop.orders.checkout(id).await.unwrap().unwrap().state, S::Stuck);
    assert!(audited(&shop).await.is_empty());
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn of_two_people_who_decide_at_once_one_does(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = run(&shop, S::Stuck, false).await;
    let decide = |act| shop.orders.decide_checkout(operator(), decision(id, S::Stuck, act));
    let (one, other) = tokio::join!(decide(Intervention::Settle), decide(Intervention::Retry));
    assert_ne!(one.is_ok(), other.is_ok(), "{one:?} {other:?}");
    assert_eq!(audited(&shop).await.len(), 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_run_that_waits_for_its_next_try_is_due_at_once_and_keeps_its_count(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let id = run(&shop, S::Confirmed, true).await;
    shop.orders.note_checkout_attempt(id, "no answer".to_owned()).await.unwrap();
    assert_eq!(shop.orders.idle_checkouts(0).await.unwrap(), [], "it waits");
    let retry = decision(id, S::Confirmed, Intervention::Retry);
    let after = shop.orders.decide_checkout(operator(), retry).await.unwrap();
    assert_eq!((after.state, after.attempts), (S::Confirmed, 1));
    assert_eq!(shop.orders.idle_checkouts(0).await.unwrap().len(), 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn units_that_a_refund_kept_are_let_go_by_a_person_with_the_reason_in_the_audit(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (order, refund) = (shop.paid().await, ids::mint());
    shop.orders.hold_lines(order.id, Movement::Refund, refund, None).await.unwrap();
    shop.orders.note_hold_attempt(Movement::Refund, refund, "no answer".to_owned()).await.unwrap();
    let held = shop.orders.held_lines(0).await.unwrap();
    assert_eq!((held[0].attempts, held[0].failure.as_deref()), (1, Some("no answer")));

    let decide = |actor, act, reason: &str| {
        shop.orders.decide_hold(actor, Movement::Refund, refund, act, reason.to_owned())
    };
    let clerk = staff(&[Permission::RefundPayments]);
    assert_eq!(decide(clerk, Intervention::Undo, "x").await.unwrap_err().kind, ErrorKind::Forbidden);
    assert!(decide(operator(), Intervention::Undo, "").await.unwrap_err().for_field("reason").is_some());
    decide(operator(), Intervention::Retry, "").await.unwrap();
    assert_eq!(shop.orders.held_lines(0).await.unwrap().len(), 1, "another try keeps them");
    decide(operator(), Intervention::Undo, "It was never sent").await.unwrap();
    assert_eq!(shop.orders.held_lines(0).await.unwrap(), []);
    let acts = audited(&shop).await;
    let names: Vec<_> = acts.iter().map(|act| act.action.as_str()).collect();
    assert_eq!(names, ["refund.retried", "refund.undone"]);
    assert!(acts[1].details.contains("It was never sent"));
    let gone = decide(operator(), Intervention::Undo, "again").await.unwrap_err();
    assert_eq!(gone.kind, ErrorKind::NotFound);
}
