//! Clients that mean harm: what cannot be read, what never ends, one card after the other, a stolen session.

use super::action;
use crate::support::{Shop, client::Client};
use axum::body::{Body, Bytes};
use contracts::{
    Actor,
    checkout::{Outcome, Submit},
    identity::{ClientInfo, Credentials, Realm},
};
use futures::{StreamExt, stream};
use http::Method;
use std::time::Duration;

const DECLINED: &str = "4000 0000 0000 0002";
const GOOD_CARD: &str = "4242 4242 4242 4242";
const PASSWORD: &str = "correct horse";

#[tokio::test(flavor = "multi_thread")]
async fn c34_targets_that_are_no_path_and_uploads_without_a_boundary_are_refused() {
    let shop = Shop::open(&[]).await;
    let client = shop.client().with("origin", "http://shop.test");
    for (method, target) in [
        (Method::CONNECT, "evil.example:443"),
        (Method::GET, "no-slash"),
        (Method::POST, "no-slash:80"),
        (Method::OPTIONS, "*"),
    ] {
        client.send(method, target, Body::empty(), &[]).await.must_be(400).problem();
    }
    client.get("http://shop.test/api/v1/categories").await.must_be(200);
    for kind in [
        "multipart/form-data",
        "multipart/form-data; boundary=",
        "multipart/form-data; boundary",
        "text/plain",
    ] {
        let headers = [("content-type", kind)];
        client
            .send(Method::POST, "/api/upload_picture", Body::from("x"), &headers)
            .await
            .must_be(415)
            .problem();
    }
    shop.close().await;
}

/// A body of which only the beginning comes.
fn endless() -> Body {
    let beginning = stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"name="))]);
    Body::from_stream(beginning.chain(stream::pending()))
}

#[tokio::test(flavor = "multi_thread")]
async fn c35_who_sends_slowly_takes_nobody_s_room_and_is_let_go() {
    let shop = Shop::open(&[]).await;
    let client = shop.client_of(&shop.built, |settings| {
        settings.at_once = 1;
        settings.body_time = Duration::from_secs(2);
    });
    let client = client.with("origin", "http://shop.test");
    let register = action(&client, "/register", "register").await;
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let slow =
        futures::future::join_all((0..20).map(|_| client.send(Method::POST, &register, endless(), &form)));
    let others = async {
        for _ in 0..20 {
            client.get("/api/v1/shipping/countries").await.must_be(200);
        }
    };
    let (slow, ()) = tokio::join!(slow, others);
    for answer in slow {
        answer.must_be(408).problem();
    }
    shop.close().await;
}

/// A new try with the same cart.
fn again(wish: &Submit) -> Submit {
    Submit { idempotency_key: platform::ids::token(), ..wish.clone() }
}

#[tokio::test(flavor = "multi_thread")]
async fn c24_after_five_declined_cards_a_cart_waits_whichever_process_it_asks() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let wish = shop.ready_to_buy(variant, 1, DECLINED).await;
    let other = shop.another_process();
    for process in [&shop.built, &other, &shop.built, &other, &shop.built] {
        let outcome = process.services.checkout.submit(again(&wish)).await.unwrap();
        assert!(matches!(outcome, Outcome::Declined { .. }), "{outcome:?}");
    }
    for process in [&shop.built, &other] {
        let good = Submit { payment_method: GOOD_CARD.into(), ..again(&wish) };
        let refused = process.services.checkout.submit(good).await.unwrap_err();
        assert_eq!(refused.kind, contracts::ErrorKind::TooMany);
    }
    assert_eq!(shop.stock_of(variant).await.available, 5);
    let orders = shop.databases.of("orders").unwrap();
    sqlx::query("update declined_payments set declined_at = declined_at - interval '10 minutes'")
        .execute(orders.pool())
        .await
        .unwrap();
    let good = Submit { payment_method: GOOD_CARD.into(), ..again(&wish) };
    let outcome = shop.built.services.checkout.submit(good).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    drop(other);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c24_new_carts_do_not_help_an_account_or_a_network() {
    let shop = Shop::open(&["--rate-limit", "240"]).await;
    let variant = shop.stocked(20).await;
    let user = Some(contracts::UserId(platform::ids::mint()));
    let try_as = async |user, network: &str| {
        let wish = shop.ready_to_buy(variant, 1, DECLINED).await;
        shop.built.services.checkout.submit(Submit { user, network: Some(network.into()), ..wish }).await
    };
    assert!(matches!(try_as(user, "192.0.2.1").await, Ok(Outcome::Declined { .. })));
    assert!(try_as(user, "192.0.2.2").await.is_err(), "an account from another network");
    for guest in 0..5 {
        assert!(matches!(try_as(None, "192.0.2.1").await, Ok(Outcome::Declined { .. })), "guest {guest}");
    }
    assert!(try_as(None, "192.0.2.1").await.is_err(), "one guest too many from a network");
    assert!(matches!(try_as(None, "192.0.2.3").await, Ok(Outcome::Declined { .. })), "somebody else");
    shop.close().await;
}

async fn log_in(client: &Client, page: &str, function: &str) -> String {
    let form = action(client, page, function).await;
    let body = format!("email=ada%40example.com&password={}&next=", PASSWORD.replace(' ', "+"));
    let answer = client.form(&form, &body).await.must_be(302);
    let cookies = answer.headers.get_all("set-cookie").iter().filter_map(|cookie| cookie.to_str().ok());
    let mut session = cookies.filter(|cookie| cookie.starts_with("sid=") || cookie.starts_with("admin="));
    session.next().unwrap().split(';').next().unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn c18_a_log_in_ends_the_session_that_the_browser_had_before() {
    let shop = Shop::open(&[]).await;
    let identity = &shop.built.services.identity;
    let email = || "ada@example.com".to_owned();
    identity.ensure_administrator(Actor::System, email().parse().unwrap(), PASSWORD.into()).await.unwrap();
    let browser = shop.client().with("origin", "http://shop.test");
    for (realm, page, function) in
        [(Realm::Shop, "/login", "log_in"), (Realm::Staff, "/admin/login", "log_in_staff")]
    {
        let elsewhere = Credentials { email: email(), password: PASSWORD.into() };
        let elsewhere = identity.log_in(realm, elsewhere, ClientInfo::default()).await.unwrap();
        let elsewhere = elsewhere.signed_in().unwrap().token;
        let before = log_in(&browser, page, function).await;
        let after = log_in(&browser.with("cookie", before.clone()), page, function).await;
        let token = |cookie: &str| cookie.split_once('=').unwrap().1.to_owned();
        assert!(identity.session(realm, token(&before)).await.unwrap().is_none(), "{page}");
        assert!(identity.session(realm, token(&after)).await.unwrap().is_some(), "{page}");
        assert!(
            identity.session(realm, elsewhere).await.unwrap().is_some(),
            "{page}: another browser's stays"
        );
    }
    shop.close().await;
}
