//! Looking at the shop as a customer.

use super::{action, office, page_of_the_product};
use crate::support::{
    Shop,
    client::{Answer, Client},
    people::registered,
};
use contracts::{
    Actor, UserId,
    identity::{AuditQuery, ClientInfo, Registration},
    orders::CartKey,
};

const TOLD: &str =
    "You are looking as <strong>Grace Hopper</strong> (grace@shop.example). Everything is recorded.";

async fn register(shop: &Shop) -> UserId {
    let registration = Registration {
        name: "Grace Hopper".into(),
        email: "grace@shop.example".into(),
        password: "correct horse battery".into(),
    };
    registered(&shop.built.services, registration, ClientInfo::default()).await.session.user
}

/// What the answer has the browser keep under this name.
fn kept(answer: &Answer, name: &str) -> String {
    let cookies = answer.headers.get_all("set-cookie").iter().map(|cookie| cookie.to_str().unwrap());
    let mut pairs = cookies.filter_map(|cookie| cookie.split(';').next()?.split_once('='));
    pairs.find(|(found, _)| *found == name).unwrap().1.to_owned()
}

/// The browser of an administrator who looks as a customer, and what lets it.
async fn looking(shop: &Shop, user: UserId) -> (Client, String) {
    let desk = office::administrator(shop).await.with("origin", "http://shop.test");
    let begun = desk.form("/admin/look", &format!("user={user}")).await.must_be(303);
    assert_eq!(begun.header("location"), "/account");
    let look = kept(&begun, "look");
    let browser = shop.client().with("origin", "http://shop.test").with("cookie", format!("look={look}"));
    (browser, look)
}

#[tokio::test(flavor = "multi_thread")]
async fn every_page_tells_whom_one_looks_as_and_no_page_that_is_kept_does() {
    let shop = Shop::open(&[]).await;
    shop.stocked(3).await;
    let page = page_of_the_product(&shop).await;
    let (browser, _) = looking(&shop, register(&shop).await).await;
    let guest = shop.client();
    for path in [page.as_str(), "/", "/account", "/account/orders", "/account/security", "/cart"] {
        let seen = browser.get(path).await.must_be(200);
        assert!(seen.text().contains(TOLD), "{path}: {}", seen.text());
        assert_eq!(seen.header("cache-control"), "no-store", "{path}");
        assert!(!guest.get(path).await.text().contains("You are looking as"), "{path}");
    }
    assert!(browser.get("/account").await.text().contains("Grace"));
    let stopped = browser.form("/admin/look/stop", "").await.must_be(303);
    assert!(stopped.header("location").starts_with("/admin/customers/"));
    assert_eq!(kept(&stopped, "look"), "");
    let after = browser.get(&page).await.must_be(200).text();
    assert!(!after.contains("You are looking as"), "{after}");
    let query = AuditQuery { action: "customer.look_ended".into(), ..AuditQuery::default() };
    let log = shop.built.services.identity.audit_log(Actor::System, query).await.unwrap();
    assert_eq!((log.items.len(), log.items[0].actor.as_str()), (1, "ada@example.com"));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_looks_as_a_customer_changes_nothing_and_opens_no_other_door() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(3).await;
    let page = page_of_the_product(&shop).await;
    let user = register(&shop).await;
    let (browser, look) = looking(&shop, user).await;
    let add = action(&shop.client(), &page, "add_to_cart").await;
    let added = browser.form(&add, &format!("variant={variant}&quantity=1")).await;
    assert_ne!(added.status, 200);
    let key = CartKey { user: Some(user), token: None };
    assert!(shop.built.services.orders.cart(key).await.unwrap().lines.is_empty());
    for closed in ["/checkout", "/account/security/second-factor"] {
        browser.get(closed).await.must_be(403);
    }
    let as_session = shop.client().with("cookie", format!("sid={look}; admin={look}"));
    assert!(!as_session.get("/account").await.text().contains("Grace"));
    as_session.get("/admin/export/customers.csv").await.must_be(401);
    let bearer = shop.client().with("authorization", format!("Bearer {look}"));
    bearer.get("/api/v1/account").await.must_be(401);
    let shopper = shop.client().with("origin", "http://shop.test");
    shopper.form("/admin/look", &format!("user={user}")).await.must_be(401);
    shop.close().await;
}
