//! Signing in with accounts elsewhere.

mod believing;
mod github;
mod linking;
mod people;
mod provider;
mod staff;
mod without_password;

use crate::common::{Shop, shop as plain_shop};
use contracts::{
    Actor,
    identity::{
        AuditQuery, ClientInfo, FederationAnswer, FederationCallback, FederationOutcome, FederationRefusal,
        FederationStart, Identity as _, LogInOutcome, Realm, SignedIn,
    },
};
use provider::{Fake, Way};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::sync::Arc;

const BASE_URL: &str = "https://shop.example.com";

/// A shop and a provider that it believes.
struct Corp {
    shop: Shop,
    fake: Arc<Fake>,
}

async fn corp(pool: PgPool) -> Corp {
    let fake = Fake::start().await;
    let Shop { identity, db } = plain_shop(pool).await;
    let identity = identity.signing_in_with(vec![fake.config()], BASE_URL).unwrap();
    Corp { shop: Shop { identity, db }, fake }
}

/// Ada as the provider knows her.
fn ada() -> Value {
    json!({ "sub": "ada-1", "name": "Ada Lovelace", "email": "ada@example.com", "email_verified": true })
}

/// The same with other claims.
fn ada_with(claims: &Value) -> Value {
    let mut ada = ada();
    for (name, value) in claims.as_object().unwrap() {
        ada[name] = value.clone();
    }
    ada
}

fn start(realm: Realm, browser: &str) -> FederationStart {
    let return_to = if realm == Realm::Shop { "/checkout" } else { "/admin/orders" };
    let (provider, browser, return_to) = ("corp".into(), browser.into(), return_to.into());
    FederationStart { realm, provider, browser, return_to, again: false }
}

fn back(realm: Realm, browser: &str, answer: FederationAnswer) -> FederationCallback {
    FederationCallback { realm, provider: "corp".into(), browser: browser.into(), answer }
}

impl Corp {
    async fn begin(&self, realm: Realm, browser: &str) -> Way {
        Way::of(&self.shop.identity.begin_federation(start(realm, browser)).await.unwrap())
    }

    fn answer(&self, way: &Way, code: String) -> FederationAnswer {
        let issuer = Some(self.fake.issuer.clone());
        FederationAnswer { state: way.get("state"), code: Some(code), issuer, error: None }
    }

    async fn finish(&self, callback: FederationCallback) -> FederationOutcome {
        self.shop.identity.finish_federation(callback, ClientInfo::default()).await.unwrap()
    }

    /// Somebody signs in there and comes back here, whose token says something else than it should.
    async fn come_with(&self, realm: Realm, person: Value, changes: Value) -> FederationOutcome {
        let browser = platform::ids::token();
        let way = self.begin(realm, &browser).await;
        let code = self.fake.sign_in(&way, person, changes);
        self.finish(back(realm, &browser, self.answer(&way, code))).await
    }

    async fn come(&self, realm: Realm, person: Value) -> FederationOutcome {
        self.come_with(realm, person, Value::Null).await
    }

    /// Somebody who is let in.
    async fn enter(&self, realm: Realm, person: Value) -> SignedIn {
        signed_in(self.come(realm, person).await)
    }

    async fn acts(&self) -> Vec<String> {
        let page = self.shop.identity.audit_log(Actor::System, AuditQuery::default()).await.unwrap();
        let mut acts: Vec<_> = page.items.into_iter().map(|entry| entry.action).collect();
        acts.reverse();
        acts
    }
}

fn signed_in(outcome: FederationOutcome) -> SignedIn {
    let session = match outcome {
        FederationOutcome::LoggedIn { outcome: LogInOutcome::SignedIn(signed_in), .. } => Some(*signed_in),
        _ => None,
    };
    session.unwrap()
}

fn refusal(outcome: &FederationOutcome) -> Option<FederationRefusal> {
    match outcome {
        FederationOutcome::Refused { why, .. } => Some(*why),
        _ => None,
    }
}
