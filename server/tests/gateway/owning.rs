//! A checkout's address opens it to whoever began it and to nobody else.

use super::action;
use crate::support::{Shop, client::Client};
use axum::body::Body;
use contracts::{
    Actor, CheckoutId, PaymentId,
    checkout::Outcome,
    payments::{Payment, PaymentStatus},
};
use http::Method;

const ASKS_FOR_A_CHALLENGE: &str = "4000 0025 0000 3155";

/// A purchase that waits for its payer.
struct Waiting {
    checkout: CheckoutId,
    payment: PaymentId,
    owner: Client,
}

async fn waiting(shop: &Shop) -> Waiting {
    let variant = shop.stocked(5).await;
    let wish = shop.ready_to_buy(variant, 1, ASKS_FOR_A_CHALLENGE).await;
    let cookie = format!("cart={}", wish.key.token.clone().unwrap());
    let outcome = shop.built.services.checkout.submit(wish).await.unwrap();
    let Outcome::ActionRequired { checkout, url } = outcome else { panic!("{outcome:?}") };
    let payment = url.rsplit('/').next().unwrap().parse().unwrap();
    Waiting { checkout, payment, owner: shop.client().with("accept", "text/html").with("cookie", cookie) }
}

async fn payment(shop: &Shop, id: PaymentId) -> Payment {
    shop.built.services.payments.payment(Actor::System, id).await.unwrap().unwrap()
}

/// The page without what differs from one to the next.
async fn page(client: &Client, id: CheckoutId) -> String {
    let answer = client.get(&format!("/checkout/return/{id}")).await.must_be(404);
    assert!(!answer.headers.contains_key("set-cookie"));
    let nonce = super::nonce(answer.header("content-security-policy")).to_owned();
    answer.text().replace(&nonce, "").replace(&id.to_string(), "")
}

async fn answer(client: &Client, waiting: &Waiting) -> u16 {
    let client = client.with("origin", "http://shop.test");
    let form = action(&client, &format!("/checkout/challenge/{}", waiting.payment), "answer_challenge").await;
    let body = format!("payment={}&passed=true", waiting.payment);
    let headers = [("content-type", "application/x-www-form-urlencoded"), ("accept", "application/json")];
    client.send(Method::POST, &form, Body::from(body), &headers).await.status.as_u16()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_stranger_finds_somebody_else_s_checkout_as_little_as_none() {
    let shop = Shop::open(&[]).await;
    let (waiting, stranger) = (waiting(&shop).await, shop.client());
    let none = CheckoutId(platform::ids::mint());
    assert_eq!(page(&stranger, waiting.checkout).await, page(&stranger, none).await);
    assert_eq!(answer(&stranger, &waiting).await, 404);
    assert_eq!(payment(&shop, waiting.payment).await.status, PaymentStatus::RequiresAction);

    assert_eq!(answer(&waiting.owner, &waiting).await, 200);
    let led_on = waiting.owner.get(&format!("/checkout/return/{}", waiting.checkout)).await.must_be(302);
    assert!(led_on.header("location").starts_with("/checkout/done/TW-"), "{}", led_on.header("location"));
    assert!(led_on.header("set-cookie").starts_with("order="));
    assert_eq!(page(&stranger, waiting.checkout).await, page(&stranger, none).await);
    shop.close().await;
}
