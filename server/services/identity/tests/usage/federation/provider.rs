//! A provider of OpenID Connect in this process, which vouches for whoever a test wants, truthfully or not.

use aws_lc_rs::{
    digest,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use axum::{
    Form, Json, Router,
    extract::State,
    http::{HeaderMap, StatusCode},
    routing::{get, post},
};
use base64::{
    Engine,
    engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD as BASE64},
};
use identity::{ProviderConfig, ProviderKind};
use serde_json::{Map, Value, json};
use std::{
    collections::HashMap,
    sync::{Arc, Mutex},
};

pub const CLIENT_ID: &str = "shop";
pub const CLIENT_SECRET: &str = "hush: hush";

/// What is issued for a code.
struct Grant {
    challenge: String,
    redirect_uri: String,
    claims: Value,
    /// Told at the other endpoint only.
    info: Value,
}

/// What its endpoints share.
pub struct Fake {
    pub issuer: String,
    key: EcdsaKeyPair,
    grants: Mutex<HashMap<String, Grant>>,
    infos: Mutex<HashMap<String, Value>>,
}

/// What the browser was sent to the provider with.
pub struct Way(pub HashMap<String, String>);

impl Way {
    pub fn of(address: &str) -> Self {
        let address = reqwest::Url::parse(address).unwrap();
        Self(address.query_pairs().into_owned().collect())
    }

    pub fn get(&self, name: &str) -> String {
        self.0[name].clone()
    }
}

impl Fake {
    /// A provider at a port of its own.
    pub async fn start() -> Arc<Self> {
        // Two TLS providers may be linked: the binary chooses one, and so do we.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let fake = Arc::new(Self {
            issuer: format!("http://{}", listener.local_addr().unwrap()),
            key: EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap(),
            grants: Mutex::default(),
            infos: Mutex::default(),
        });
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(metadata))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/me", get(info))
            .with_state(Arc::clone(&fake));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        fake
    }

    /// How a shop is set up for it, at both doors.
    pub fn config(&self) -> ProviderConfig {
        let map = [("shop-admins", "administrator"), ("helpers", "support"), ("night", "night_clerk")];
        ProviderConfig {
            name: "corp".into(),
            label: "Corp".into(),
            kind: ProviderKind::Oidc,
            issuer: self.issuer.clone(),
            client_id: CLIENT_ID.into(),
            client_secret: CLIENT_SECRET.into(),
            scopes: "openid email profile".into(),
            realms: vec![contracts::identity::Realm::Shop, contracts::identity::Realm::Staff],
            role_claim: Some("groups".into()),
            role_map: map.map(|(value, role)| (value.to_owned(), role.to_owned())).to_vec(),
        }
    }

    /// Somebody signs in there; the code that the browser brings back. `changes` replace claims.
    pub fn sign_in(&self, way: &Way, person: Value, changes: Value) -> String {
        let now = platform::system_clock().now().timestamp();
        let mut claims = json!({
            "iss": self.issuer, "aud": CLIENT_ID, "nonce": way.get("nonce"), "iat": now, "exp": now + 300,
        });
        // OpenID Connect Core, 2: with `max_age` it says when somebody signed in.
        if way.0.contains_key("max_age") {
            claims["auth_time"] = now.into();
        }
        let info = person.clone();
        for (name, value) in members(person).into_iter().chain(members(changes)) {
            claims[name] = value;
        }
        let (challenge, redirect_uri) = (way.get("code_challenge"), way.get("redirect_uri"));
        let code = platform::ids::token();
        self.grants.lock().unwrap().insert(code.clone(), Grant { challenge, redirect_uri, claims, info });
        code
    }

    /// A token of these claims, signed by this key.
    fn signed(&self, claims: &Value) -> String {
        let encode = |value: &Value| BASE64.encode(value.to_string());
        let message = format!("{}.{}", encode(&json!({ "alg": "ES256", "kid": "1" })), encode(claims));
        let signature = self.key.sign(&SystemRandom::new(), message.as_bytes()).unwrap();
        format!("{message}.{}", BASE64.encode(signature))
    }
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        _ => Map::new(),
    }
}

async fn metadata(State(fake): State<Arc<Fake>>) -> Json<Value> {
    let at = |path: &str| format!("{}{path}", fake.issuer);
    Json(json!({
        "issuer": fake.issuer,
        "authorization_endpoint": at("/authorize"),
        "token_endpoint": at("/token"),
        "jwks_uri": at("/keys"),
        "userinfo_endpoint": at("/me"),
        "authorization_response_iss_parameter_supported": true,
    }))
}

async fn keys(State(fake): State<Arc<Fake>>) -> Json<Value> {
    let point: &[u8] = fake.key.public_key().as_ref();
    let (x, y) = (BASE64.encode(&point[1..33]), BASE64.encode(&point[33..]));
    let unknown = json!({ "kty": "something-new", "kid": "0" });
    Json(
        json!({ "keys": [unknown, { "kty": "EC", "crv": "P-256", "kid": "1", "use": "sig", "x": x, "y": y }] }),
    )
}

/// Takes a code once, from whom it was made for.
async fn token(
    State(fake): State<Arc<Fake>>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> (StatusCode, Json<Value>) {
    let refused = |why: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": why })));
    let basic = format!("Basic {}", STANDARD.encode(format!("{CLIENT_ID}:hush%3A%20hush")));
    if headers.get("authorization").is_none_or(|sent| sent.as_bytes() != basic.as_bytes()) {
        return refused("invalid_client");
    }
    let Some(grant) = fake.grants.lock().unwrap().remove(&form["code"]) else {
        return refused("invalid_grant");
    };
    let challenge = BASE64.encode(digest::digest(&digest::SHA256, form["code_verifier"].as_bytes()));
    if challenge != grant.challenge || form["redirect_uri"] != grant.redirect_uri {
        return refused("invalid_grant");
    }
    let access = platform::ids::token();
    fake.infos.lock().unwrap().insert(access.clone(), grant.info);
    let id_token = fake.signed(&grant.claims);
    (StatusCode::OK, Json(json!({ "access_token": access, "token_type": "Bearer", "id_token": id_token })))
}

async fn info(State(fake): State<Arc<Fake>>, headers: HeaderMap) -> (StatusCode, Json<Value>) {
    let sent = headers.get("authorization").and_then(|sent| sent.to_str().ok()).unwrap_or_default();
    let known = fake.infos.lock().unwrap().get(sent.trim_start_matches("Bearer ")).cloned();
    match known {
        Some(info) => (StatusCode::OK, Json(info)),
        None => (StatusCode::UNAUTHORIZED, Json(Value::Null)),
    }
}
