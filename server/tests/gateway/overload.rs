//! More than the shop can do: who pays is served, the rest is told, nothing is sold twice.

use super::action;
use crate::support::{Shop, draft};
use axum::body::Body;
use contracts::{
    ErrorKind,
    checkout::{Outcome, Submit},
    identity::{ClientInfo, Credentials, Realm},
};
use http::Method;
use std::sync::Arc;

const GOOD_CARD: &str = "4242 4242 4242 4242";

#[tokio::test(flavor = "multi_thread")]
async fn who_pays_is_served_by_a_shop_that_turns_everybody_else_away() {
    let shop = Shop::open(&[]).await;
    let client = shop.client_of(&shop.built, |settings| settings.at_once = 1);
    let cart = client.with("cookie", format!("cart={}", platform::ids::token()));
    let mut blocked = shop.databases.of("orders").unwrap().begin().await.unwrap();
    sqlx::query("lock table carts in access exclusive mode").execute(&mut *blocked).await.unwrap();
    let stuck = tokio::spawn(async move { cart.get("/cart").await.status });
    while client.get("/api/v1/categories").await.status != 503 {}
    let refused = client.get("/api/v1/categories").await.must_be(503);
    assert_eq!(refused.header("retry-after"), "5");
    let unsigned = [("stripe-signature", "t=1,v1=00")];
    client.send(Method::POST, "/webhooks/stripe", Body::from("{}"), &unsigned).await.must_be(400);
    let nobody_s = format!("/api/v1/checkout/{}/resume", platform::ids::mint());
    client.send(Method::POST, &nobody_s, Body::empty(), &[]).await.must_be(401);
    blocked.rollback().await.unwrap();
    assert_eq!(stuck.await.unwrap(), 200);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_service_that_is_busy_says_when_to_come_back() {
    let shop = Shop::open(&[]).await;
    let client = shop.client().with("origin", "http://shop.test");
    let register = action(&client, "/register", "register").await;
    shop.databases.of("identity").unwrap().pool().close().await;
    let body = "name=Ada&email=ada%40example.com&password=correct+horse&next=";
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
    let busy = client.send(Method::POST, &register, Body::from(body), &headers).await.must_be(503);
    assert_eq!(busy.header("retry-after"), "5");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flood_of_log_ins_is_told_to_come_back_and_a_purchase_goes_through_meanwhile() {
    let shop = Arc::new(Shop::open(&[]).await);
    let variant = shop.stocked(1).await;
    let wish = shop.ready_to_buy(variant, 1, GOOD_CARD).await;
    let flood = (0..200).map(|number| {
        let shop = Arc::clone(&shop);
        let credentials = Credentials { email: format!("{number}@example.com"), password: "a guess".into() };
        tokio::spawn(async move {
            let identity = &shop.built.services.identity;
            identity.log_in(Realm::Shop, credentials, ClientInfo::default()).await.unwrap_err().kind
        })
    });
    let flood: Vec<_> = flood.collect();
    let outcome = shop.built.services.checkout.submit(wish).await.unwrap();
    assert!(matches!(outcome, Outcome::Placed { .. }), "{outcome:?}");
    let mut kinds = Vec::new();
    for answer in flood {
        kinds.push(answer.await.unwrap());
    }
    let turned_away = kinds.iter().filter(|kind| **kind == ErrorKind::Unavailable).count();
    let looked_at = kinds.iter().filter(|kind| **kind == ErrorKind::Unauthenticated).count();
    assert_eq!(turned_away + looked_at, kinds.len(), "{kinds:?}");
    assert!(turned_away > 0 && looked_at > 0, "{turned_away} turned away, {looked_at} looked at");
    Arc::into_inner(shop).unwrap().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_flash_sale_sells_every_unit_once_and_tells_everybody_else() {
    const UNITS: usize = 5;
    let shop = Arc::new(Shop::open(&[]).await);
    let variant = shop.stocked(i32::try_from(UNITS).unwrap()).await;
    let mut wishes: Vec<Submit> = Vec::new();
    for _ in 0..40 {
        wishes.push(shop.ready_to_buy(variant, 1, GOOD_CARD).await);
    }
    let buying = wishes.into_iter().map(|wish| {
        let shop = Arc::clone(&shop);
        tokio::spawn(async move { shop.built.services.checkout.submit(wish).await.unwrap() })
    });
    let (mut sold, mut told) = (0, 0);
    for outcome in buying.collect::<Vec<_>>() {
        match outcome.await.unwrap() {
            Outcome::Placed { .. } => sold += 1,
            Outcome::OutOfStock { .. } => told += 1,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!((sold, told), (UNITS, 40 - UNITS));
    let undone: i64 = sqlx::query_scalar("select count(*) from checkout_steps where to_state = 'undoing'")
        .fetch_one(shop.databases.of("orders").unwrap().pool())
        .await
        .unwrap();
    assert_eq!(undone, 0, "who gets nothing has nothing to be undone");
    assert_eq!(shop.stock_of(variant).await.available, 0);
    Arc::into_inner(shop).unwrap().close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn who_comes_after_the_last_unit_is_told_without_a_run_being_begun() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(1).await;
    let (first, late) =
        (shop.ready_to_buy(variant, 1, GOOD_CARD).await, shop.ready_to_buy(variant, 1, GOOD_CARD).await);
    let checkout = &shop.built.services.checkout;
    assert!(matches!(checkout.submit(first).await.unwrap(), Outcome::Placed { .. }));
    assert_eq!(late.draft, draft());
    let Outcome::OutOfStock { short } = checkout.submit(late).await.unwrap() else {
        panic!("it is sold out")
    };
    assert_eq!((short[0].variant, short[0].available), (variant, 0));
    assert_eq!(shop.runs().await.len(), 1, "only the first purchase left a run");
    shop.close().await;
}
