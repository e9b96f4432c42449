//! What the gateway does around every request: refuse, limit, protect, remember.

mod exports;
mod federation;
mod hostile;
mod imports;
mod invoices;
mod limits;
mod live;
mod looking;
mod oauth;
mod office;
mod overload;
mod owning;
mod pages;
mod refusals;
mod search_engines;
mod second_factor;
mod watching;

use crate::support::{Shop, client::Client, people::registered};
use axum::body::Body;
use contracts::{
    Actor,
    catalog::ProductQuery,
    identity::{ClientInfo, Registration},
};
use http::Method;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The address of the only product's page.
async fn page_of_the_product(shop: &Shop) -> String {
    let products =
        shop.built.services.catalog.products(Actor::System, ProductQuery::default()).await.unwrap();
    format!("/p/{}", products.items[0].slug)
}

/// Where the form of a page is sent to.
async fn action(client: &Client, page: &str, name: &str) -> String {
    let html = client.get(page).await.must_be(200).text();
    let start = html
        .find(&format!("action=\"/api/{name}"))
        .unwrap_or_else(|| panic!("{page} has no form {name}: {html}"));
    html[start + 8..].split('"').next().unwrap().to_owned()
}

fn nonce(policy: &str) -> &str {
    policy.split("'nonce-").nth(1).unwrap().split('\'').next().unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_form_on_another_site_changes_nothing() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    let register = action(&client, "/register", "register").await;
    let body = "name=Ada&email=ada%40example.com&password=correct+horse&next=%2Faccount";
    let foreign = [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("sec-fetch-site", "cross-site"),
        ("referer", "https://evil.example/"),
    ];
    for (name, value) in foreign {
        client.with(name, value).form(&register, body).await.must_be(403);
    }
    client.form(&register, body).await.must_be(403);
    client.with("upgrade", "websocket").get("/").await.must_be(403).problem();
    let ours = client.with("origin", "http://shop.test").form(&register, body).await.must_be(302);
    assert_eq!(ours.header("location"), "/register?sent=1");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn too_many_requests_are_told_when_to_come_back() {
    let shop = Shop::open(&["--rate-limit", "4"]).await;
    let client = shop.client();
    for left in [3, 2, 1, 0] {
        let answer = client.get("/api/v1/categories").await.must_be(200);
        assert!(answer.header("ratelimit").contains(&format!("r={left}")), "{}", answer.header("ratelimit"));
        assert!(answer.header("ratelimit-policy").contains("q=4;w=60"));
    }
    let refused = client.get("/api/v1/categories").await.must_be(429);
    assert!(refused.header("retry-after").parse::<u64>().unwrap() >= 1);
    assert!(refused.header("ratelimit").contains("r=0"));
    refused.problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn guessing_passwords_is_limited_sooner() {
    let shop = Shop::open(&["--rate-limit", "120"]).await;
    let client = shop.client();
    let guess =
        || client.post("/sessions", serde_json::json!({ "email": "ada@example.com", "password": "guess" }));
    guess().await.must_be(401);
    guess().await.must_be(401);
    guess().await.must_be(429).problem();
    client.get("/api/v1/categories").await.must_be(200);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn pages_carry_a_policy_whose_nonce_is_in_them_and_never_twice() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    let mut nonces = std::collections::HashSet::new();
    for path in ["/", "/", "/cart", "/cart", "/login", "/no-such-page"] {
        let answer = client.get(path).await;
        let policy = answer.header("content-security-policy").to_owned();
        let nonce = nonce(&policy);
        let html = answer.text();
        assert!(html.contains(&format!("nonce=\"{nonce}\"")), "{path}");
        let used = html.matches("nonce=\"").count();
        assert_eq!(used, html.matches(&format!("nonce=\"{nonce}\"")).count(), "{path} has one nonce");
        assert!(nonces.insert(nonce.to_owned()), "{path} has a nonce of its own");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"));
        assert!(!policy.contains("'unsafe-eval'") && !policy.contains("script-src 'unsafe-inline'"));
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("cross-origin-opener-policy", "same-origin"),
        ] {
            assert_eq!(answer.header(name), value, "{path}");
        }
        assert!(
            answer.headers.contains_key("referrer-policy") && answer.headers.contains_key("x-request-id")
        );
        assert!(!answer.headers.contains_key("server"));
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn cookies_are_for_https_only_where_there_is_https() {
    let shop = Shop::open(&["--base-url", "https://shop.test"]).await;
    let client = shop.client().with("origin", "https://shop.test");
    assert!(client.get("/").await.header("strict-transport-security").contains("max-age=63072000"));
    let (name, email, password) = ("Ada".into(), "ada@example.com".into(), "correct horse".into());
    registered(&shop.built.services, Registration { name, email, password }, ClientInfo::default()).await;
    let log_in = action(&client, "/login", "log_in").await;
    let body = "email=ada%40example.com&password=correct+horse&next=%2Faccount";
    let answer = client.form(&log_in, body).await.must_be(302);
    let cookies: Vec<_> =
        answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap()).collect();
    let session = cookies.iter().find(|cookie| cookie.starts_with("__Host-sid=")).unwrap();
    for part in ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"] {
        assert!(session.contains(part), "{session}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn catalogue_pages_are_kept_until_the_catalogue_changes() {
    let shop = Shop::open(&[]).await;
    shop.stocked(5).await;
    shop.settle().await;
    let client = shop.client();
    let path = page_of_the_product(&shop).await;
    let first = client.get(&path).await.must_be(200);
    let tag = first.header("etag").to_owned();
    assert_eq!(client.get(&path).await.must_be(200).header("etag"), tag);
    for known in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
        client.with("if-none-match", known).get(&path).await.must_be(304);
    }
    let unchanged = client.with("if-none-match", tag.clone()).get(&path).await.must_be(304);
    assert!(unchanged.body.is_empty() && !unchanged.headers.contains_key("content-security-policy"));

    rename_the_product(&shop, "A new name").await;
    assert!(!client.get(&path).await.text().contains("A new name"), "kept until the event arrives");
    shop.settle().await;
    let changed = client.with("if-none-match", tag.clone()).get(&path).await.must_be(200);
    assert!(changed.text().contains("A new name"));
    assert_ne!(changed.header("etag"), tag);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_empties_the_pages_of_every_process() {
    let shop = Shop::open(&[]).await;
    shop.stocked(5).await;
    shop.settle().await;
    let other = shop.another_process();
    let client = shop.client_of(&other, |_| {});
    let path = page_of_the_product(&shop).await;
    client.get(&path).await.must_be(200);
    rename_the_product(&shop, "A new name").await;
    let stop = CancellationToken::new();
    let listening = tokio::spawn(std::sync::Arc::clone(&other.page_news).listen(stop.clone()));
    shop.settle().await;
    let changed = async { while !client.get(&path).await.text().contains("A new name") {} };
    tokio::time::timeout(Duration::from_secs(20), changed).await.expect("the other process hears of it");

    // Once it listens, each change is told at once.
    rename_the_product(&shop, "Another name").await;
    shop.settle().await;
    let changed = async { while !client.get(&path).await.text().contains("Another name") {} };
    tokio::time::timeout(Duration::from_secs(20), changed).await.expect("the other process hears of it");
    stop.cancel();
    listening.await.unwrap();
    drop((client, other));
    shop.close().await;
}

async fn rename_the_product(shop: &Shop, name: &str) {
    let catalog = &shop.built.services.catalog;
    let row = catalog.products(Actor::System, ProductQuery::default()).await.unwrap().items.remove(0);
    let product = catalog.product(Actor::System, row.id).await.unwrap().unwrap();
    let variant = &product.variants[0];
    let draft = contracts::catalog::ProductDraft {
        id: Some(product.id),
        version: Some(product.version),
        name: name.into(),
        slug: product.slug.to_string(),
        description: product.description.clone(),
        brand: String::new(),
        status: product.status,
        category: None,
        attributes: Vec::new(),
        options: Vec::new(),
        variants: vec![contracts::catalog::VariantDraft {
            id: Some(variant.id),
            sku: variant.sku.to_string(),
            options: Vec::new(),
            price: variant.price,
            compare_at: None,
            weight_g: variant.weight_g,
        }],
    };
    catalog.save_product(Actor::System, draft).await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_body_over_the_limit_is_refused_everywhere() {
    let shop = Shop::open(&[]).await;
    let client = shop.client().with("origin", "http://shop.test");
    let register = action(&client, "/register", "register").await;
    let long = "x".repeat(2 * 1024 * 1024);
    client.form(&register, &long).await.must_be(413);
    let announced = [("content-length", "4000000")];
    client.send(Method::POST, &register, Body::empty(), &announced).await.must_be(413).problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_refused_form_keeps_what_was_typed_but_no_password() {
    let shop = Shop::open(&[]).await;
    let client =
        shop.client().with("origin", "http://shop.test").with("referer", "http://shop.test/register");
    let register = action(&client, "/register", "register").await;
    let body = "name=Ada+Lovelace&email=ada%40example.com&password=short&next=%2Faccount";
    let refused = client.form(&register, body).await.must_be(303);
    let cookie = refused.header("set-cookie").split(';').next().unwrap().to_owned();
    assert!(cookie.starts_with("form="), "{cookie}");
    assert!(!refused.header("location").contains("__err"), "{}", refused.header("location"));
    let page = client.with("cookie", cookie).get("/register").await.must_be(200);
    let html = page.text();
    assert!(html.contains("ada@example.com") && html.contains("Ada Lovelace"), "{html}");
    assert!(html.contains("at least 8 characters") && !html.contains("value=\"short\""));
    what_comes_sooner_than_people_type_is_asked_for_once_more(&shop).await;
    shop.close().await;
}

async fn what_comes_sooner_than_people_type_is_asked_for_once_more(shop: &Shop) {
    let signing = shop.client_of(&shop.built, |settings| settings.limits.stamps().open(&[7; 32]));
    let client = signing.with("origin", "http://shop.test").with("referer", "http://shop.test/register");
    let html = client.get("/register").await.must_be(200).text();
    let register = action(&client, "/register", "register").await;
    let ticket = html.split("name=\"ticket\" value=\"").nth(1).unwrap().split('"').next().unwrap();
    let never_looked = "name=Ada&email=ada%40example.com&password=a+kettle+of+herrings&next=%2Faccount";
    let at_once = format!("{never_looked}&ticket={ticket}");
    for body in [never_looked, &at_once] {
        let refused = client.form(&register, body).await.must_be(303);
        let cookie = refused.header("set-cookie").split(';').next().unwrap().to_owned();
        let html = client.with("cookie", cookie).get("/register").await.must_be(200).text();
        assert!(html.contains("Please send this once more") && html.contains("ada@example.com"), "{html}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn unknown_addresses_lead_to_a_page_that_says_so() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    for path in [
        "/no-such-page",
        "/p/no-such-product",
        "/c/no-such-category",
        "/..%2fetc/passwd",
        "/ADMIN",
        "//admin",
    ] {
        let answer = client.get(path).await.must_be(404);
        assert!(answer.header("content-type").starts_with("text/html"), "{path}");
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_webhook_without_a_signature_is_refused() {
    let shop = Shop::open(&[
        "--stripe-secret-key",
        "sk_test_x",
        "--stripe-publishable-key",
        "pk_test_x",
        "--stripe-webhook-secret",
        "whsec_x",
    ])
    .await;
    let client = shop.client();
    let event = r#"{"type":"payment_intent.succeeded"}"#;
    for signature in ["", "t=1,v1=00", "nonsense"] {
        let headers = [("stripe-signature", signature)];
        client.send(Method::POST, "/webhooks/stripe", Body::from(event), &headers).await.must_be(400);
    }
    shop.close().await;
}
