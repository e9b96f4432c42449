//! From where apps ask and to where they are answered, what they end themselves, and what is written down.

use super::{
    VERIFIER, app, ask, asked, challenge, client, let_in, opens, parameter, proof, redeeming, refused, tokens,
};
use crate::common::{Shop, shop};
use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::{
    Actor,
    identity::{
        AuditQuery, AuthorizationRequest, CreatedOauthClient, Identity as _, OauthClientDraft, OauthFlow,
        OauthRefusal, Scope, TokenRequest,
    },
};
use sqlx::PgPool;

/// An app that keeps no secret.
async fn without_secret(shop: &Shop, address: &str) -> CreatedOauthClient {
    let draft = OauthClientDraft {
        name: "Reader".into(),
        is_confidential: false,
        redirect_uris: vec![address.to_owned()],
        flows: vec![OauthFlow::AuthorizationCode],
        scopes: vec![Scope::Read],
    };
    shop.identity.create_oauth_client(Actor::System, draft).await.unwrap()
}

async fn is_known(shop: &Shop, origin: &str, client: Option<&CreatedOauthClient>) -> bool {
    let client = client.map(|client| client.client.id.to_string());
    shop.identity.is_app_origin(origin.to_owned(), client).await.unwrap()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn pages_of_apps_without_a_secret_are_known_by_their_origin_and_no_others_are(pool: PgPool) {
    let shop = shop(pool).await;
    let reader = without_secret(&shop, "https://reader.example/back?x=1").await;
    let other = without_secret(&shop, "http://localhost:5173/back").await;
    let with_secret = app(&shop).await;
    let origin = "https://reader.example";
    assert!(is_known(&shop, origin, Some(&reader)).await && is_known(&shop, origin, None).await);
    assert!(!is_known(&shop, origin, Some(&other)).await, "another app's page");
    assert!(!is_known(&shop, "https://app.example", Some(&with_secret)).await, "it is on a server");
    for stranger in
        ["https://app.example", "http://reader.example", "https://reader.example.evil.example", "null", ""]
    {
        assert!(!is_known(&shop, stranger, None).await, "{stranger}");
    }
    shop.identity.revoke_oauth_client(Actor::System, reader.client.id).await.unwrap();
    assert!(!is_known(&shop, origin, None).await);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_app_on_a_device_is_answered_at_the_port_that_it_chose(pool: PgPool) {
    let shop = shop(pool).await;
    let device = without_secret(&shop, "http://127.0.0.1/back").await;
    let ada = shop.register("ada@example.com").await.session;
    let chosen = "http://127.0.0.1:51004/back";
    let request = AuthorizationRequest { redirect_uri: chosen.into(), ..asked(&device) };
    let address = shop.identity.answer_authorization(ada.actor(), request, true).await.unwrap();
    assert!(address.starts_with(&format!("{chosen}?code=")), "{address}");
    let code = parameter(&address, "code").unwrap();
    let redeemed = |port: u16| TokenRequest {
        redirect_uri: format!("http://127.0.0.1:{port}/back"),
        ..redeeming(&code)
    };
    assert!(refused(&ask(&shop, &device, redeemed(51005)).await, OauthRefusal::InvalidGrant));
    tokens(ask(&shop, &device, redeemed(51004)).await);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_verifier_that_could_be_guessed_is_refused_though_it_fits(pool: PgPool) {
    let shop = shop(pool).await;
    let (app, ada) = (app(&shop).await, shop.register("ada@example.com").await.session);
    for verifier in ["short", &VERIFIER.replace('-', " ")] {
        let code_challenge = BASE64.encode(digest::digest(&digest::SHA256, verifier.as_bytes()));
        assert_ne!(code_challenge, challenge());
        let request = AuthorizationRequest { code_challenge, ..asked(&app) };
        let address = shop.identity.answer_authorization(ada.actor(), request, true).await.unwrap();
        let code = parameter(&address, "code").unwrap();
        let redeemed = TokenRequest { code_verifier: verifier.to_owned(), ..redeeming(&code) };
        assert!(refused(&ask(&shop, &app, redeemed).await, OauthRefusal::InvalidGrant), "{verifier}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_machine_ends_its_own_token_before_its_time_and_nobody_else_s(pool: PgPool) {
    let shop = shop(pool).await;
    let machine = client(&shop, &[OauthFlow::ClientCredentials], &[Scope::Read]).await;
    let other = client(&shop, &[OauthFlow::ClientCredentials], &[Scope::Read]).await;
    let request = || TokenRequest { grant_type: "client_credentials".into(), ..TokenRequest::default() };
    let token = tokens(ask(&shop, &machine, request()).await).access_token;
    let second = tokens(ask(&shop, &machine, request()).await).access_token;
    assert!(shop.identity.revoke_token(proof(&other), token.clone()).await.unwrap());
    assert!(opens(&shop, &token).await);
    for _ in 0..2 {
        assert!(shop.identity.revoke_token(proof(&machine), token.clone()).await.unwrap());
        assert!(!opens(&shop, &token).await);
    }
    assert!(!shop.identity.introspect_token(proof(&machine), token).await.unwrap().unwrap().active);
    assert!(opens(&shop, &second).await, "each token ends by itself");
    shop.execute("update oauth_ended_tokens set ended_at = now() - interval '2 hours'").await.unwrap();
    shop.identity.purge_expired().await.unwrap();
    let kept: i64 = sqlx::query_scalar("select count(*) from oauth_ended_tokens")
        .fetch_one(shop.db.pool())
        .await
        .unwrap();
    assert_eq!(kept, 0);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn that_an_app_was_let_in_and_removed_is_written_down(pool: PgPool) {
    let shop = shop(pool).await;
    let (app, ada) = (app(&shop).await, shop.register("ada@example.com").await.session);
    let access = let_in(&shop, &app, &ada).await.access_token;
    let eve = shop.register("eve@example.com").await.session;
    let id = shop.identity.allowed_apps(ada.actor()).await.unwrap()[0].id;
    assert!(shop.identity.remove_allowed_app(eve.actor(), id).await.is_err());
    assert!(opens(&shop, &access).await);
    shop.identity.remove_allowed_app(ada.actor(), id).await.unwrap();
    assert!(!opens(&shop, &access).await);
    let log = shop.identity.audit_log(Actor::System, AuditQuery::default()).await.unwrap();
    for action in ["oauth.app_allowed", "oauth.app_removed"] {
        let subject = format!("user {}", ada.user);
        assert!(log.items.iter().any(|entry| entry.action == action && entry.subject == subject), "{action}");
    }
}
