//! Where a provider's endpoints are and with which keys it signs: asked once an hour (OpenID Connect Discovery 1.0).

use super::{http, jws::Key};
use crate::federation::{settings::is_reachable, trouble::Trouble};
use reqwest::Client;
use serde::Deserialize;
use serde_json::Value;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::Mutex;

const KNOWN_FOR: Duration = Duration::from_hours(1);
/// Unknown keys do not make us ask more often.
const PAUSE: Duration = Duration::from_secs(30);

/// What a provider says of itself.
#[derive(Deserialize)]
pub(super) struct Metadata {
    pub(super) issuer: String,
    pub(super) authorization_endpoint: String,
    pub(super) token_endpoint: String,
    jwks_uri: String,
    pub(super) userinfo_endpoint: Option<String>,
    /// RFC 9207: its answers say whose they are.
    #[serde(default)]
    pub(super) authorization_response_iss_parameter_supported: bool,
    token_endpoint_auth_methods_supported: Option<Vec<String>>,
}

#[derive(Deserialize)]
struct KeySet {
    keys: Vec<Value>,
}

/// What is known of a provider.
pub(super) struct Known {
    pub(super) metadata: Metadata,
    pub(super) keys: Vec<Key>,
}

/// What is known, and since when.
#[derive(Default)]
pub(super) struct Discovery(Mutex<Option<(Instant, Arc<Known>)>>);

impl Discovery {
    /// What is known, asked for when it is old. Those who come meanwhile wait for the one answer.
    ///
    /// # Errors
    /// When the provider does not answer, or answers for another.
    pub(super) async fn known(&self, client: &Client, issuer: &str) -> Result<Arc<Known>, Trouble> {
        self.younger_than(KNOWN_FOR, client, issuer).await
    }

    /// The same anew, unless that was done just now: the provider may have begun to sign with another key.
    ///
    /// # Errors
    /// As [`Discovery::known`].
    pub(super) async fn known_anew(&self, client: &Client, issuer: &str) -> Result<Arc<Known>, Trouble> {
        self.younger_than(PAUSE, client, issuer).await
    }

    async fn younger_than(
        &self,
        age: Duration,
        client: &Client,
        issuer: &str,
    ) -> Result<Arc<Known>, Trouble> {
        let mut kept = self.0.lock().await;
        if let Some((_, known)) = kept.as_ref().filter(|(since, _)| since.elapsed() < age) {
            return Ok(Arc::clone(known));
        }
        let known = Arc::new(ask(client, issuer).await?);
        *kept = Some((Instant::now(), Arc::clone(&known)));
        Ok(known)
    }
}

async fn ask(client: &Client, issuer: &str) -> Result<Known, Trouble> {
    let address = format!("{}/.well-known/openid-configuration", issuer.trim_end_matches('/'));
    let metadata: Metadata = http::json(client.get(address)).await?;
    metadata.check(issuer)?;
    let set: KeySet = http::json(client.get(&metadata.jwks_uri)).await?;
    // Keys of kinds that we do not know are no reason not to know the others.
    let keys = set.keys.into_iter().filter_map(|key| serde_json::from_value(key).ok()).collect();
    Ok(Known { metadata, keys })
}

impl Metadata {
    /// It speaks for the issuer that was asked (4.3), and leads nowhere without TLS.
    fn check(&self, issuer: &str) -> Result<(), Trouble> {
        if self.issuer != issuer {
            return Err(Trouble::Untrusted("it says that it is another issuer"));
        }
        let endpoints = [&self.authorization_endpoint, &self.token_endpoint, &self.jwks_uri];
        if endpoints.into_iter().chain(&self.userinfo_endpoint).all(|endpoint| is_reachable(endpoint)) {
            return Ok(());
        }
        Err(Trouble::Untrusted("an endpoint is not reached by https"))
    }

    /// Whether the client's secret goes into the form instead of a header, which is how it is unless said
    /// (OpenID Connect Core, 9).
    pub(super) fn wants_secret_in_form(&self) -> bool {
        let methods = self.token_endpoint_auth_methods_supported.as_ref();
        methods.is_some_and(|methods| !methods.iter().any(|method| method == "client_secret_basic"))
    }
}
