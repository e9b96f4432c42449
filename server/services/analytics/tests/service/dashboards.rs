//! What the back office opens on.

use crate::shop::{Shop, at, cart_started, euros, item, order, placed};
use contracts::{
    Actor, Currency, ErrorKind, Money, ProductId, UserId,
    analytics::{Analytics as _, Comparison, DashboardQuery, DashboardSpan, DayRange},
    identity,
    orders::{Event, PaymentState},
};
use platform::{ids, testing};
use sqlx::PgPool;

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn revenue_and_orders_are_counted_in_their_step_and_compared(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = ProductId(ids::mint());
    shop.confirmed("2026-11-20T08:15:00Z", &order(vec![item(mug, "Mug", 2, 1000)])).await;
    shop.confirmed("2026-11-20T08:45:00Z", &order(vec![item(mug, "Mug", 1, 1000)])).await;
    shop.confirmed("2026-11-19T09:00:00Z", &order(vec![item(mug, "Mug", 1, 500)])).await;
    shop.confirmed("2026-11-19T22:00:00Z", &order(vec![item(mug, "Mug", 1, 9000)])).await;
    let today = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((today.steps.len(), today.steps[8].label.as_str(), today.begun), (24, "08:00", 10));
    assert_eq!((today.revenue.value, today.revenue.before), (3980, 990));
    assert_eq!((today.revenue.series[8], today.revenue.series_before[22]), (3980, 9490));
    assert_eq!((today.orders.value, today.orders.before), (2, 1));
    assert_eq!((today.average_order.value, today.average_order.series[8]), (1990, 1990));
    let week = shop.dashboard(DashboardSpan::Week).await;
    assert_eq!((week.steps[0].label.as_str(), week.steps[6].label.as_str()), ("14 Nov", "20 Nov"));
    assert_eq!(week.revenue.series, [0, 0, 0, 0, 0, 10_480, 3980]);
    for span in [DashboardSpan::Month, DashboardSpan::Quarter, DashboardSpan::Year] {
        assert_eq!(shop.dashboard(span).await.revenue.value, 14_460, "{span:?}");
    }
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn refunds_and_voided_orders_reduce_the_revenue_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let now = "2026-11-20T08:15:00Z";
    let mut refunded = order(vec![item(ProductId(ids::mint()), "Mug", 2, 1000)]);
    let voided = order(vec![item(ProductId(ids::mint()), "Bowl", 1, 3000)]);
    shop.confirmed(now, &refunded).await;
    shop.confirmed(now, &voided).await;
    refunded.payment_status = PaymentState::Paid;
    let cancelled = |order: &contracts::orders::Order, was_confirmed| Event::OrderCancelled {
        order: order.id,
        snapshot: Box::new(order.clone()),
        reason: "changed my mind".into(),
        was_confirmed,
    };
    shop.happened(now, &cancelled(&refunded, true)).await;
    shop.happened(now, &cancelled(&voided, true)).await;
    shop.happened(now, &cancelled(&order(vec![]), false)).await;
    let amount = euros(2490);
    let id = refunded.id;
    shop.happened(now, &Event::OrderRefunded { order: id, snapshot: Box::new(refunded), amount }).await;
    let today = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((today.revenue.value, today.refunded.value, today.refunded.series[8]), (0, 2490, 2490));
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn one_s_own_days_are_compared_with_the_same_days_a_year_before(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let bowl = || order(vec![item(ProductId(ids::mint()), "Bowl", 1, 3000)]);
    for when in
        ["2026-10-31T23:59:59Z", "2026-11-01T00:00:00Z", "2025-11-02T23:59:59Z", "2025-11-03T00:00:00Z"]
    {
        shop.confirmed(when, &bowl()).await;
    }
    let day = |text: &str| text.parse().unwrap();
    let span = DashboardSpan::Own(DayRange { from: day("2026-11-01"), to: day("2026-11-02") });
    let query = DashboardQuery { span, compare: Comparison::YearBefore };
    let shown = shop.service.dashboard(Actor::System, query).await.unwrap();
    assert_eq!((&shown.orders.series, &shown.orders.series_before), (&vec![1, 0], &vec![0, 1]));
    assert_eq!(shown.compared.unwrap().from, day("2025-11-01"));
    let query = DashboardQuery { compare: Comparison::Nothing, ..query };
    let alone = shop.service.dashboard(Actor::System, query).await.unwrap();
    assert_eq!((alone.orders.value, alone.orders.before, alone.compared), (1, 0, None));
    let backwards = DashboardSpan::Own(DayRange { from: day("2026-11-02"), to: day("2026-11-01") });
    let query = DashboardQuery { span: backwards, ..query };
    let refused = shop.service.dashboard(Actor::System, query).await.unwrap_err();
    assert!(refused.for_field("to").is_some());
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn what_was_logged_before_it_was_counted_is_counted_from_the_log_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let logged =
        "insert into event_logs (event_id, service_name, event_type, aggregate, payload, \"timestamp\")
        select gen_random_uuid(), service, kind, gen_random_uuid(), payload::jsonb, '2026-11-20T08:15:00Z'
        from (values ('identity', 'user_registered', '{}'), ('identity', 'logged_in', '{}'),
            ('orders', 'order_refunded', '{\"amount\": {\"minor\": 250, \"currency\": \"EUR\"}}'),
            ('orders', 'order_refunded', '{\"amount\": {\"minor\": 50, \"currency\": \"EUR\"}}'),
            ('orders', 'order_refunded', '{\"amount\": {\"minor\": 9, \"currency\": \"USD\"}}'))
        as events (service, kind, payload)";
    sqlx::query(logged).execute(shop.db.pool()).await.unwrap();
    let migration = include_str!("../../../../../migrations/analytics/0006_refunds_and_customers.sql");
    for _ in 0..2 {
        sqlx::raw_sql(migration).execute(shop.db.pool()).await.unwrap();
    }
    let today = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((today.refunded.series[8], today.customers.series[8]), (300, 1));
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn new_accounts_are_counted_in_their_step(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let registered = || identity::Event::UserRegistered {
        user: UserId(ids::mint()),
        name: "Ada".into(),
        email: "ada@example.com".parse().unwrap(),
        language: "en".into(),
        by_themselves: true,
    };
    shop.happened("2026-11-20T08:00:00Z", &registered()).await;
    shop.happened("2026-11-18T08:00:00Z", &registered()).await;
    shop.happened("2026-11-12T08:00:00Z", &registered()).await;
    let week = shop.dashboard(DashboardSpan::Week).await;
    assert_eq!((week.customers.value, week.customers.before), (2, 1));
    assert_eq!(week.customers.series, [0, 0, 0, 0, 1, 0, 1]);
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn conversion_is_the_share_of_carts_that_became_orders(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for _ in 0..8 {
        shop.happened("2026-11-20T07:00:00Z", &cart_started()).await;
    }
    shop.happened("2026-11-20T08:00:00Z", &placed(&order(vec![]))).await;
    assert_eq!(shop.dashboard(DashboardSpan::Today).await.conversion.value, 0, "a run may still be undone");
    shop.confirmed("2026-11-20T08:00:00Z", &order(vec![])).await;
    let today = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((today.conversion.value, today.conversion.before), (1250, 0));
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn a_cancelled_order_no_longer_counts_where_it_was_counted(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, bowl) = (ProductId(ids::mint()), ProductId(ids::mint()));
    let then = "2026-11-18T08:15:00Z";
    let mut cancelled = order(vec![item(mug, "Mug", 2, 1000)]);
    cancelled.history[0].at = at(then);
    let event = Event::OrderCancelled {
        order: cancelled.id,
        snapshot: Box::new(cancelled.clone()),
        reason: "changed my mind".into(),
        was_confirmed: true,
    };
    shop.happened("2026-11-20T08:00:00Z", &event).await;
    shop.confirmed(then, &cancelled).await;
    shop.confirmed(then, &order(vec![item(bowl, "Bowl", 1, 3000)])).await;
    let week = shop.dashboard(DashboardSpan::Week).await;
    assert_eq!(week.orders.series, [0, 0, 0, 0, 1, 0, 0]);
    assert_eq!((week.revenue.value, week.average_order.value), (3490, 3490));
    assert_eq!(week.best_sellers.iter().map(|one| one.product).collect::<Vec<_>>(), [bowl]);
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn the_best_sellers_come_first_under_their_newest_name(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (mug, bowl) = (ProductId(ids::mint()), ProductId(ids::mint()));
    shop.confirmed(
        "2026-11-18T08:00:00Z",
        &order(vec![item(mug, "Old Mug", 1, 1000), item(bowl, "Bowl", 1, 1500)]),
    )
    .await;
    shop.confirmed(
        "2026-11-20T08:00:00Z",
        &order(vec![item(mug, "Mug", 1, 1000), item(mug, "Mug", 2, 1000)]),
    )
    .await;
    shop.confirmed("2025-01-01T08:00:00Z", &order(vec![item(bowl, "Bowl", 100, 1500)])).await;
    let best = shop.dashboard(DashboardSpan::Week).await.best_sellers;
    let shown: Vec<_> = best.iter().map(|one| (one.name.as_str(), one.units, one.revenue.minor)).collect();
    assert_eq!(shown, [("Mug", 4, 4000), ("Bowl", 1, 1500)]);
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn an_event_delivered_many_times_at_once_counts_once(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mug = ProductId(ids::mint());
    let mut calls = Vec::new();
    for _ in 0..10 {
        let order = order(vec![item(mug, "Mug", 1, 510), item(ProductId(ids::mint()), "Bowl", 1, 0)]);
        let event = Event::OrderConfirmed { order: order.id, snapshot: Box::new(order) };
        let mut envelope = testing::envelope(&event);
        envelope.occurred_at = crate::shop::at("2026-11-20T08:00:00Z");
        for _ in 0..3 {
            let (service, envelope) = (shop.service.clone(), envelope.clone());
            calls.push(tokio::spawn(async move { service.on_any_event(envelope).await }));
        }
    }
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let today = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((today.orders.value, today.revenue.value), (10, 10_000));
    assert_eq!(today.best_sellers[0].units, 10);
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn only_the_shop_s_own_currency_is_added_up(pool: PgPool) {
    let shop = Shop::open_in(pool, Currency::Jpy).await;
    let mut yen = order(vec![]);
    yen.total = Money::new(1000, Currency::Jpy);
    shop.confirmed("2026-11-20T08:00:00Z", &yen).await;
    shop.confirmed("2026-11-20T08:00:00Z", &order(vec![])).await;
    let today = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((today.currency, today.revenue.value, today.orders.value), (Currency::Jpy, 1000, 2));
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn only_staff_with_the_permission_see_figures(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let guest = shop.service.dashboard(Actor::Guest, DashboardQuery::default()).await.unwrap_err();
    assert_eq!(guest.kind, ErrorKind::Unauthenticated);
}
