//! The REST API through the whole gateway, on real databases.

use crate::support::{
    Shop,
    client::{Answer, Client},
    people::link_of,
};
use contracts::{
    Actor, VariantId,
    identity::{KeyLimits, Registration, Scope},
};
use http::Method;
use serde_json::{Value, json};

const GOOD_CARD: &str = "4242 4242 4242 4242";
const PASSWORD: &str = "correct horse";

/// A key with these scopes.
async fn key(shop: &Shop, scopes: &[Scope]) -> String {
    let identity = &shop.built.services.identity;
    let (scopes, limits) = (scopes.to_vec(), KeyLimits::default());
    let key = identity.create_api_key(Actor::System, "a test".into(), scopes, limits).await.unwrap();
    format!("Bearer {}", key.secret)
}

/// A machine that may do everything a key can allow.
pub async fn machine(shop: &Shop) -> Client {
    shop.client().with("authorization", key(shop, &[Scope::Read, Scope::Shop]).await)
}

/// The same machine for a guest with an empty cart.
pub async fn guest(machine: &Client) -> Client {
    let cart = machine.post("/carts", Value::Null).await.must_be(201).value();
    machine.with("cart-token", cart["cart_token"].as_str().unwrap())
}

/// What the mailed link and its password open for whoever asks for an account with this address.
async fn confirmation(shop: &Shop, email: &str) -> Value {
    let (name, password) = ("Ada".to_owned(), PASSWORD.to_owned());
    let registration = Registration { name, email: email.to_owned(), password };
    let token = link_of(&shop.built.services, registration).await.unwrap();
    json!({ "token": token, "password": PASSWORD })
}

/// A shopper with a new account.
async fn shopper(shop: &Shop, client: &Client, email: &str) -> Client {
    let confirmation = confirmation(shop, email).await;
    let session = client.post("/customers/confirmations", confirmation).await.must_be(201).value();
    client.with("authorization", format!("Bearer {}", session["token"].as_str().unwrap()))
}

fn line(variant: VariantId, quantity: impl Into<Value>) -> Value {
    json!({ "variant": variant, "quantity": quantity.into() })
}

fn draft() -> Value {
    json!({
        "email": "ada@example.com", "name": "Ada Lovelace", "street": "Unter den Linden 1",
        "city": "Berlin", "postal_code": "10117", "country": "DE",
    })
}

/// A guest who has everything to buy; and the total.
async fn ready(machine: &Client, variant: VariantId) -> (Client, i64) {
    let guest = guest(machine).await;
    guest.post("/carts/current/lines", line(variant, 2)).await.must_be(200);
    let quote = guest.json(Method::PUT, "/checkout/draft", draft()).await.must_be(200).value();
    (guest, quote["total"]["minor"].as_i64().unwrap())
}

fn purchase(total: i64) -> Value {
    json!({ "payment_method": GOOD_CARD, "expected_total": total })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_machine_browses_buys_and_finds_the_order() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    shop.settle().await;
    let machine = machine(&shop).await;
    let products = machine.get("/api/v1/products?in_stock=true&sort=newest").await.must_be(200).value();
    let slug = products["products"][0]["slug"].as_str().unwrap();
    let product = machine.get(&format!("/api/v1/products/{slug}")).await.must_be(200).value();
    assert_eq!(product["variants"][0]["id"], json!(variant));
    let available = machine.get(&format!("/api/v1/products/{slug}/availability")).await.must_be(200).value();
    assert_eq!(available[0]["available"], 5);

    let (guest, total) = ready(&machine, variant).await;
    let placed = guest.post("/checkout", purchase(total)).await.must_be(201).value();
    assert_eq!(placed["outcome"], "placed");
    let known = json!({ "number": placed["number"], "email": "Ada@example.com" });
    let order = machine.post("/orders/find", known).await.must_be(200).value();
    assert_eq!((&order["total"]["minor"], &order["status"]), (&json!(total), &json!("confirmed")));
    assert_eq!(guest.get("/api/v1/carts/current").await.must_be(200).value()["units"], 0);
    assert_eq!(shop.stock_of(variant).await.available, 3);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn asking_for_an_account_tells_nobody_whether_the_address_is_taken() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    shopper(&shop, &client, "ada@example.com").await;
    let ask = async |email: &str| {
        let new = json!({ "name": "Eve", "email": email, "password": "nine herrings and a kettle" });
        client.post("/customers", new).await.must_be(202)
    };
    let (taken, free) = (ask("ada@example.com").await, ask("eve@example.com").await);
    assert_eq!((taken.text(), free.text()), (String::new(), String::new()));
    let names = |answer: &Answer| answer.headers.keys().map(|name| name.to_string()).collect::<Vec<_>>();
    assert_eq!(names(&taken), names(&free));
    assert!(!taken.headers.contains_key("set-cookie"));
    let wrong = json!({ "token": "none", "password": PASSWORD });
    client.post("/customers/confirmations", wrong).await.must_be(422).problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_s_session_opens_their_account_and_nobody_else_s() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let client = shop.client();
    let (ada, eve) =
        (shopper(&shop, &client, "ada@example.com").await, shopper(&shop, &client, "eve@example.com").await);
    ada.post("/carts/current/lines", line(variant, 1)).await.must_be(200);
    let quote = ada.json(Method::PUT, "/checkout/draft", draft()).await.must_be(200).value();
    let total = quote["total"]["minor"].as_i64().unwrap();
    let number = ada.post("/checkout", purchase(total)).await.must_be(201).value()["number"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(ada.get("/api/v1/orders").await.must_be(200).value()["orders"][0]["number"], json!(number));
    ada.get(&format!("/api/v1/orders/{number}")).await.must_be(200);
    assert_eq!(eve.get("/api/v1/orders").await.must_be(200).value()["total"], 0);
    let others = eve.get(&format!("/api/v1/orders/{number}")).await.must_be(404).problem();
    assert_eq!(others, eve.get("/api/v1/orders/TW-0000-0000-0000").await.must_be(404).problem());
    ada.json(Method::DELETE, "/sessions/current", Value::Null).await.must_be(204);
    ada.get("/api/v1/account").await.must_be(401).problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn other_people_s_things_look_like_things_that_are_not_there() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let machine = machine(&shop).await;
    let (ada, eve) = (
        shopper(&shop, &machine, "ada@example.com").await,
        shopper(&shop, &machine, "eve@example.com").await,
    );
    let address = json!({ "name": "Ada", "street": "Unter den Linden 1", "city": "Berlin", "country": "DE" });
    let id = ada.post("/account/addresses", address.clone()).await.must_be(201).value()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let missing = platform::ids::mint();
    for method in [Method::PUT, Method::DELETE] {
        let others = eve.json(method.clone(), &format!("/account/addresses/{id}"), address.clone()).await;
        let none = eve.json(method, &format!("/account/addresses/{missing}"), address.clone()).await;
        assert_eq!(others.must_be(404).problem(), none.must_be(404).problem());
    }
    let stolen = machine.with("cart-token", platform::ids::token()).get("/api/v1/carts/current").await;
    assert_eq!(
        stolen.must_be(404).problem(),
        machine.get("/api/v1/carts/current").await.must_be(404).problem()
    );

    let (guest, total) = ready(&machine, variant).await;
    let challenge = json!({ "payment_method": "4000 0025 0000 3155", "expected_total": total });
    let waiting = guest.post("/checkout", challenge).await.must_be(202).value();
    let run = format!("/api/v1/checkout/{}", waiting["checkout"].as_str().unwrap());
    guest.get(&run).await.must_be(202);
    let other = self::guest(&machine).await;
    let none = other.get(&format!("/api/v1/checkout/{missing}")).await.must_be(404).problem();
    assert_eq!(other.get(&run).await.must_be(404).problem(), none);
    assert_eq!(eve.get(&run).await.must_be(404).problem(), none);
    for act in ["resume", "challenge"] {
        let act = format!("{}/{act}", run.strip_prefix("/api/v1").unwrap());
        let body = json!({ "passed": true });
        assert_eq!(other.post(&act, body.clone()).await.must_be(404).problem(), none);
        assert_eq!(eve.post(&act, body).await.must_be(404).problem(), none);
    }
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_challenge_is_passed_without_a_browser() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let (guest, total) = ready(&machine(&shop).await, variant).await;
    let wish = json!({ "payment_method": "4000 0025 0000 3155", "expected_total": total });
    let waiting = guest.post("/checkout", wish).await.must_be(202).value();
    assert_eq!(waiting["outcome"], "action_required");
    let run = format!("/checkout/{}", waiting["checkout"].as_str().unwrap());
    let address = format!("/api/v1{run}");
    let tell = || guest.get(&address);
    assert_eq!(tell().await.must_be(202).value(), waiting);
    guest.post(&format!("{run}/challenge"), json!({ "passed": true })).await.must_be(204);
    for _ in 0..2 {
        assert_eq!(tell().await.must_be(202).value()["outcome"], "pending", "asking drives nothing");
    }
    let reader = guest.with("authorization", key(&shop, &[Scope::Read]).await);
    reader.get(&address).await.must_be(202);
    reader.post(&format!("{run}/resume"), Value::Null).await.must_be(403).problem();
    let placed = guest.post(&format!("{run}/resume"), Value::Null).await.must_be(201).value();
    assert_eq!(placed["outcome"], "placed");
    assert_eq!(tell().await.must_be(201).value(), placed);
    assert_eq!(shop.stock_of(variant).await.available, 3);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_failed_challenge_keeps_nothing() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let (guest, total) = ready(&machine(&shop).await, variant).await;
    let wish = json!({ "payment_method": "4000 0025 0000 3155", "expected_total": total });
    let waiting = guest.post("/checkout", wish).await.must_be(202).value();
    let run = format!("/checkout/{}", waiting["checkout"].as_str().unwrap());
    guest.post(&format!("{run}/challenge"), json!({ "passed": false })).await.must_be(204);
    let outcome = guest.post(&format!("{run}/resume"), Value::Null).await.must_be(200).value();
    assert_eq!(outcome["outcome"], "declined");
    assert_eq!(shop.stock_of(variant).await.available, 5);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_forgotten_password_is_set_anew_with_the_mailed_token() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    let ada = shopper(&shop, &client, "ada@example.com").await;
    let identity = &shop.built.services.identity;
    let issued = identity.begin_password_reset("ada@example.com".into()).await.unwrap().unwrap();
    let reset = json!({ "token": issued.token, "new": "battery staple" });
    let weak = json!({ "token": issued.token, "new": "short" });
    client.post("/passwords", weak).await.must_be(422).problem();
    client.post("/passwords", reset.clone()).await.must_be(204);
    ada.get("/api/v1/account").await.must_be(401).problem();
    let again = client.post("/passwords", reset).await;
    assert!(again.status.is_client_error(), "{}", again.status);
    again.problem();
    let log_in = json!({ "email": "ada@example.com", "password": "battery staple" });
    client.post("/sessions", log_in).await.must_be(201);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_shopper_sees_and_ends_their_sessions_and_no_others() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    let (ada, eve) =
        (shopper(&shop, &client, "ada@example.com").await, shopper(&shop, &client, "eve@example.com").await);
    let log_in = json!({ "email": "ada@example.com", "password": "correct horse" });
    let phone = client.with("user-agent", "Phone").post("/sessions", log_in).await.must_be(201).value();
    let phone = client.with("authorization", format!("Bearer {}", phone["token"].as_str().unwrap()));
    let sessions = ada.get("/api/v1/account/sessions").await.must_be(200).value();
    let [newest, first] = sessions.as_array().unwrap().as_slice() else { panic!("{sessions}") };
    assert_eq!((&newest["user_agent"], &newest["current"]), (&json!("Phone"), &json!(false)));
    assert_eq!(first["current"], true);
    let of_phone = format!("/account/sessions/{}", newest["id"].as_str().unwrap());
    eve.json(Method::DELETE, &of_phone, Value::Null).await.must_be(404).problem();
    phone.get("/api/v1/account").await.must_be(200);
    ada.json(Method::DELETE, &of_phone, Value::Null).await.must_be(204);
    phone.get("/api/v1/account").await.must_be(401).problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_client_learns_how_to_pay_and_what_goes_with_a_product() {
    let shop = Shop::open(&[]).await;
    for _ in 0..2 {
        shop.stocked(5).await;
    }
    shop.settle().await;
    let client = shop.client();
    let gateway = client.get("/api/v1/payment-gateway").await.must_be(200).value();
    let expected = json!({ "gateway": "test", "publishable_key": null, "captured_at_checkout": true });
    assert_eq!(gateway, expected);
    let products = client.get("/api/v1/products").await.must_be(200).value();
    let (one, other) = (&products["products"][0], &products["products"][1]);
    let recommendations = shop.databases.of("recommendations").unwrap();
    sqlx::query(
        "insert into recommendations (kind, product_id, recommended_products, algorithm_version)
         values ('bought_together', $1::uuid, array[$2::uuid], 'a test')",
    )
    .bind(one["id"].as_str().unwrap())
    .bind(other["id"].as_str().unwrap())
    .execute(recommendations.pool())
    .await
    .unwrap();
    let slug = one["slug"].as_str().unwrap();
    let related = client.get(&format!("/api/v1/products/{slug}/related")).await.must_be(200).value();
    assert_eq!(related[0]["slug"], other["slug"], "{related}");
    client.post(&format!("/products/{slug}/views"), Value::Null).await.must_be(204);
    client.post("/products/no-such-product/views", Value::Null).await.must_be(404).problem();
    shop.built.recommendations.flush().await.unwrap();
    let views: i64 =
        sqlx::query_scalar("select count(*) from user_interactions where interaction_type = 'view'")
            .fetch_one(recommendations.pool())
            .await
            .unwrap();
    assert_eq!(views, 1);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn catalogue_answers_are_kept_by_whoever_has_them() {
    let shop = Shop::open(&[]).await;
    shop.stocked(5).await;
    shop.settle().await;
    let (client, machine) = (shop.client(), machine(&shop).await);
    let path = "/api/v1/products?sort=newest";
    let first = client.get(path).await.must_be(200);
    let tag = first.header("etag").to_owned();
    assert_eq!(first.header("cache-control"), "public, max-age=30");
    assert!(first.header("vary").contains("authorization"));
    for known in [tag.clone(), format!("\"other\", {tag}"), "*".to_owned()] {
        let same = client.with("if-none-match", known).get(path).await.must_be(304);
        assert!(same.body.is_empty() && same.header("etag") == tag);
    }
    client.with("if-none-match", "\"other\"").get(path).await.must_be(200);
    let own = machine.get(path).await.must_be(200);
    assert_eq!((own.header("cache-control"), own.header("etag")), ("private, no-cache", tag.as_str()));
    assert_eq!(client.get("/api/v1/products/none").await.must_be(404).header("etag"), "");
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_that_is_sent_again_is_answered_again_and_done_once() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let machine = machine(&shop).await;
    let (guest, total) = ready(&machine, variant).await;
    let repeating = guest.with("idempotency-key", "one-wish-of-somebody");
    let first = repeating.post("/checkout", purchase(total)).await.must_be(201);
    let again = repeating.post("/checkout", purchase(total)).await.must_be(201);
    assert_eq!((first.header("idempotency-replayed"), again.header("idempotency-replayed")), ("", "true"));
    assert_eq!(first.body, again.body);
    assert_eq!(shop.stock_of(variant).await.available, 3);
    let other = repeating.post("/checkout", purchase(total + 1)).await.must_be(422).problem();
    assert_eq!(other["errors"][0]["field"], "Idempotency-Key");
    let new = confirmation(&shop, "ada@example.com").await;
    let registering = machine.with("idempotency-key", "one-wish-of-somebody");
    let confirm =
        async || registering.post("/customers/confirmations", new.clone()).await.must_be(201).value();
    assert_eq!(confirm().await["token"], confirm().await["token"]);
    repeating.with("idempotency-key", "ä").post("/carts", Value::Null).await.must_be(422).problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_repetition_is_known_after_the_session_s_token_was_replaced() {
    let shop = Shop::open(&[]).await;
    let client = shop.client();
    let (ada, eve) =
        (shopper(&shop, &client, "ada@example.com").await, shopper(&shop, &client, "eve@example.com").await);
    let address = json!({ "name": "Ada", "street": "Unter den Linden 1", "city": "Berlin", "country": "DE" });
    let wish = |who: &Client| who.with("idempotency-key", "one-wish-of-somebody");
    let first = wish(&ada).post("/account/addresses", address.clone()).await.must_be(201).value();
    let identity = shop.databases.of("identity").unwrap();
    sqlx::query("update sessions set token_issued_at = token_issued_at - interval '30 days'")
        .execute(identity.pool())
        .await
        .unwrap();
    let token = ada.get("/api/v1/account").await.must_be(200).header("session-token").to_owned();
    assert!(!token.is_empty(), "the token was replaced");
    let ada = client.with("authorization", format!("Bearer {token}"));
    let again = wish(&ada).post("/account/addresses", address.clone()).await.must_be(201);
    assert_eq!((again.header("idempotency-replayed"), again.value()), ("true", first.clone()));
    assert_ne!(wish(&eve).post("/account/addresses", address).await.must_be(201).value()["id"], first["id"]);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn many_repetitions_at_once_are_one_purchase() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let machine = machine(&shop).await;
    let (guest, total) = ready(&machine, variant).await;
    let repeating = guest.with("idempotency-key", "one-wish-of-somebody");
    let sent = futures::future::join_all((0..10).map(|_| repeating.post("/checkout", purchase(total)))).await;
    assert!(sent.iter().all(|answer| [201, 409].contains(&answer.status.as_u16())));
    assert!(sent.iter().any(|answer| answer.status == 201));
    assert_eq!(shop.stock_of(variant).await.available, 3);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_kept_for_repetitions_tells_no_secrets() {
    let shop = Shop::open(&[]).await;
    let client = shop.client().with("idempotency-key", "a-key-of-the-client");
    let new = confirmation(&shop, "ada@example.com").await;
    let session = client.post("/customers/confirmations", new).await.must_be(201).value();
    let token = session["token"].as_str().unwrap().to_owned();
    let db = shop.databases.of("orders").unwrap();
    let kept: Vec<(String, Vec<u8>)> =
        sqlx::query_as("select id, body from messaging.idempotency_keys").fetch_all(db.pool()).await.unwrap();
    assert_eq!(kept.len(), 1);
    assert!(!kept[0].0.contains("a-key") && !String::from_utf8_lossy(&kept[0].1).contains(&token));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn keys_do_what_their_scopes_say() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let client = shop.client();
    let reader = client.with("authorization", key(&shop, &[Scope::Read]).await);
    let writer = client.with("authorization", key(&shop, &[Scope::Shop]).await);
    reader.get("/api/v1/products").await.must_be(200);
    reader.post("/carts", Value::Null).await.must_be(403).problem();
    writer.get("/api/v1/products").await.must_be(403).problem();
    // Finding an order is a read, though its address must not stand in logs.
    let known = json!({ "number": "TW-0000-0000-0000", "email": "ada@example.com" });
    reader.post("/orders/find", known.clone()).await.must_be(404).problem();
    writer.post("/orders/find", known).await.must_be(403).problem();
    writer.post("/carts", Value::Null).await.must_be(201);
    client.get("/api/v1/products").await.must_be(200);
    let refused = client.post("/carts/current/lines", line(variant, 1)).await.must_be(401);
    assert_eq!(refused.header("www-authenticate"), "Bearer");
    refused.problem();
    for bad in ["Bearer tw_wrong", "Bearer wrong", "Bearer", "Basic YTpi"] {
        client.with("authorization", bad).get("/api/v1/products").await.must_be(401).problem();
    }
    client
        .with("authorization", key(&shop, &[Scope::Read]).await)
        .get("/api/v1/account")
        .await
        .must_be(401)
        .problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn quantities_and_prices_are_not_the_client_s_to_invent() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let guest = guest(&machine(&shop).await).await;
    let absurd = [
        json!(0),
        json!(-1),
        json!(1.5),
        json!(2_147_483_648_u64),
        json!(9_223_372_036_854_775_808_u64),
        json!(1e9),
        json!("１"),
        json!(null),
    ];
    for quantity in absurd {
        let problem =
            guest.post("/carts/current/lines", line(variant, quantity.clone())).await.must_be(422).problem();
        assert_eq!(problem["errors"][0]["field"], "quantity", "{quantity}");
        let path = format!("/carts/current/lines/{variant}");
        guest.json(Method::PUT, &path, json!({ "quantity": quantity })).await.must_be(422).problem();
    }
    for field in ["price", "total", "discount", "tax_exempt"] {
        let mut body = line(variant, 1);
        body[field] = json!(1);
        let problem = guest.post("/carts/current/lines", body).await.must_be(422).problem();
        assert_eq!(problem["errors"][0]["field"], field);
        let mut body = purchase(1);
        body[field] = json!(1);
        guest.post("/checkout", body).await.must_be(422).problem();
    }
    assert_eq!(guest.get("/api/v1/carts/current").await.must_be(200).value()["units"], 0);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn c_10_a_machine_enters_a_code_once_and_no_nonsense_and_pays_the_discounted_total() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let (guest, full) = ready(&machine(&shop).await, variant).await;
    let code = crate::coupons::coupon(&shop).await.terms.code;
    let path = "/carts/current/coupon";
    for nonsense in
        [json!({ "code": "" }), json!({ "code": "NO-SUCH-CODE" }), json!({ "code": -1 }), json!({})]
    {
        guest.json(Method::PUT, path, nonsense).await.must_be(422).problem();
    }
    for typed in [code.to_lowercase(), format!(" {code} ")] {
        let cart = guest.json(Method::PUT, path, json!({ "code": typed })).await.must_be(200).value();
        assert_eq!(
            (&cart["coupon"]["code"], &cart["coupon"]["discount"]["minor"]),
            (&json!(code), &json!(500))
        );
    }
    let changed = guest.post("/checkout", purchase(full)).await.must_be(200).value();
    assert_eq!(
        (&changed["outcome"], &changed["total"]["minor"]),
        (&json!("total_changed"), &json!(full - 500))
    );
    let placed = guest.post("/checkout", purchase(full - 500)).await.must_be(201).value();
    let known = json!({ "number": placed["number"], "email": "ada@example.com" });
    let order = guest.post("/orders/find", known).await.must_be(200).value();
    assert_eq!(order["discount"], json!({ "code": code, "amount": { "minor": 500, "currency": "EUR" } }));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn no_step_of_the_checkout_can_be_left_out() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let guest = guest(&machine(&shop).await).await;
    guest.post("/checkout", purchase(0)).await.must_be(409).problem();
    guest.post("/carts/current/lines", line(variant, 1)).await.must_be(200);
    guest.post("/checkout", purchase(2000)).await.must_be(409).problem();
    let mut far = draft();
    far["country"] = json!("KP");
    guest.json(Method::PUT, "/checkout/draft", far).await.must_be(200);
    guest.post("/checkout", purchase(2000)).await.must_be(409).problem();
    guest.json(Method::PUT, "/checkout/draft", draft()).await.must_be(200);
    let changed = guest.post("/checkout", purchase(1)).await.must_be(200).value();
    assert_eq!(changed["outcome"], "total_changed");
    assert_eq!(shop.stock_of(variant).await.available, 5);
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_guest_s_cart_becomes_the_shopper_s_and_its_token_ends() {
    let shop = Shop::open(&[]).await;
    let variant = shop.stocked(5).await;
    let machine = machine(&shop).await;
    shopper(&shop, &shop.client(), "ada@example.com").await;
    let guest = guest(&machine).await;
    guest.post("/carts/current/lines", line(variant, 2)).await.must_be(200);
    let log_in = json!({ "email": "ada@example.com", "password": "correct horse" });
    let session = guest.post("/sessions", log_in).await.must_be(201).value();
    let ada = shop.client().with("authorization", format!("Bearer {}", session["token"].as_str().unwrap()));
    assert_eq!(ada.get("/api/v1/carts/current").await.must_be(200).value()["units"], 2);
    guest.get("/api/v1/carts/current").await.must_be(404).problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn every_refusal_is_a_problem() {
    let shop = Shop::open(&[]).await;
    let machine = machine(&shop).await;
    let guest = guest(&machine).await;
    let send = |method: Method, path: &'static str, kind: &'static str, body: String| {
        let guest = guest.clone();
        async move { guest.send(method, path, axum::body::Body::from(body), &[("content-type", kind)]).await }
    };
    let (json, lines) = ("application/json", "/api/v1/carts/current/lines");
    send(Method::POST, lines, json, "{".into()).await.must_be(400).problem();
    send(Method::POST, lines, json, "[".repeat(100_000)).await.must_be(400).problem();
    send(Method::POST, lines, "text/plain", "{}".into()).await.must_be(415).problem();
    send(Method::POST, lines, json, " ".repeat(2 * 1024 * 1024)).await.must_be(413).problem();
    let wrong = send(Method::POST, "/api/v1/products", json, "{}".into()).await.must_be(405);
    assert_eq!(wrong.header("allow"), "GET,HEAD");
    wrong.problem();
    for path in ["/api/v1/nothing", "/api/v1/products/No%20Such", "/api/v1/carts/current/lines/x/y"] {
        machine.get(path).await.must_be(404).problem();
    }
    guest.with("cart-token", "null").get("/api/v1/carts/current").await.must_be(422).problem();
    for path in [
        "/api/v1/products?sort=price;--",
        "/api/v1/products?page=0",
        "/api/v1/products?q=%00",
        "/api/v1/search/suggestions",
    ] {
        machine.get(path).await.must_be(422).problem();
    }
    shop.close().await;
}

/// All that a shopper can do.
pub const OPERATIONS: [&str; 41] = [
    "DELETE /account/addresses/{id}",
    "DELETE /account/sessions/{id}",
    "DELETE /carts/current/coupon",
    "DELETE /carts/current/gift-card",
    "DELETE /carts/current/lines/{variant}",
    "DELETE /sessions/current",
    "GET /account",
    "GET /account/addresses",
    "GET /account/sessions",
    "GET /carts/current",
    "GET /categories",
    "GET /checkout/quote",
    "GET /checkout/{id}",
    "GET /orders",
    "GET /orders/{number}",
    "GET /payment-gateway",
    "GET /products",
    "GET /products/{slug}",
    "GET /products/{slug}/availability",
    "GET /products/{slug}/related",
    "GET /search/suggestions",
    "GET /shipping/countries",
    "PATCH /account",
    "POST /account/addresses",
    "POST /carts",
    "POST /carts/current/lines",
    "POST /checkout",
    "POST /checkout/{id}/challenge",
    "POST /checkout/{id}/resume",
    "POST /customers",
    "POST /customers/confirmations",
    "POST /orders/find",
    "POST /password-resets",
    "POST /passwords",
    "POST /products/{slug}/views",
    "POST /sessions",
    "PUT /account/addresses/{id}",
    "PUT /account/password",
    "PUT /carts/current/coupon",
    "PUT /carts/current/gift-card",
    "PUT /carts/current/lines/{variant}",
    "PUT /checkout/draft",
];

#[tokio::test(flavor = "multi_thread")]
async fn the_api_describes_itself() {
    let shop = Shop::open(&[]).await;
    let document = shop.client().get("/api/v1/openapi.json").await.must_be(200).value();
    assert_eq!(document["openapi"], "3.1.0");
    let mut described = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let responses = operation["responses"].as_object().unwrap();
            assert!(responses.keys().any(|status| status.starts_with('2')), "{method} {path}");
            assert!(responses.contains_key("422") && operation["security"].is_array(), "{method} {path}");
            described.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    described.sort_unstable();
    assert_eq!(described, OPERATIONS);
    shop.close().await;
}
