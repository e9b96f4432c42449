//! Tradewind as an authorization server: clients, and what they and shoppers say to it.

use super::Scope;
use crate::{OauthClientId, OauthGrantId, Timestamp, UserId};
use serde::{Deserialize, Serialize};

/// How a client comes by tokens (RFC 6749, 1.3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OauthFlow {
    /// For itself, by its secret.
    ClientCredentials,
    /// For a shopper who lets it in.
    AuthorizationCode,
}

/// A machine or an app that may ask for tokens, without its secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct OauthClient {
    pub id: OauthClientId,
    pub name: String,
    /// Whether it has a secret; apps on people's devices cannot keep one.
    pub is_confidential: bool,
    pub redirect_uris: Vec<String>,
    pub flows: Vec<OauthFlow>,
    pub scopes: Vec<Scope>,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
}

/// A client to be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OauthClientDraft {
    /// 1 to 100 characters; shoppers read it.
    pub name: String,
    /// Whether it gets a secret.
    pub is_confidential: bool,
    /// Compared letter by letter: https, or http on the loopback interface; at most 10.
    pub redirect_uris: Vec<String>,
    /// At least one; a public client acts for shoppers only.
    pub flows: Vec<OauthFlow>,
    /// The most that its tokens may do.
    pub scopes: Vec<Scope>,
}

/// A new client; its secret is told once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreatedOauthClient {
    /// What is stored of it.
    pub client: OauthClient,
    /// None for a public client.
    pub secret: Option<String>,
}

/// Who a client says that it is.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct ClientProof {
    /// Its `client_id`.
    pub id: String,
    /// Its `client_secret`; none for a public client.
    pub secret: Option<String>,
}

/// What a client sends a shopper's browser with (RFC 6749, 4.1.1; RFC 7636, 4.3); empty where it says nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after the parameters")]
pub struct AuthorizationRequest {
    pub response_type: String,
    pub client_id: String,
    pub redirect_uri: String,
    pub scope: String,
    pub state: String,
    pub code_challenge: String,
    pub code_challenge_method: String,
}

/// What becomes of such a request before anybody is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Authorization {
    /// The shopper is to be asked.
    Ask {
        /// What the client is called.
        client: String,
        /// The host that the browser is sent back to.
        host: String,
        /// What it wants to do.
        scopes: Vec<Scope>,
    },
    /// The client asked for what it cannot have; it is told so at this address, which is one of its own.
    Refused {
        /// Where to send the browser.
        address: String,
    },
}

/// What a client sends for tokens (RFC 6749, 4.1.3, 4.4.2, 6); empty where it says nothing.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after the parameters")]
pub struct TokenRequest {
    pub grant_type: String,
    pub code: String,
    pub redirect_uri: String,
    pub code_verifier: String,
    pub refresh_token: String,
    pub scope: String,
}

/// Tokens, told once (RFC 6749, 5.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after the parameters")]
pub struct IssuedTokens {
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds.
    pub expires_in: i64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refresh_token: Option<String>,
    pub scope: String,
}

/// Why a client gets nothing (RFC 6749, 5.2).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(missing_docs, reason = "named after the codes")]
pub enum OauthRefusal {
    InvalidRequest,
    InvalidClient,
    InvalidGrant,
    UnauthorizedClient,
    UnsupportedGrantType,
    InvalidScope,
}

impl OauthRefusal {
    /// The code that clients know it by.
    pub fn code(self) -> &'static str {
        match self {
            Self::InvalidRequest => "invalid_request",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
            Self::InvalidScope => "invalid_scope",
        }
    }
}

/// Tokens, or why there are none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum TokenAnswer {
    /// Here they are.
    Issued(IssuedTokens),
    /// There are none.
    Refused(OauthRefusal),
}

/// What a token is good for (RFC 7662, 2.2); nothing but `active: false` when it is not.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after the members")]
pub struct Introspection {
    pub active: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub client_id: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sub: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token_type: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exp: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub iat: Option<i64>,
}

/// Who is behind an access token that is good now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessToken {
    /// The client that it was issued to.
    pub client: OauthClientId,
    /// The shopper for whom it acts; none when it acts for itself.
    pub user: Option<UserId>,
    /// What it may do.
    pub scopes: Vec<Scope>,
}

/// A public key (RFC 7517, RFC 7518, 6.2.1).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after the members")]
pub struct PublicKey {
    pub kty: String,
    pub crv: String,
    pub alg: String,
    #[serde(rename = "use")]
    pub usage: String,
    pub kid: String,
    pub x: String,
    pub y: String,
}

/// An app that a shopper let in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct AllowedApp {
    pub id: OauthGrantId,
    pub name: String,
    pub scopes: Vec<Scope>,
    pub allowed_at: Timestamp,
    pub last_used_at: Timestamp,
}
