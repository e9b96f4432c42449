//! What browsers see when the gateway refuses.

use super::{action, nonce};
use crate::support::{
    Shop,
    client::{Answer, Client},
};
use std::time::Duration;

const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

fn browser(client: &Client) -> Client {
    client.with("accept", BROWSER)
}

fn must_be_a_page(answer: &Answer, title: &str) {
    assert!(answer.header("content-type").starts_with("text/html"), "{title}: {}", answer.text());
    let (html, id) = (answer.text(), answer.header("x-request-id").to_owned());
    assert!(html.contains(&format!("<h1>{title}</h1>")) && html.contains(&id), "{html}");
    let policy = answer.header("content-security-policy");
    assert!(html.contains(&format!("<style nonce=\"{}\">", nonce(policy))), "{policy}");
    assert!(html.contains("--color-accent: light-dark("));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_browser_is_told_by_a_page_why_it_is_refused() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    let register = action(&client, "/register", "register").await;
    let foreign = browser(&client).with("origin", "https://evil.example");
    must_be_a_page(&foreign.form(&register, "name=Ada").await.must_be(403), "That came from elsewhere");
    let long = "x".repeat(2 * 1024 * 1024);
    let ours = browser(&client).with("origin", "http://shop.test");
    must_be_a_page(&ours.form(&register, &long).await.must_be(413), "That is too much at once");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_too_often_is_told_in_their_way() {
    let shop = Shop::open(&["--rate-limit", "2"]).await;
    let client = shop.client();
    while client.get("/api/v1/categories").await.status == 200 {}
    let slower = browser(&client).get("/").await.must_be(429);
    must_be_a_page(&slower, "A little slower, please");
    assert!(
        slower.header("ratelimit").contains("\"client\";r=0") && !slower.header("retry-after").is_empty()
    );
    client.get("/").await.must_be(429).problem();
    browser(&client).get("/api/v1/categories").await.must_be(429).problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_takes_too_long_is_given_up_and_what_is_too_much_is_turned_away() {
    let shop = Shop::open(&[]).await;
    let client = shop.client_of(&shop.built, |settings| {
        settings.at_once = 1;
        settings.time_limit = Duration::from_millis(300);
    });
    let browser = browser(&client).with("cookie", format!("cart={}", platform::ids::token()));
    let mut blocked = shop.databases.of("orders").unwrap().begin().await.unwrap();
    sqlx::query("lock table carts in access exclusive mode").execute(&mut *blocked).await.unwrap();
    must_be_a_page(&browser.get("/cart").await.must_be(504), "That took too long");
    // What was given up is still worked on and takes the only place.
    let busy = browser.get("/").await.must_be(503);
    must_be_a_page(&busy, "Back in a moment");
    assert_eq!(busy.header("retry-after"), "5");
    client.get("/api/v1/categories").await.must_be(503).problem();
    blocked.rollback().await.unwrap();
    client.get("/api/v1/openapi.json").await.must_be(200);
    shop.close().await;
}
