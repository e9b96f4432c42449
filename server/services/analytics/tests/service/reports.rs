//! Reports as staff download them.

use crate::shop::{Shop, item, order};
use contracts::{
    Actor, PageRequest, ProductId,
    analytics::{Analytics as _, Period},
};
use platform::ids;
use sqlx::PgPool;

async fn csv(shop: &Shop, report_type: &str, period: Period) -> String {
    let made = shop.service.make_report(Actor::System, report_type.into(), period).await.unwrap();
    shop.service.report_csv(Actor::System, made).await.unwrap().unwrap()
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn sales_by_day_lists_every_day_and_is_kept(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.confirmed("2026-11-19T23:59:00Z", &order(vec![item(ProductId(ids::mint()), "Mug", 3, 1000)])).await;
    let csv = csv(&shop, "sales_by_day", Period::Week).await;
    let lines: Vec<_> = csv.split("\r\n").collect();
    assert_eq!(lines.len(), 1 + 7 + 1);
    assert_eq!(lines[0], "day,orders,units,revenue,currency");
    assert_eq!((lines[6], lines[7]), ("2026-11-19,1,3,34.90,EUR", "2026-11-20,0,0,0.00,EUR"));
    let kept = shop.service.reports(Actor::System, PageRequest::default()).await.unwrap();
    let report = &kept.items[0];
    assert_eq!((kept.total, report.rows, report.report_type.as_str()), (1, 7, "sales_by_day"));
    assert_eq!((report.from.to_string(), report.to.to_string()), ("2026-11-14".into(), "2026-11-20".into()));
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn sales_by_product_disarms_names_that_look_like_formulas(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let product = ProductId(ids::mint());
    shop.confirmed("2026-11-20T08:00:00Z", &order(vec![item(product, "=HYPERLINK(\"x\")", 1, 1000)])).await;
    let csv = csv(&shop, "sales_by_product", Period::Today).await;
    let expected = format!("{product},\"'=HYPERLINK(\"\"x\"\")\",1,10.00,EUR");
    assert_eq!(csv.split("\r\n").nth(1), Some(expected.as_str()));
}

#[sqlx::test(migrator = "analytics::MIGRATOR")]
async fn there_are_no_other_reports(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let refused = shop.service.make_report(Actor::System, "users".into(), Period::Today).await.unwrap_err();
    assert!(refused.for_field("report_type").is_some());
}
