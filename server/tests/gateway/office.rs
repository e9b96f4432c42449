//! What staff see in the back office, as their browser asks for it.

use crate::support::{Shop, client::Client};
use contracts::{
    Actor,
    analytics::Period,
    identity::{ClientInfo, Credentials, Realm},
};

pub async fn administrator(shop: &Shop) -> Client {
    let identity = &shop.built.services.identity;
    let credentials = || Credentials { email: "ada@example.com".into(), password: "correct horse".into() };
    let Credentials { email, password } = credentials();
    identity.ensure_administrator(Actor::System, email.parse().unwrap(), password).await.unwrap();
    let outcome = identity.log_in(Realm::Staff, credentials(), ClientInfo::default()).await.unwrap();
    let session = outcome.signed_in().unwrap();
    shop.client().with("cookie", format!("admin={}", session.token))
}

#[tokio::test(flavor = "multi_thread")]
async fn a_report_is_listed_and_comes_as_a_file_to_staff_only() {
    let shop = Shop::open(&[]).await;
    let staff = administrator(&shop).await;
    let analytics = &shop.built.services.analytics;
    analytics.make_report(Actor::System, "sales_by_day".into(), Period::Week).await.unwrap();
    let page = staff.get("/admin/reports").await.must_be(200).text();
    assert!(page.contains("Sales by day") && page.contains("1 report"), "{page}");
    let link = page.split("href=\"").find(|part| part.contains("load_report_file")).unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let file = staff.get(&link).await.must_be(200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert!(file.header("content-disposition").starts_with("attachment; filename=\"report-"));
    assert!(file.text().starts_with("day,orders,units,revenue,currency\r\n"), "{}", file.text());
    assert_ne!(shop.client().get(&link).await.status, 200);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_parcels_page_opens_for_staff() {
    let shop = Shop::open(&[]).await;
    let page = administrator(&shop).await.get("/admin/parcels").await.must_be(200).text();
    assert!(page.contains("Nothing here yet"), "{page}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn an_entry_of_the_audit_log_is_a_line_with_its_ids_shortened_and_whole_behind_it() {
    let shop = Shop::open(&[]).await;
    let staff = administrator(&shop).await;
    let page = staff.get("/admin/audit?action=staff.logged_in").await.must_be(200).text();
    let whole = page.split("title=\"user ").nth(1).unwrap().split('"').next().unwrap();
    assert_eq!(whole.len(), 36, "{whole}");
    assert!(page.contains(&format!(">user \u{2026}{}<", &whole[28..])), "{page}");
    assert!(page.contains("data-label=\"What\"") && page.contains("table-stacked"), "{page}");
    let of_it = staff.get(&format!("/admin/audit?subject={whole}")).await.must_be(200).text();
    assert!(of_it.contains("staff.logged_in") && of_it.contains("<details"), "{of_it}");
    shop.close().await;
}
