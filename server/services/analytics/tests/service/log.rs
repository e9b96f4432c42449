//! Every event is kept, no person is.

use crate::shop::{Shop, cart_started, item, order};
use contracts::{
    Actor, PageRequest, ProductId, UserId,
    analytics::{Analytics as _, DashboardSpan, EventQuery},
    identity,
};
use platform::ids;
use sqlx::PgPool;

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn nothing_that_identifies_a_person_enters_the_log(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = order(vec![item(ProductId(ids::mint()), "Morning Mug", 1, 1000)]);
    shop.confirmed("2026-11-20T08:00:00Z", &order).await;
    let registered = identity::Event::UserRegistered {
        user: UserId(ids::mint()),
        name: "Ada Lovelace".into(),
        email: "ada@example.com".parse().unwrap(),
        language: "en".into(),
        by_themselves: true,
    };
    shop.happened("2026-11-20T08:00:00Z", &registered).await;
    let log = shop.service.events(Actor::System, EventQuery::default()).await.unwrap();
    let text: String = log.items.iter().map(|event| event.payload.as_str()).collect();
    for personal in
        ["ada", "lovelace", "example.com", "invaliden", "10115", "berlin", "1234567", "ring", "called"]
    {
        assert!(!text.to_lowercase().contains(personal), "{personal} in {text}");
    }
    for kept in ["Morning Mug", &order.number, &order.id.to_string()] {
        assert!(text.contains(kept), "{kept}");
    }
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn the_log_is_filtered_and_newest_first(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = order(vec![]);
    shop.happened("2026-11-20T08:00:00Z", &cart_started()).await;
    shop.confirmed("2026-11-20T08:05:00Z", &order).await;
    let types = |query: EventQuery| async {
        let page = shop.service.events(Actor::System, query).await.unwrap();
        (page.total, page.items.into_iter().map(|event| event.event_type).collect::<Vec<_>>())
    };
    let all = types(EventQuery::default()).await;
    assert_eq!(all, (2, vec!["order_confirmed".to_owned(), "cart_started".to_owned()]));
    let second = EventQuery { page: PageRequest::new(2, 1), ..EventQuery::default() };
    assert_eq!(types(second).await, (2, vec!["cart_started".to_owned()]));
    let about = EventQuery { aggregate: Some(order.id.0), service: "orders".into(), ..EventQuery::default() };
    assert_eq!(types(about).await.1, ["order_confirmed"]);
    let none = EventQuery { event_type: "order_shipped".into(), ..EventQuery::default() };
    assert_eq!(types(none).await.0, 0);
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn an_erased_account_is_in_no_event_and_the_figures_stay(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = order(vec![item(ProductId(ids::mint()), "Morning Mug", 1, 1000)]);
    let ada = order.user.unwrap();
    shop.confirmed("2026-11-20T08:00:00Z", &order).await;
    let changed = identity::Event::LoggedIn { user: ada, realm: identity::Realm::Shop };
    shop.happened("2026-11-20T08:00:00Z", &changed).await;
    let subject = contracts::privacy::Subject { user: ada, email: None, orders: Vec::new() };
    let told = shop.service.personal_data(Actor::System, subject.clone()).await.unwrap().remove(0).rows;
    assert!(told.contains("logged_in") && told.contains("order_confirmed"), "{told}");
    let before = shop.dashboard(DashboardSpan::Week).await;

    let gone = identity::Event::UserDeleted { user: ada, address_hash: Some("0123".into()) };
    shop.happened("2026-11-20T09:00:00Z", &gone).await;
    assert_eq!(shop.service.personal_data(Actor::System, subject).await.unwrap().remove(0).rows, "[]");
    let rows: Vec<String> = sqlx::query_scalar("select event_logs::text from event_logs")
        .fetch_all(shop.db.pool())
        .await
        .unwrap();
    assert_eq!(rows.len(), 3, "that it happened is kept");
    assert!(!rows.iter().any(|row| row.contains(&ada.to_string()) || row.contains("0123\"\"")), "{rows:?}");
    assert_eq!(shop.dashboard(DashboardSpan::Week).await, before);
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn the_events_of_an_account_are_the_one_s_that_it_became_a_part_of(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let order = order(vec![item(ProductId(ids::mint()), "Morning Mug", 1, 1000)]);
    let (kept, merged) = (UserId(ids::mint()), order.user.unwrap());
    shop.confirmed("2026-11-20T08:00:00Z", &order).await;
    for user in [kept, merged] {
        let entered = identity::Event::LoggedIn { user, realm: identity::Realm::Shop };
        shop.happened("2026-11-20T08:00:00Z", &entered).await;
    }
    let before = shop.dashboard(DashboardSpan::Week).await;
    let one = identity::Event::CustomersMerged { kept, merged };
    shop.happened("2026-11-20T09:00:00Z", &one).await;
    let told = async |user: UserId| {
        let subject = contracts::privacy::Subject { user, email: None, orders: Vec::new() };
        shop.service.personal_data(Actor::System, subject).await.unwrap().remove(0).rows
    };
    let of_kept = told(kept).await;
    assert_eq!(of_kept.matches("logged_in").count(), 4, "as event and in what it says, of both: {of_kept}");
    assert!(of_kept.contains("order_confirmed"), "{of_kept}");
    assert_eq!(told(merged).await, "[]");
    assert_eq!(shop.dashboard(DashboardSpan::Week).await, before);
}
