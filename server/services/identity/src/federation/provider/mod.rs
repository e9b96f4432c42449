//! The exchange with a provider: authorization code with PKCE (RFC 6749, RFC 7636, RFC 9700).

mod discovery;
mod github;
mod http;
mod id_token;
mod jws;
mod oidc;

use super::{
    model::Person,
    settings::{ProviderConfig, ProviderKind},
    trouble::Trouble,
};
use aws_lc_rs::digest;
use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD as BASE64};
use contracts::identity::FederationAnswer;
pub(super) use http::client;
use reqwest::{Client, Url};

/// What was asked of a provider, and what its answer is held against.
pub(super) struct Asked<'a> {
    /// Where it sends the browser back to, exactly.
    pub(super) redirect_uri: &'a str,
    /// In its ID token again.
    pub(super) nonce: &'a str,
    /// Proves to it that who redeems the code is who asked for it.
    pub(super) verifier: &'a str,
    /// Since when the person has to have signed in, seconds since 1970, where they have to do so anew.
    pub(super) anew_since: Option<i64>,
}

/// Somebody who vouches for people.
pub(super) struct Provider {
    pub(super) config: ProviderConfig,
    client: Client,
    oidc: oidc::Oidc,
}

impl Provider {
    pub(super) fn new(config: ProviderConfig, client: Client) -> Self {
        Self { config, client, oidc: oidc::Oidc::default() }
    }

    /// Fails when the provider cannot be asked. Of GitHub nothing can be known without somebody who signs in.
    pub(super) async fn examine(&self) -> Result<(), Trouble> {
        match self.config.kind {
            ProviderKind::Oidc => self.oidc.examine(&self.client, &self.config).await,
            ProviderKind::GitHub => Ok(()),
        }
    }

    /// The address to send the browser to.
    pub(super) async fn address(&self, state: &str, asked: &Asked<'_>) -> Result<Url, Trouble> {
        let mut address = match self.config.kind {
            ProviderKind::Oidc => self.oidc.door(&self.client, &self.config).await?,
            ProviderKind::GitHub => github::door(&self.config)?,
        };
        let challenge = digest::digest(&digest::SHA256, asked.verifier.as_bytes());
        address
            .query_pairs_mut()
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.config.client_id)
            .append_pair("redirect_uri", asked.redirect_uri)
            .append_pair("scope", &self.config.scopes)
            .append_pair("state", state)
            .append_pair("nonce", asked.nonce)
            .append_pair("code_challenge", &BASE64.encode(challenge))
            .append_pair("code_challenge_method", "S256");
        if self.config.kind == ProviderKind::Oidc {
            oidc::ask_when(&mut address, asked);
        }
        Ok(address)
    }

    /// Who signed in.
    pub(super) async fn identify(
        &self,
        answer: &FederationAnswer,
        asked: &Asked<'_>,
    ) -> Result<Person, Trouble> {
        match self.config.kind {
            ProviderKind::Oidc => self.oidc.identify(&self.client, &self.config, answer, asked).await,
            ProviderKind::GitHub => github::identify(&self.client, &self.config, answer, asked).await,
        }
    }
}
