//! What the pages say of this shop and no other, and where mails lead.

use super::{action, page_of_the_product};
use crate::support::{Shop, faults::Wire};
use axum::body::Body;
use contracts::{
    Actor, ProductId, Quantity, VariantId,
    catalog::{ProductDraft, ProductQuery, ProductStatus},
    identity::{ClientInfo, Registration},
    orders::CartKey,
    rpc::{Remote, Transport},
};
use http::Method;
use serde_json::Value;
use std::sync::Arc;

/// The paths that a mail's text links to, with `x` for what is filled in.
fn links(content: &str) -> Vec<String> {
    let mut text = content.replace("{{ base_url }}", "\u{1}");
    while let Some((start, rest)) = text.split_once("{{") {
        let (_, end) = rest.split_once("}}").unwrap();
        text = format!("{start}x{end}");
    }
    let path = |rest: &str| -> String {
        rest.chars().take_while(|sign| sign.is_ascii_alphanumeric() || "/-_".contains(*sign)).collect()
    };
    text.split('\u{1}').skip(1).map(path).collect()
}

/// Whether a route answers a path: a part in braces stands for any.
fn answers(route: &str, path: &str) -> bool {
    let parts =
        |text: &str| -> Vec<String> { text.trim_matches('/').split('/').map(str::to_owned).collect() };
    let (route, path) = (parts(route), parts(path));
    let fits = |(wanted, part): (&String, &String)| wanted == part || wanted.starts_with('{');
    route.len() == path.len() && route.iter().zip(&path).all(fits)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_link_of_every_mail_leads_to_a_page() {
    let shop = Shop::open(&[]).await;
    let routes = leptos_axum::generate_route_list(app::App);
    let mut checked = 0;
    for template in shop.built.services.notifications.templates(Actor::System).await.unwrap() {
        for link in links(&template.content) {
            let leads = routes.iter().any(|route| answers(route.path(), &link));
            assert!(leads, "{} ({}) links to {link}", template.name, template.language);
            checked += 1;
        }
    }
    assert!(checked > 10, "{checked} links");
    shop.close().await;
}

/// Puts the only product into a collection of that name.
async fn collect(shop: &Shop, name: &str) {
    let catalog = &shop.built.services.catalog;
    let category =
        catalog.save_category(Actor::System, None, None, name.into(), String::new()).await.unwrap();
    let row = catalog.products(Actor::System, ProductQuery::default()).await.unwrap().items.remove(0);
    let product = catalog.product(Actor::System, row.id).await.unwrap().unwrap();
    let draft = ProductDraft {
        brand: String::new(),
        status: ProductStatus::Active,
        category: Some(category),
        attributes: Vec::new(),
        options: Vec::new(),
        ..product.into()
    };
    catalog.save_product(Actor::System, draft).await.unwrap();
    shop.settle().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn the_home_page_shows_the_demo_s_pictures_only_where_they_fit_the_catalogue() {
    let demo = concat!(env!("CARGO_MANIFEST_DIR"), "/../demo_shop");
    let shop = Shop::open(&["--demo", demo, "--base-url", "https://shop.example/"]).await;
    shop.stocked(3).await;
    let client = shop.client();
    collect(&shop, "Bicycles").await;
    let html = client.get("/").await.must_be(200).text();
    assert!(!html.contains("/demo/hero") && !html.contains("Stoneware"), "{html}");
    assert!(html.contains("Bicycles. Made to be used"), "{html}");
    assert!(html.contains("https://shop.example/og.jpg"), "the picture's address is whole");
    collect(&shop, "Lighting").await;
    let html = client.get("/?again").await.must_be(200).text();
    assert!(html.contains("/demo/hero-evening.webp") && !html.contains("hero-ceramics"), "{html}");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_not_on_sale_does_not_get_into_a_cart() {
    let shop = Shop::open(&[]).await;
    shop.stocked(3).await;
    let client = shop.client().with("origin", "http://shop.test");
    let add = action(&client, &page_of_the_product(&shop).await, "add_to_cart").await;
    let body = Body::from(format!("variant={}&quantity=1", platform::ids::mint()));
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
    let refused = client.send(Method::POST, &add, body, &headers).await.must_be(409);
    assert!(!refused.headers.contains_key("set-cookie") && refused.text().contains("no longer on sale"));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_taken_off_sale_is_shown_in_the_cart_and_can_be_removed() {
    let shop = Shop::open(&[]).await;
    let gone = VariantId(platform::ids::mint());
    let orders = &shop.built.services.orders;
    let cart = orders.add_to_cart(CartKey::default(), gone, Quantity::ONE).await.unwrap();
    let cookie = format!("cart={}", cart.new_token.unwrap());
    let client = shop.client().with("origin", "http://shop.test").with("cookie", cookie);
    let html = client.get("/cart").await.must_be(200).text();
    assert!(html.contains("No longer on sale") && !html.contains("Your cart is empty"), "{html}");
    let remove = action(&client, "/cart", "set_cart_line").await;
    client.form(&remove, &format!("variant={gone}&quantity=0")).await.must_be(302);
    assert!(client.get("/cart").await.text().contains("Your cart is empty"));
    shop.close().await;
}

fn ada() -> Registration {
    Registration {
        name: "Ada".into(),
        email: "ada@example.com".into(),
        password: "correct horse battery".into(),
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_kept_from_logging_in_by_a_cart() {
    let shop = Shop::open(&[]).await;
    shop.built.services.identity.register(ada(), ClientInfo::default()).await.unwrap();
    let wire = Wire::without(&shop.built.services, "orders");
    let client = shop.client_of(&shop.built, |settings| settings.services.orders = Arc::new(Remote(wire)));
    let log_in = serde_json::json!({ "email": "ada@example.com", "password": "correct horse battery" });
    let machine = client.with("cart-token", platform::ids::token());
    assert!(machine.post("/sessions", log_in).await.must_be(201).value()["token"].is_string());
    shop.close().await;
}

/// Recommends the same to everybody.
struct Picks(Vec<ProductId>);

#[async_trait::async_trait]
impl Transport for Picks {
    async fn call(&self, _: &'static str, method: &'static str, _: Value) -> contracts::Result<Value> {
        assert_eq!(method, "for_customer");
        Ok(serde_json::json!(self.0))
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn an_account_opens_on_what_its_owner_may_like() {
    let shop = Shop::open(&[]).await;
    shop.stocked(3).await;
    let products =
        shop.built.services.catalog.products(Actor::System, ProductQuery::default()).await.unwrap();
    let session = shop.built.services.identity.register(ada(), ClientInfo::default()).await.unwrap();
    let picks = Picks(vec![products.items[0].id]);
    let client = shop.client_of(&shop.built, |settings| {
        settings.services.recommendations = Arc::new(Remote(picks));
    });
    let html = client.with("cookie", format!("sid={}", session.token)).get("/account").await.text();
    assert!(html.contains("Picked for you") && html.contains(&products.items[0].name), "{html}");
    shop.close().await;
}

/// Two parts of a page that ask at once for where one is made reactive_graph 0.2.16 panic, and the page wait for ever.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn no_page_hangs_however_often_it_is_asked_for() {
    let shop = Shop::open(&[]).await;
    for name in ["Bicycles", "Lighting", "Mugs", "Plates"] {
        shop.stocked(3).await;
        collect(&shop, name).await;
    }
    let client = shop.client();
    for asked in 0..60 {
        let pages = (0..8).map(|part| format!("/nothing-{asked}-{part}"));
        let answers = futures::future::join_all(pages.map(|page| {
            let client = client.clone();
            async move { client.get(&page).await.status }
        }));
        let answers = tokio::time::timeout(std::time::Duration::from_secs(10), answers).await.unwrap();
        assert!(answers.iter().all(|status| *status == 404), "{answers:?}");
    }
    shop.close().await;
}
