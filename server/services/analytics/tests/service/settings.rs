//! Whose days count, and how long the log keeps events.

use crate::shop::{Shop, item, order};
use contracts::{
    Actor, ErrorKind, Permission, ProductId, ShopId, UserId,
    analytics::{Analytics as _, DashboardSpan, LogRetention, Period},
    orders::{Event, Seller, ShopLocale, ShopSettings},
};
use platform::ids;
use sqlx::PgPool;

async fn moved(shop: &Shop, when: &str, version: u32, zone: &str) {
    let locale = ShopLocale { time_zone: zone.into(), ..ShopLocale::default() };
    let settings = ShopSettings { version, locale, ..ShopSettings::unchanged(Seller::default()) };
    let id = ShopId(uuid::Uuid::nil());
    shop.happened(when, &Event::ShopSaved { shop: id, settings: Box::new(settings) }).await;
}

async fn sold(shop: &Shop, when: &str) {
    shop.confirmed(when, &order(vec![item(ProductId(ids::mint()), "Mug", 1, 1000)])).await;
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn today_begins_at_midnight_where_the_shop_is(pool: PgPool) {
    let shop = Shop::open(pool).await;
    // It is 09:30 UTC on the 20th: 18:30 in Tokyo, where the day began at 15:00 UTC on the 19th.
    sold(&shop, "2026-11-19T14:59:00Z").await;
    sold(&shop, "2026-11-19T15:00:00Z").await;
    sold(&shop, "2026-11-20T08:15:00Z").await;
    let before = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((before.orders.value, before.begun, before.time_zone.as_str()), (1, 10, "UTC"));

    moved(&shop, "2026-11-20T09:00:00Z", 1, "Asia/Tokyo").await;
    let today = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((today.orders.value, today.begun, today.time_zone.as_str()), (2, 19, "Asia/Tokyo"));
    assert_eq!((today.orders.series[0], today.orders.series[17]), (1, 1));
    assert_eq!((today.orders.before, today.orders.series_before[23]), (0, 1), "it was late yesterday");
    let week = shop.dashboard(DashboardSpan::Week).await;
    assert_eq!(week.orders.series, [0, 0, 0, 0, 0, 1, 2]);
    let id = shop.service.make_report(Actor::System, "sales_by_day".into(), Period::Today).await.unwrap();
    let csv = shop.service.report_csv(Actor::System, id).await.unwrap().unwrap();
    assert!(csv.contains("2026-11-20,2,2,"), "{csv}");
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn days_of_a_zone_that_is_off_by_half_an_hour_are_cut_to_the_minute(pool: PgPool) {
    let shop = Shop::open(pool).await;
    moved(&shop, "2026-11-01T00:00:00Z", 1, "Asia/Kolkata").await;
    // Midnight there is 18:30 UTC.
    sold(&shop, "2026-11-19T18:29:59Z").await;
    sold(&shop, "2026-11-19T18:30:00Z").await;
    let today = shop.dashboard(DashboardSpan::Today).await;
    assert_eq!((today.orders.value, today.orders.series[0], today.orders.series_before[23]), (1, 1, 1));
    assert_eq!(today.best_sellers.len(), 1);
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn no_sale_is_lost_or_counted_twice_when_the_clocks_are_changed(pool: PgPool) {
    let shop = Shop::open(pool).await;
    moved(&shop, "2026-01-01T00:00:00Z", 1, "Europe/Berlin").await;
    // The 25th of October has 25 hours there; two of them are called two o'clock.
    for when in ["2026-10-24T21:59:00Z", "2026-10-24T22:00:00Z", "2026-10-25T00:30:00Z"] {
        sold(&shop, when).await;
    }
    for when in ["2026-10-25T01:30:00Z", "2026-10-25T22:59:00Z", "2026-10-25T23:00:00Z"] {
        sold(&shop, when).await;
    }
    let (from, to) = ("2026-10-25".parse().unwrap(), "2026-10-25".parse().unwrap());
    let span = DashboardSpan::Own(contracts::analytics::DayRange { from, to });
    let day = shop.dashboard(span).await;
    assert_eq!((day.orders.value, day.orders.series.iter().sum::<i64>()), (4, 4));
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn an_older_change_of_the_zone_that_is_heard_late_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    moved(&shop, "2026-11-20T09:00:00Z", 2, "Asia/Tokyo").await;
    moved(&shop, "2026-11-20T08:00:00Z", 1, "Europe/Berlin").await;
    assert_eq!(shop.dashboard(DashboardSpan::Today).await.time_zone, "Asia/Tokyo");
}

fn staff(permissions: &[Permission]) -> Actor {
    let (user, email) = (UserId(ids::mint()), "clerk@example.com".to_owned());
    Actor::Staff { user, email, permissions: permissions.to_vec() }
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn the_log_is_kept_as_long_as_is_set_within_bounds(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for age in [89, 91] {
        let logged = "insert into event_logs (event_id, service_name, event_type, aggregate, payload, \"timestamp\")
            values (gen_random_uuid(), 'orders', 'cart_started', gen_random_uuid(), '{}', now() - make_interval(days => $1))";
        sqlx::query(logged).bind(age).execute(shop.db.pool()).await.unwrap();
    }
    let actor = || staff(&[Permission::ManageSettings]);
    let now = shop.service.log_retention(actor()).await.unwrap();
    assert_eq!(now, LogRetention { version: 0, days: None }, "for ever unless told otherwise");
    for days in [None, Some(89), Some(3651)] {
        let wrong = shop.service.save_log_retention(actor(), LogRetention { days, ..now }).await;
        assert!(wrong.unwrap_err().for_field("days").is_some(), "{days:?}");
    }
    let wanted = LogRetention { days: Some(90), ..now };
    let saved = shop.service.save_log_retention(actor(), wanted).await.unwrap();
    assert_eq!((saved.version, saved.days), (1, Some(90)));
    assert_eq!(shop.service.save_log_retention(actor(), wanted).await.unwrap_err().kind, ErrorKind::Conflict);
    let nobody = shop.service.save_log_retention(staff(&[]), saved).await.unwrap_err();
    assert_eq!(nobody.kind, ErrorKind::Forbidden);

    shop.service.forget_events().await.unwrap();
    let left: i64 =
        sqlx::query_scalar("select count(*) from event_logs").fetch_one(shop.db.pool()).await.unwrap();
    assert_eq!(left, 1);
}
