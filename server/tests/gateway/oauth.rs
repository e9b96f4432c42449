//! Apps and machines at the gateway: from the question to what a token opens.

use crate::support::{Shop, client::Client, people::registered};
use axum::body::Body;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::{
    Actor,
    identity::{ClientInfo, CreatedOauthClient, OauthClientDraft, OauthFlow, Registration, Scope, SignedIn},
};
use http::Method;
use serde_json::{Value, json};

const BACK: &str = "https://app.example/back";
const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters";

async fn client_of(shop: &Shop, flow: OauthFlow, scopes: &[Scope]) -> CreatedOauthClient {
    let draft = OauthClientDraft {
        name: "Books & <Co>".into(),
        is_confidential: true,
        redirect_uris: vec![BACK.into()],
        flows: vec![flow],
        scopes: scopes.to_vec(),
    };
    shop.built.services.identity.create_oauth_client(Actor::System, draft).await.unwrap()
}

async fn ada(shop: &Shop) -> SignedIn {
    let registration = Registration {
        name: "Ada".into(),
        email: "ada@example.com".into(),
        password: "nine-herrings-and-a-kettle".into(),
    };
    registered(&shop.built.services, registration, ClientInfo::default()).await
}

fn basic(client: &CreatedOauthClient) -> String {
    let secret = client.secret.as_deref().unwrap();
    let text = format!("{}:{secret}", client.client.id);
    format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(text))
}

fn question(client: &CreatedOauthClient) -> String {
    let challenge = BASE64.encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, VERIFIER.as_bytes()));
    format!(
        "/oauth/authorize?response_type=code&client_id={}&redirect_uri=https%3A%2F%2Fapp.example%2Fback&scope=read\
         &state=xyz&code_challenge={challenge}&code_challenge_method=S256",
        client.client.id
    )
}

/// What stands between two texts.
fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(found, _)| found)
}

/// A token for the shopper whose cookie the browser has.
async fn let_in(browser: &Client, machine: &Client, client: &CreatedOauthClient) -> Value {
    let page = browser.get(&question(client)).await.must_be(200);
    assert!(page.header("content-security-policy").contains("frame-ancestors 'none'"));
    assert_eq!((page.header("x-frame-options"), page.header("cache-control")), ("DENY", "no-store"));
    assert_eq!(page.header("referrer-policy"), "same-origin", "the request's state is told to nobody");
    let page = page.text();
    assert!(page.contains("Books &amp; &lt;Co") && page.contains("ada@example.com"), "{page}");
    let request = between(&page, "name=\"request\" value=\"", "\"").to_owned();
    let answer = browser
        .form("/oauth/authorize", &format!("request={request}&answer=allow"))
        .await
        .must_be(200)
        .text();
    let code = between(&answer, "?code=", "&amp;").to_owned();
    assert!(answer.contains("state=xyz") && answer.contains("iss="), "{answer}");
    let body = format!(
        "grant_type=authorization_code&code={code}&code_verifier={VERIFIER}\
         &redirect_uri=https%3A%2F%2Fapp.example%2Fback"
    );
    let tokens = machine.form("/oauth/token", &body).await.must_be(200);
    assert_eq!(tokens.header("cache-control"), "no-store");
    tokens.value()
}

#[tokio::test(flavor = "multi_thread")]
async fn an_app_that_was_let_in_reads_for_the_shopper_and_changes_nothing_more() {
    let shop = Shop::open(&[]).await;
    let client = client_of(&shop, OauthFlow::AuthorizationCode, &[Scope::Read, Scope::Shop]).await;
    let signed_in = ada(&shop).await;
    let browser = shop.client().with("origin", "http://shop.test");
    let browser = browser.with("cookie", format!("sid={}", signed_in.token));
    let machine = shop.client().with("authorization", basic(&client));
    let tokens = let_in(&browser, &machine, &client).await;

    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let app = shop.client().with("authorization", bearer);
    assert_eq!(app.get("/api/v1/account").await.must_be(200).value()["email"], "ada@example.com");
    app.get("/api/v1/orders").await.must_be(200);
    app.get("/api/v1/account/addresses").await.must_be(200);
    app.post("/carts", json!({})).await.must_be(403).problem();
    app.get("/api/v1/account/sessions").await.must_be(403).problem();
    app.json(Method::PATCH, "/account", json!({ "name": "Eve" })).await.must_be(403).problem();

    let token = tokens["refresh_token"].as_str().unwrap();
    let told = machine.form("/oauth/introspect", &format!("token={token}")).await.must_be(200).value();
    assert_eq!(told["active"], true);
    machine.form("/oauth/revoke", &format!("token={token}")).await.must_be(200);
    app.get("/api/v1/account").await.must_be(401).problem();
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_asked_unseen_and_nobody_is_sent_elsewhere() {
    let shop = Shop::open(&[]).await;
    let client = client_of(&shop, OauthFlow::AuthorizationCode, &[Scope::Read]).await;
    let signed_in = ada(&shop).await;
    let nobody = shop.client().get(&question(&client)).await.must_be(303);
    assert!(nobody.header("location").starts_with("/login?next=/account/app?request="));
    let browser = shop.client().with("cookie", format!("sid={}", signed_in.token));
    let foreign = browser.with("origin", "https://evil.example");
    foreign.form("/oauth/authorize", "request=x&answer=allow").await.must_be(403);
    browser.form("/oauth/authorize", "request=x&answer=allow").await.must_be(403);
    let other = question(&client).replace("app.example", "evil.example");
    let refused = browser.get(&other).await.must_be(400);
    assert_eq!(refused.header("location"), "");
    browser.get(&format!("{}&scope=shop", question(&client))).await.must_be(400);
    let plain = question(&client).replace("=S256", "=plain");
    let told = browser.get(&plain).await.must_be(303);
    assert!(told.header("location").starts_with(&format!("{BACK}?error=invalid_request&state=xyz&iss=")));
    shop.close().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn machines_and_pages_of_apps_get_what_is_theirs_and_others_are_told_why_not() {
    let shop = Shop::open(&[]).await;
    let client = client_of(&shop, OauthFlow::ClientCredentials, &[Scope::Read]).await;
    a_machine_acts_as_a_key_with_its_scopes_does(&shop, &client).await;
    refusals_have_the_codes_of_the_rfc(&shop, &client).await;
    clients_find_everything_by_the_metadata(&shop).await;
    pages_read_answers_to_their_own_app(&shop).await;
    shop.close().await;
}

async fn a_machine_acts_as_a_key_with_its_scopes_does(shop: &Shop, client: &CreatedOauthClient) {
    let (id, secret) = (client.client.id, client.secret.as_deref().unwrap());
    let body = format!("grant_type=client_credentials&client_id={id}&client_secret={secret}");
    let tokens = shop.client().form("/oauth/token", &body).await.must_be(200).value();
    let bearer = format!("Bearer {}", tokens["access_token"].as_str().unwrap());
    let machine = shop.client().with("authorization", bearer);
    machine.get("/api/v1/products").await.must_be(200);
    machine.post("/carts", json!({})).await.must_be(403).problem();
    machine.get("/api/v1/account").await.must_be(401).problem();
}

async fn refusals_have_the_codes_of_the_rfc(shop: &Shop, client: &CreatedOauthClient) {
    let machine = shop.client().with("authorization", basic(client));
    for (body, error) in [
        ("grant_type=password", "unsupported_grant_type"),
        ("grant_type=client_credentials&scope=shop", "invalid_scope"),
        ("grant_type=refresh_token&refresh_token=x", "invalid_grant"),
        ("grant_type=client_credentials&grant_type=client_credentials", "invalid_request"),
    ] {
        let refused = machine.form("/oauth/token", body).await.must_be(400);
        assert_eq!(refused.header("cache-control"), "no-store");
        assert_eq!(refused.value()["error"], error, "{body}");
    }
    let unknown = shop.client().form("/oauth/token", "grant_type=client_credentials").await.must_be(401);
    assert!(unknown.header("www-authenticate").starts_with("Basic"));
    assert_eq!(unknown.value()["error"], "invalid_client");
    machine.get("/oauth/token").await.must_be(405);
}

async fn clients_find_everything_by_the_metadata(shop: &Shop) {
    let client = shop.client();
    let told = client.get("/.well-known/oauth-authorization-server").await.must_be(200).value();
    let issuer = told["issuer"].as_str().unwrap();
    assert_eq!(told["jwks_uri"], format!("{issuer}/oauth/jwks.json"));
    assert_eq!(told["code_challenge_methods_supported"], json!(["S256"]));
    let keys = client.get("/oauth/jwks.json").await.must_be(200);
    assert_eq!(keys.header("access-control-allow-origin"), "*");
    let keys = keys.value();
    assert_eq!(keys["keys"][0]["alg"], "ES256");
    assert!(keys["keys"][0].get("d").is_none());
}

const ALLOWED: &str = "access-control-allow-origin";

/// An app in browsers asks from its own origin; other pages may not read what it is answered.
async fn pages_read_answers_to_their_own_app(shop: &Shop) {
    let draft = OauthClientDraft {
        name: "Reader".into(),
        is_confidential: false,
        redirect_uris: vec!["https://reader.example/back".into()],
        flows: vec![OauthFlow::AuthorizationCode],
        scopes: vec![Scope::Read],
    };
    let reader = shop.built.services.identity.create_oauth_client(Actor::System, draft).await.unwrap();
    let form = format!("client_id={}&grant_type=refresh_token&refresh_token=x&token=x", reader.client.id);
    for (origin, allowed) in
        [("https://reader.example", "https://reader.example"), ("https://evil.example", "")]
    {
        let page = shop.client().with("origin", origin);
        assert_eq!(page.form("/oauth/token", &form).await.must_be(400).header(ALLOWED), allowed);
        assert_eq!(page.form("/oauth/revoke", &form).await.must_be(200).header(ALLOWED), allowed);
        let api = page.get("/api/v1/products").await.must_be(200);
        assert_eq!(api.header(ALLOWED), allowed);
        assert_eq!(api.header("access-control-allow-credentials"), "");
        for path in ["/oauth/token", "/oauth/revoke", "/api/v1/account"] {
            let asks = [("access-control-request-method", "POST")];
            let answer = page.send(Method::OPTIONS, path, Body::empty(), &asks).await;
            assert_eq!(answer.header(ALLOWED), allowed, "{path}");
            assert_eq!(answer.header("access-control-allow-headers").is_empty(), allowed.is_empty());
        }
    }
}
