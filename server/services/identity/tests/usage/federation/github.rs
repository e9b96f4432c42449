//! GitHub as an enterprise runs it itself: OAuth 2 without ID tokens, and an API that tells who signed in.

use super::{BASE_URL, Way, provider::CLIENT_SECRET, refusal, signed_in};
use crate::common::{Shop, shop as plain_shop};
use aws_lc_rs::digest;
use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::{
    ErrorKind,
    identity::{
        ClientInfo, FederationAnswer, FederationCallback, FederationOutcome, FederationRefusal,
        FederationStart, Identity as _, Realm,
    },
};
use identity::{ProviderConfig, ProviderKind};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

const CLIENT_ID: &str = "Iv1.shop";

/// Somebody as GitHub tells of them: what `/user` and `/user/emails` answer.
#[derive(Clone)]
struct Person {
    user: Value,
    emails: Value,
}

impl Person {
    fn ada() -> Self {
        Self {
            user: json!({ "id": 1815, "login": "ada", "name": "Ada Lovelace", "email": "shown@example.com" }),
            emails: json!([
                { "email": "old@example.com", "primary": false, "verified": true, "visibility": null },
                { "email": "ada@example.com", "primary": true, "verified": true, "visibility": "private" },
            ]),
        }
    }

    fn with_emails(emails: Value) -> Self {
        Self { emails, ..Self::ada() }
    }
}

/// A code that was given out: to whom, and what proves who asked for it.
struct Grant {
    challenge: String,
    redirect_uri: String,
    person: Person,
}

#[derive(Default)]
struct GitHub {
    grants: Mutex<HashMap<String, Grant>>,
    people: Mutex<HashMap<String, Person>>,
}

/// A shop, and GitHub beside it.
struct Club {
    shop: Shop,
    github: Arc<GitHub>,
}

async fn club(pool: PgPool) -> Club {
    // Two TLS providers may be linked: the binary chooses one, and so do we.
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let github = Arc::new(GitHub::default());
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    let router = Router::new()
        .route("/login/oauth/access_token", post(token))
        .route("/api/v3/user", get(user))
        .route("/api/v3/user/emails", get(emails))
        .with_state(Arc::clone(&github));
    tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
    let Shop { identity, db } = plain_shop(pool).await;
    let identity = identity.signing_in_with(vec![config(issuer)], BASE_URL).unwrap();
    Club { shop: Shop { identity, db }, github }
}

fn config(issuer: String) -> ProviderConfig {
    ProviderConfig {
        name: "github".into(),
        label: "GitHub".into(),
        kind: ProviderKind::GitHub,
        issuer,
        client_id: CLIENT_ID.into(),
        client_secret: CLIENT_SECRET.into(),
        scopes: "read:user user:email".into(),
        realms: vec![Realm::Shop],
        role_claim: None,
        role_map: Vec::new(),
    }
}

/// Takes a code once, from whom it was made for; a refusal has status 200 as well.
async fn token(
    State(github): State<Arc<GitHub>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Json<Value> {
    let refused = |why: &str| Json(json!({ "error": why, "error_description": "See the docs." }));
    let is_json = headers.get("accept").is_some_and(|sent| sent.as_bytes() == b"application/json");
    if !is_json || form["client_id"] != CLIENT_ID || form["client_secret"] != CLIENT_SECRET {
        return refused("incorrect_client_credentials");
    }
    let Some(grant) = github.grants.lock().unwrap().remove(&form["code"]) else {
        return refused("bad_verification_code");
    };
    let challenge = BASE64.encode(digest::digest(&digest::SHA256, form["code_verifier"].as_bytes()));
    if challenge != grant.challenge || form["redirect_uri"] != grant.redirect_uri {
        return refused("redirect_uri_mismatch");
    }
    let token = platform::ids::token();
    github.people.lock().unwrap().insert(token.clone(), grant.person);
    Json(json!({ "access_token": token, "token_type": "bearer", "scope": "read:user,user:email" }))
}

async fn user(State(github): State<Arc<GitHub>>, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    told(&github, &headers, |person| person.user)
}

async fn emails(State(github): State<Arc<GitHub>>, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    told(&github, &headers, |person| person.emails)
}

/// What GitHub's API answers: nothing without a token, nor to who does not say who asks.
fn told(github: &GitHub, headers: &HeaderMap, what: fn(Person) -> Value) -> (StatusCode, Json<Value>) {
    let text = |name: &str| headers.get(name).and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let token = text("authorization").trim_start_matches("Bearer ");
    let known = github.people.lock().unwrap().get(token).cloned();
    match known {
        Some(_) if text("user-agent").is_empty() => (StatusCode::FORBIDDEN, Json(Value::Null)),
        Some(person) => (StatusCode::OK, Json(what(person))),
        None => (StatusCode::UNAUTHORIZED, Json(json!({ "message": "Bad credentials" }))),
    }
}

impl Club {
    async fn begin(&self, browser: &str) -> Way {
        let start = FederationStart {
            realm: Realm::Shop,
            provider: "github".into(),
            browser: browser.into(),
            return_to: String::new(),
            again: false,
        };
        Way::of(&self.shop.identity.begin_federation(start).await.unwrap())
    }

    /// Somebody signs in there; the code that the browser brings back.
    fn sign_in(&self, way: &Way, person: Person) -> String {
        let (challenge, redirect_uri) = (way.get("code_challenge"), way.get("redirect_uri"));
        let code = platform::ids::token();
        self.github.grants.lock().unwrap().insert(code.clone(), Grant { challenge, redirect_uri, person });
        code
    }

    async fn finish(&self, browser: &str, way: &Way, code: String) -> FederationOutcome {
        let answer =
            FederationAnswer { state: way.get("state"), code: Some(code), ..FederationAnswer::default() };
        let (provider, browser) = ("github".into(), browser.into());
        let callback = FederationCallback { realm: Realm::Shop, provider, browser, answer };
        self.shop.identity.finish_federation(callback, ClientInfo::default()).await.unwrap()
    }

    async fn come(&self, person: Person) -> FederationOutcome {
        let browser = platform::ids::token();
        let way = self.begin(&browser).await;
        let code = self.sign_in(&way, person);
        self.finish(&browser, &way, code).await
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn who_comes_from_github_gets_an_account_with_the_address_that_is_proved_there(pool: PgPool) {
    let club = club(pool).await;
    let session = signed_in(club.come(Person::ada()).await).session;
    assert_eq!([session.name.as_str(), session.email.as_str()], ["Ada Lovelace", "ada@example.com"]);
    assert!(club.shop.identity.profile(session.actor()).await.unwrap().email_verified);
    let linked = club.shop.identity.linked_identities(session.actor()).await.unwrap().linked;
    assert_eq!([linked[0].provider.as_str()], ["GitHub"]);
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn people_are_known_by_their_number_whatever_they_are_called_now(pool: PgPool) {
    let club = club(pool).await;
    let first = signed_in(club.come(Person::ada()).await).session;
    let renamed = Person {
        user: json!({ "id": 1815, "login": "countess", "name": null }),
        ..Person::with_emails(json!([{ "email": "new@example.com", "primary": true, "verified": true }]))
    };
    assert_eq!(signed_in(club.come(renamed).await).session.user, first.user);
    let namesake = Person {
        user: json!({ "id": 1816, "login": "ada", "name": "" }),
        ..Person::with_emails(json!([{ "email": "other@example.com", "primary": true, "verified": true }]))
    };
    let other = signed_in(club.come(namesake).await).session;
    assert_ne!(other.user, first.user, "a name that became free is somebody else's");
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn only_the_first_address_counts_and_only_once_it_is_proved(pool: PgPool) {
    let club = club(pool).await;
    let unproved = [
        json!([]),
        json!([{ "email": "ada@example.com", "primary": true, "verified": false },
               { "email": "old@example.com", "primary": false, "verified": true }]),
        json!([{ "email": "no address", "primary": true, "verified": true }]),
    ];
    for emails in unproved {
        let outcome = club.come(Person::with_emails(emails)).await;
        assert_eq!(refusal(&outcome), Some(FederationRefusal::Unverified));
    }
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn a_refusal_of_github_s_lets_nobody_in_though_its_status_is_200(pool: PgPool) {
    let club = club(pool).await;
    let (browser, other) = (platform::ids::token(), platform::ids::token());
    let (way, elsewhere) = (club.begin(&browser).await, club.begin(&other).await);
    let unknown = club.finish(&browser, &way, "never-given-out".into()).await;
    assert_eq!(refusal(&unknown), Some(FederationRefusal::Failed));
    // A code that was given to another browser: its verifier is not this one's.
    let stolen = club.sign_in(&way, Person::ada());
    assert_eq!(
        refusal(&club.finish(&other, &elsewhere, stolen).await),
        Some(FederationRefusal::Failed),
        "PKCE"
    );
}

#[sqlx::test(migrator = "identity::MIGRATOR")]
async fn github_is_no_way_into_the_office(pool: PgPool) {
    let club = club(pool).await;
    let start = FederationStart {
        realm: Realm::Staff,
        provider: "github".into(),
        browser: platform::ids::token(),
        return_to: String::new(),
        again: false,
    };
    let refused = club.shop.identity.begin_federation(start).await.unwrap_err();
    assert_eq!(refused.kind, ErrorKind::NotFound);
}
