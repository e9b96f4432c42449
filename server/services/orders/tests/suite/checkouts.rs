//! The record of each run of the checkout flow.

use crate::support::{Shop, staff, wanted};
use contracts::{
    CartId, CheckoutId, ErrorKind, Permission,
    orders::{CheckoutState, Orders as _, TaxRate},
};
use platform::ids;
use sqlx::PgPool;

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn the_same_key_is_the_same_run(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let cart = CartId(ids::mint());
    let start = |id| shop.orders.start_checkout(id, cart, "key".to_owned(), r#"{"step":1}"#.to_owned());

    let first = start(CheckoutId(ids::mint())).await.unwrap();
    let again = start(CheckoutId(ids::mint())).await.unwrap();

    assert_eq!(first, again);
    assert_eq!(shop.orders.checkout_by_key(cart, "key".to_owned()).await.unwrap(), Some(first.clone()));
    assert_eq!(shop.orders.checkout_by_key(cart, "other".to_owned()).await.unwrap(), None);
    assert_eq!(shop.orders.open_checkouts(cart).await.unwrap(), std::slice::from_ref(&first));
    assert_eq!(
        (first.state, first.attempts, first.data.as_str()),
        (CheckoutState::Started, 0, r#"{"step":1}"#)
    );
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn of_two_movers_one_wins_and_the_other_learns_where_it_is(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let run = started(&shop).await;
    let go = |to, note: &str| {
        let data = serde_json::json!({ "note": note }).to_string();
        shop.orders.advance_checkout(run, CheckoutState::Started, to, data, None)
    };

    let (one, other) = tokio::join!(go(CheckoutState::StockReserved, "a"), go(CheckoutState::Undoing, "b"));

    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!((one.state, &one.data), (other.state, &other.data));
    let steps: i64 =
        sqlx::query_scalar("select count(*) from checkout_steps").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(steps, 2, "started, and one move");
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_run_does_not_skip_steps(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let run = started(&shop).await;
    let skipped = shop.orders.advance_checkout(
        run,
        CheckoutState::Started,
        CheckoutState::Placed,
        "{}".to_owned(),
        None,
    );
    assert_eq!(skipped.await.unwrap_err().kind, ErrorKind::Conflict);
    let unknown = CheckoutId(ids::mint());
    let moved = shop.orders.advance_checkout(
        unknown,
        CheckoutState::Started,
        CheckoutState::Undoing,
        "{}".to_owned(),
        None,
    );
    assert_eq!(moved.await.unwrap_err().kind, ErrorKind::NotFound);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn attempts_are_counted_per_state(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let run = started(&shop).await;
    shop.orders.note_checkout_attempt(run, "no answer".to_owned()).await.unwrap();
    shop.wait_for_the_next_try().await;
    let tried = shop.orders.note_checkout_attempt(run, "no answer again".to_owned()).await.unwrap();
    assert_eq!((tried.attempts, tried.failure.as_deref()), (2, Some("no answer again")));

    let moved = shop.orders.advance_checkout(
        run,
        CheckoutState::Started,
        CheckoutState::StockReserved,
        "{}".to_owned(),
        None,
    );
    assert_eq!(moved.await.unwrap().attempts, 0);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn runs_that_stand_still_are_found_and_stuck_ones_are_shown_to_operators(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (idle, stuck) = (started(&shop).await, started(&shop).await);
    advance(&shop, stuck, CheckoutState::Started, CheckoutState::Undoing).await;
    advance(&shop, stuck, CheckoutState::Undoing, CheckoutState::Stuck).await;
    sqlx::query("update checkouts set updated_at = now() - interval '2 minutes'")
        .execute(shop.db.pool())
        .await
        .unwrap();
    let fresh = started(&shop).await;

    let found = shop.orders.idle_checkouts(60).await.unwrap();
    assert_eq!(found.iter().map(|run| run.id).collect::<Vec<_>>(), [idle]);
    assert!(shop.orders.checkout(fresh).await.unwrap().is_some());

    let shown = shop.orders.stuck_checkouts(staff(&[Permission::OperateSystem])).await.unwrap();
    assert_eq!(shown.iter().map(|run| run.id).collect::<Vec<_>>(), [stuck]);
    let refused = shop.orders.stuck_checkouts(staff(&[Permission::ViewOrders])).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_run_that_fails_is_tried_again_after_longer_and_longer_pauses(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let run = started(&shop).await;
    let mut pauses = Vec::new();
    for _ in 0..4 {
        let tried = shop.orders.note_checkout_attempt(run, "no answer".to_owned()).await.unwrap();
        let pause = tried.next_attempt_at - platform::system_clock().now();
        pauses.push((pause.num_milliseconds() + 2500) / 5000);
        assert_eq!(shop.orders.idle_checkouts(0).await.unwrap(), [], "it is not due yet");
        shop.wait_for_the_next_try().await;
        assert_eq!(shop.orders.idle_checkouts(0).await.unwrap().len(), 1);
    }
    assert_eq!(pauses, [1, 2, 4, 8], "in pauses of five seconds");
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn asking_often_does_not_use_up_a_run_s_patience(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let run = started(&shop).await;
    for _ in 0..10 {
        shop.orders.note_checkout_attempt(run, "no answer".to_owned()).await.unwrap();
    }
    assert_eq!(shop.orders.checkout(run).await.unwrap().unwrap().attempts, 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_run_that_keeps_failing_is_shown_to_operators(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let run = started(&shop).await;
    let operator = || staff(&[Permission::OperateSystem]);
    for _ in 0..8 {
        assert_eq!(shop.orders.stuck_checkouts(operator()).await.unwrap(), []);
        shop.orders.note_checkout_attempt(run, "no answer".to_owned()).await.unwrap();
        shop.wait_for_the_next_try().await;
    }
    assert_eq!(shop.orders.stuck_checkouts(operator()).await.unwrap().len(), 1);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_run_knows_the_order_that_came_of_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let run = started(&shop).await;
    let order = shop.place(contracts::orders::PlaceOrder { checkout: run, ..wanted(None) }).await;
    assert_eq!(shop.orders.checkout(run).await.unwrap().unwrap().order, Some(order.id));
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn tax_is_the_destination_s(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for (country, rate) in [("DE", 1900), ("FI", 2550), ("US", 0), ("CH", 0)] {
        assert_eq!(shop.orders.tax_rate(country.parse().unwrap()).await.unwrap(), rate, "{country}");
    }
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn a_changed_tax_rate_counts_for_orders_to_come_and_is_remembered(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let placed = shop.place(wanted(None)).await;
    let owner = staff(&[Permission::ManageSettings]);
    let germany = || "DE".parse().unwrap();
    let rate = |rate_bp| TaxRate { country: germany(), rate_bp };
    shop.orders.save_tax_rate(owner.clone(), rate(1600)).await.unwrap();
    assert_eq!(shop.orders.tax_rate(germany()).await.unwrap(), 1600);
    assert!(shop.orders.tax_rates(owner.clone()).await.unwrap().contains(&rate(1600)));
    let kept = shop.orders.order(contracts::Actor::System, placed.id).await.unwrap().unwrap();
    assert_eq!((kept.tax, kept.tax_rate_bp), (placed.tax, placed.tax_rate_bp));

    let refused = shop.orders.save_tax_rate(owner.clone(), rate(10_001)).await.unwrap_err();
    assert!(refused.for_field("rate").is_some());
    shop.orders.remove_tax_rate(owner.clone(), germany()).await.unwrap();
    assert_eq!(shop.orders.tax_rate(germany()).await.unwrap(), 0);
    let gone = shop.orders.remove_tax_rate(owner, germany()).await.unwrap_err();
    assert_eq!(gone.kind, ErrorKind::NotFound);
    let support = shop.orders.tax_rates(staff(&[Permission::ViewOrders])).await.unwrap_err();
    assert_eq!(support.kind, ErrorKind::Forbidden);
}

#[sqlx::test(migrator = "orders::MIGRATOR")]
async fn what_was_agreed_is_forgotten_a_month_after_the_end_and_never_before(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let agreed = r#"{"who":"Ada, Unter den Linden 1"}"#;
    for state in ["completed", "abandoned", "stuck", "confirmed"] {
        for age in [29, 31] {
            sqlx::query(
                "insert into checkouts (id, cart_id, idempotency_key, state, data, updated_at)
                 values ($1, $1, $2, $3, $4::jsonb, now() - make_interval(days => $5))",
            )
            .bind(ids::mint())
            .bind(format!("{state} {age}"))
            .bind(state)
            .bind(agreed)
            .bind(age)
            .execute(shop.db.pool())
            .await
            .unwrap();
        }
    }
    let db = shop.db.clone();
    for job in orders::jobs(&std::sync::Arc::new(shop.orders)) {
        job.run_now(serde_json::Value::Null).await.unwrap();
    }
    let forgotten: Vec<String> =
        sqlx::query_scalar("select idempotency_key from checkouts where data = '{}' order by 1")
            .fetch_all(db.pool())
            .await
            .unwrap();
    assert_eq!(forgotten, ["abandoned 31", "completed 31"]);
}

async fn started(shop: &Shop) -> CheckoutId {
    let (id, cart) = (CheckoutId(ids::mint()), CartId(ids::mint()));
    shop.orders.start_checkout(id, cart, "key".to_owned(), "{}".to_owned()).await.unwrap().id
}

async fn advance(shop: &Shop, run: CheckoutId, from: CheckoutState, to: CheckoutState) {
    shop.orders.advance_checkout(run, from, to, "{}".to_owned(), None).await.unwrap();
}
