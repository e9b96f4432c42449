//! Tokens for machines and for apps that shoppers let in.

mod reach;

use crate::common::{ADDRESS, PASSWORD, Shop, shop};
use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED, ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, UnparsedPublicKey},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::{
    Actor, ErrorKind,
    identity::{
        AuditQuery, Authorization, AuthorizationRequest, ClientProof, CreatedOauthClient, Identity as _,
        IssuedTokens, OauthClientDraft, OauthFlow, OauthRefusal, Scope, Session, TokenAnswer, TokenRequest,
    },
};
use serde_json::{Value, json};
use sqlx::PgPool;

const BACK: &str = "https://app.example/back";
const VERIFIER: &str = "a-verifier-of-at-least-forty-three-characters";

fn challenge() -> String {
    BASE64.encode(digest::digest(&digest::SHA256, VERIFIER.as_bytes()))
}

async fn client(shop: &Shop, flows: &[OauthFlow], scopes: &[Scope]) -> CreatedOauthClient {
    let draft = OauthClientDraft {
        name: "Books".into(),
        is_confidential: true,
        redirect_uris: vec![BACK.into()],
        flows: flows.to_vec(),
        scopes: scopes.to_vec(),
    };
    shop.identity.create_oauth_client(Actor::System, draft).await.unwrap()
}

async fn app(shop: &Shop) -> CreatedOauthClient {
    client(shop, &[OauthFlow::AuthorizationCode], &[Scope::Read, Scope::Shop]).await
}

fn proof(client: &CreatedOauthClient) -> ClientProof {
    ClientProof { id: client.client.id.to_string(), secret: client.secret.clone() }
}

fn asked(client: &CreatedOauthClient) -> AuthorizationRequest {
    AuthorizationRequest {
        response_type: "code".into(),
        client_id: client.client.id.to_string(),
        redirect_uri: BACK.into(),
        scope: "read".into(),
        state: "a state".into(),
        code_challenge: challenge(),
        code_challenge_method: "S256".into(),
    }
}

fn parameter(address: &str, name: &str) -> Option<String> {
    let url = reqwest::Url::parse(address).unwrap();
    url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned())
}

/// The code that a shopper's yes sends the browser back with.
async fn code(shop: &Shop, client: &CreatedOauthClient, session: &Session) -> String {
    let address = shop.identity.answer_authorization(session.actor(), asked(client), true).await.unwrap();
    parameter(&address, "code").unwrap()
}

fn redeeming(code: &str) -> TokenRequest {
    TokenRequest {
        grant_type: "authorization_code".into(),
        code: code.into(),
        redirect_uri: BACK.into(),
        code_verifier: VERIFIER.into(),
        ..TokenRequest::default()
    }
}

fn refreshing(token: &str) -> TokenRequest {
    TokenRequest {
        grant_type: "refresh_token".into(),
        refresh_token: token.into(),
        ..TokenRequest::default()
    }
}

async fn ask(shop: &Shop, client: &CreatedOauthClient, request: TokenRequest) -> TokenAnswer {
    shop.identity.issue_tokens(proof(client), request).await.unwrap()
}

fn tokens(answer: TokenAnswer) -> IssuedTokens {
    let tokens = match answer {
        TokenAnswer::Issued(tokens) => Some(tokens),
        TokenAnswer::Refused(_) => None,
    };
    tokens.unwrap()
}

fn refused(answer: &TokenAnswer, why: OauthRefusal) -> bool {
    *answer == TokenAnswer::Refused(why)
}

async fn let_in(shop: &Shop, client: &CreatedOauthClient, session: &Session) -> IssuedTokens {
    let code = code(shop, client, session).await;
    tokens(ask(shop, client, redeeming(&code)).await)
}

async fn opens(shop: &Shop, token: &str) -> bool {
    shop.identity.authenticate_access_token(token.to_owned()).await.unwrap().is_some()
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn an_app_that_was_let_in_acts_as_the_shopper_within_what_it_asked_for(pool: PgPool) {
    let shop = shop(pool).await;
    let (app, ada) = (app(&shop).await, shop.register("ada@example.com").await.session);
    let asks = shop.identity.begin_authorization(asked(&app)).await.unwrap();
    let expected =
        Authorization::Ask { client: "Books".into(), host: "app.example".into(), scopes: vec![Scope::Read] };
    assert_eq!(asks, expected);
    let address = shop.identity.answer_authorization(ada.actor(), asked(&app), true).await.unwrap();
    assert_eq!(parameter(&address, "state").as_deref(), Some("a state"));
    assert_eq!(parameter(&address, "iss").as_deref(), Some(ADDRESS), "RFC 9207");
    let issued = tokens(ask(&shop, &app, redeeming(&parameter(&address, "code").unwrap())).await);
    assert_eq!((issued.expires_in, issued.scope.as_str()), (600, "read"));
    let access = shop.identity.authenticate_access_token(issued.access_token).await.unwrap().unwrap();
    assert_eq!((access.user, access.scopes), (Some(ada.user), vec![Scope::Read]));
    let apps = shop.identity.allowed_apps(ada.actor()).await.unwrap();
    assert_eq!(apps.len(), 1);
    shop.identity.remove_allowed_app(ada.actor(), apps[0].id).await.unwrap();
    assert!(shop.identity.allowed_apps(ada.actor()).await.unwrap().is_empty());
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_says_no_lets_nobody_in(pool: PgPool) {
    let shop = shop(pool).await;
    let (app, ada) = (app(&shop).await, shop.register("ada@example.com").await.session);
    let address = shop.identity.answer_authorization(ada.actor(), asked(&app), false).await.unwrap();
    assert_eq!(parameter(&address, "error").as_deref(), Some("access_denied"));
    assert!(parameter(&address, "code").is_none());
    let nobody = shop.identity.answer_authorization(Actor::Guest, asked(&app), true).await;
    assert_eq!(nobody.unwrap_err().kind, ErrorKind::Unauthenticated);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_browser_is_sent_to_the_app_s_own_address_or_nowhere(pool: PgPool) {
    let shop = shop(pool).await;
    let app = app(&shop).await;
    for redirect_uri in
        ["https://evil.example/", "https://app.example/back/", "https://app.example/back?x=1", ""]
    {
        let request = AuthorizationRequest { redirect_uri: redirect_uri.into(), ..asked(&app) };
        let refused = shop.identity.begin_authorization(request).await.unwrap_err();
        assert_eq!(refused.kind, ErrorKind::Invalid, "{redirect_uri}");
    }
    let unknown = AuthorizationRequest { client_id: "nobody".into(), ..asked(&app) };
    let refused = shop.identity.begin_authorization(unknown).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::NotFound);
    let changed: [(fn(&mut AuthorizationRequest), &str); 4] = [
        (|asked| asked.code_challenge_method = "plain".into(), "invalid_request"),
        (|asked| asked.code_challenge.clear(), "invalid_request"),
        (|asked| asked.scope = "everything".into(), "invalid_scope"),
        (|asked| asked.response_type = "token".into(), "unsupported_response_type"),
    ];
    for (change, error) in changed {
        let mut request = asked(&app);
        change(&mut request);
        let told = match shop.identity.begin_authorization(request).await.unwrap() {
            Authorization::Refused { address } => address,
            Authorization::Ask { .. } => String::new(),
        };
        assert!(told.starts_with(&format!("{BACK}?error={error}&")), "{told}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_code_is_good_for_its_own_client_address_and_verifier_and_a_minute(pool: PgPool) {
    let shop = shop(pool).await;
    let (mine, other) = (app(&shop).await, app(&shop).await);
    let ada = shop.register("ada@example.com").await.session;
    let code = code(&shop, &mine, &ada).await;
    let wrong_verifier = TokenRequest { code_verifier: "x".repeat(43), ..redeeming(&code) };
    let elsewhere = TokenRequest { redirect_uri: "https://app.example/other".into(), ..redeeming(&code) };
    for request in [wrong_verifier, elsewhere, redeeming("no code")] {
        assert!(refused(&ask(&shop, &mine, request).await, OauthRefusal::InvalidGrant));
    }
    assert!(refused(&ask(&shop, &other, redeeming(&code)).await, OauthRefusal::InvalidGrant));
    shop.execute("update oauth_codes set expires_at = now() - interval '1 second'").await.unwrap();
    assert!(refused(&ask(&shop, &mine, redeeming(&code)).await, OauthRefusal::InvalidGrant));
    shop.execute("update oauth_codes set expires_at = now() + interval '1 minute'").await.unwrap();
    tokens(ask(&shop, &mine, redeeming(&code)).await);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_code_that_comes_twice_ends_what_came_of_it(pool: PgPool) {
    let shop = shop(pool).await;
    let (app, ada) = (app(&shop).await, shop.register("ada@example.com").await.session);
    let code = code(&shop, &app, &ada).await;
    let issued = tokens(ask(&shop, &app, redeeming(&code)).await);
    assert!(opens(&shop, &issued.access_token).await);
    assert!(refused(&ask(&shop, &app, redeeming(&code)).await, OauthRefusal::InvalidGrant));
    assert!(!opens(&shop, &issued.access_token).await);
    let refresh = issued.refresh_token.unwrap();
    assert!(refused(&ask(&shop, &app, refreshing(&refresh)).await, OauthRefusal::InvalidGrant));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_refresh_token_is_replaced_and_its_second_use_ends_the_family(pool: PgPool) {
    let shop = shop(pool).await;
    let (mine, other) = (app(&shop).await, app(&shop).await);
    let ada = shop.register("ada@example.com").await.session;
    let first = let_in(&shop, &mine, &ada).await.refresh_token.unwrap();
    assert!(refused(&ask(&shop, &other, refreshing(&first)).await, OauthRefusal::InvalidGrant));
    let wider = TokenRequest { scope: "read shop".into(), ..refreshing(&first) };
    assert!(refused(&ask(&shop, &mine, wider).await, OauthRefusal::InvalidScope));
    let second = tokens(ask(&shop, &mine, refreshing(&first)).await);
    assert_ne!(second.refresh_token.as_ref(), Some(&first));
    assert!(opens(&shop, &second.access_token).await);
    assert!(refused(&ask(&shop, &mine, refreshing(&first)).await, OauthRefusal::InvalidGrant));
    assert!(!opens(&shop, &second.access_token).await);
    let refresh = second.refresh_token.unwrap();
    assert!(refused(&ask(&shop, &mine, refreshing(&refresh)).await, OauthRefusal::InvalidGrant));
    let log = shop.identity.audit_log(Actor::System, AuditQuery::default()).await.unwrap();
    assert!(log.items.iter().any(|entry| entry.action == "oauth.reuse_detected"));
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_is_locked_out_or_has_another_password_is_acted_for_no_longer(pool: PgPool) {
    let shop = shop(pool).await;
    let app = app(&shop).await;
    let (ada, eve) = (shop.register("ada@example.com").await, shop.register("eve@example.com").await);
    let (adas, eves) = (let_in(&shop, &app, &ada.session).await, let_in(&shop, &app, &eve.session).await);
    shop.identity.set_blocked(Actor::System, ada.session.user, true).await.unwrap();
    let new = "eleven-owls-and-a-candle".to_owned();
    shop.identity.change_password(eve.session.actor(), PASSWORD.into(), new, None).await.unwrap();
    for issued in [adas, eves] {
        assert!(!opens(&shop, &issued.access_token).await);
        let refresh = issued.refresh_token.unwrap();
        assert!(refused(&ask(&shop, &app, refreshing(&refresh)).await, OauthRefusal::InvalidGrant));
        let told = shop.identity.introspect_token(proof(&app), refresh).await.unwrap().unwrap();
        assert!(!told.active);
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_machine_gets_no_more_than_it_may_and_nothing_without_its_secret(pool: PgPool) {
    let shop = shop(pool).await;
    let machine = client(&shop, &[OauthFlow::ClientCredentials], &[Scope::Read]).await;
    let request = |scope: &str| TokenRequest {
        grant_type: "client_credentials".into(),
        scope: scope.into(),
        ..TokenRequest::default()
    };
    let issued = tokens(ask(&shop, &machine, request("")).await);
    assert_eq!((issued.scope.as_str(), issued.refresh_token), ("read", None));
    let access = shop.identity.authenticate_access_token(issued.access_token.clone()).await.unwrap().unwrap();
    assert_eq!((access.client, access.user), (machine.client.id, None));
    assert!(refused(&ask(&shop, &machine, request("shop")).await, OauthRefusal::InvalidScope));
    let other_flow = ask(&shop, &app(&shop).await, request("")).await;
    assert!(refused(&other_flow, OauthRefusal::UnauthorizedClient));
    for secret in [None, Some("wrong".to_owned())] {
        let proof = ClientProof { secret, ..proof(&machine) };
        let answer = shop.identity.issue_tokens(proof, request("")).await.unwrap();
        assert!(refused(&answer, OauthRefusal::InvalidClient));
    }
    let secret = shop.identity.rotate_oauth_secret(Actor::System, machine.client.id).await.unwrap();
    assert!(refused(&ask(&shop, &machine, request("")).await, OauthRefusal::InvalidClient));
    let renewed = CreatedOauthClient { secret: Some(secret), ..machine };
    tokens(ask(&shop, &renewed, request("")).await);
    shop.identity.revoke_oauth_client(Actor::System, renewed.client.id).await.unwrap();
    assert!(!opens(&shop, &issued.access_token).await, "at once");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_client_learns_of_and_ends_its_own_tokens_only(pool: PgPool) {
    let shop = shop(pool).await;
    let (mine, other) = (app(&shop).await, app(&shop).await);
    let ada = shop.register("ada@example.com").await.session;
    let issued = let_in(&shop, &mine, &ada).await;
    let access = issued.access_token;
    let told = async |who: &CreatedOauthClient, token: &str| {
        shop.identity.introspect_token(proof(who), token.to_owned()).await.unwrap().unwrap()
    };
    let mine_told = told(&mine, &access).await;
    assert_eq!((mine_told.active, mine_told.sub), (true, Some(ada.user.to_string())));
    assert!(told(&mine, &issued.refresh_token.clone().unwrap()).await.active);
    assert!(!told(&other, &access).await.active);
    let wrong = ClientProof { secret: Some("wrong".into()), ..proof(&mine) };
    assert!(shop.identity.introspect_token(wrong.clone(), access.clone()).await.unwrap().is_none());
    assert!(!shop.identity.revoke_token(wrong, access.clone()).await.unwrap());
    assert!(shop.identity.revoke_token(proof(&other), access.clone()).await.unwrap());
    assert!(opens(&shop, &access).await);
    let refresh = issued.refresh_token.unwrap();
    assert!(shop.identity.revoke_token(proof(&mine), refresh).await.unwrap());
    assert!(!opens(&shop, &access).await, "the family ends as a whole");
}

/// The private key in use, which only this test reads.
async fn signing_key(shop: &Shop) -> (String, EcdsaKeyPair) {
    let (kid, private_key): (String, Vec<u8>) =
        sqlx::query_as("select kid, private_key from signing_keys where retired_at is null")
            .fetch_one(shop.db.pool())
            .await
            .unwrap();
    (kid, EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &private_key).unwrap())
}

fn claims_of(token: &str) -> Value {
    serde_json::from_slice(&BASE64.decode(token.split('.').nth(1).unwrap()).unwrap()).unwrap()
}

fn signed(key: &EcdsaKeyPair, header: &Value, claims: &Value) -> String {
    let message = format!("{}.{}", BASE64.encode(header.to_string()), BASE64.encode(claims.to_string()));
    let signature = key.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
    format!("{message}.{}", BASE64.encode(signature.as_ref()))
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_token_that_is_old_changed_unsigned_or_for_others_opens_nothing(pool: PgPool) {
    let shop = shop(pool).await;
    let (app, ada) = (app(&shop).await, shop.register("ada@example.com").await.session);
    let token = let_in(&shop, &app, &ada).await.access_token;
    let (kid, key) = signing_key(&shop).await;
    let header = json!({ "alg": "ES256", "typ": "at+jwt", "kid": kid });
    let claims = claims_of(&token);
    assert_eq!(claims["aud"], format!("{ADDRESS}/api/v1"));
    assert!(opens(&shop, &signed(&key, &header, &claims)).await, "so the others fail for their own reason");
    for (name, value) in
        [("exp", json!(1)), ("aud", json!("https://other.example")), ("iss", json!("https://x"))]
    {
        let mut changed = claims.clone();
        changed[name] = value;
        assert!(!opens(&shop, &signed(&key, &header, &changed)).await, "{name}");
    }
    for (alg, typ) in [("none", "at+jwt"), ("HS256", "at+jwt"), ("ES256", "JWT")] {
        let other = json!({ "alg": alg, "typ": typ, "kid": kid });
        assert!(!opens(&shop, &signed(&key, &other, &claims)).await, "{alg} {typ}");
    }
    let mut wider = claims.clone();
    wider["scope"] = json!("read shop");
    let parts: Vec<&str> = token.split('.').collect();
    let bent = [parts[0], &BASE64.encode(wider.to_string()), parts[2]].join(".");
    for broken in [bent.as_str(), &format!("{}.{}.", parts[0], parts[1]), "a.b.c", "."] {
        assert!(!opens(&shop, broken).await, "{broken}");
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn the_published_keys_verify_and_a_new_key_leaves_old_tokens_good(pool: PgPool) {
    let shop = shop(pool).await;
    let (app, ada) = (app(&shop).await, shop.register("ada@example.com").await.session);
    let token = let_in(&shop, &app, &ada).await.access_token;
    let keys = shop.identity.oauth_keys().await.unwrap();
    assert_eq!(keys.len(), 1);
    let point = [vec![4], BASE64.decode(&keys[0].x).unwrap(), BASE64.decode(&keys[0].y).unwrap()].concat();
    let (message, signature) = token.rsplit_once('.').unwrap();
    let verified = UnparsedPublicKey::new(&ECDSA_P256_SHA256_FIXED, point)
        .verify(message.as_bytes(), &BASE64.decode(signature).unwrap());
    assert!(verified.is_ok());

    shop.identity.rotate_signing_keys().await.unwrap();
    assert_eq!(shop.identity.oauth_keys().await.unwrap(), keys, "a young key stays");
    shop.execute("update signing_keys set created_at = now() - interval '31 days'").await.unwrap();
    shop.identity.rotate_signing_keys().await.unwrap();
    let both = shop.identity.oauth_keys().await.unwrap();
    assert_eq!(both.len(), 2);
    assert_ne!(both[0].kid, keys[0].kid);
    assert!(opens(&shop, &token).await);
    shop.execute(
        "update signing_keys set retired_at = now() - interval '2 hours' where retired_at is not null",
    )
    .await
    .unwrap();
    shop.identity.rotate_signing_keys().await.unwrap();
    assert_eq!(shop.identity.oauth_keys().await.unwrap().len(), 1);
    assert!(!opens(&shop, &token).await);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_client_that_could_not_be_safe_is_not_made(pool: PgPool) {
    let shop = shop(pool).await;
    let draft = OauthClientDraft {
        name: " ".into(),
        is_confidential: false,
        redirect_uris: vec!["http://app.example/".into()],
        flows: vec![OauthFlow::ClientCredentials],
        scopes: Vec::new(),
    };
    let refused = shop.identity.create_oauth_client(Actor::System, draft).await.unwrap_err();
    for field in ["name", "flows", "redirect_uris", "scopes"] {
        assert!(refused.for_field(field).is_some(), "{field}");
    }
}
