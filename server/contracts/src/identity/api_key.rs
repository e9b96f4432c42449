//! Keys of machine clients.

use crate::{ApiKeyId, Timestamp};
use serde::{Deserialize, Serialize};

/// A machine client's key, without the key.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct ApiKey {
    pub id: ApiKeyId,
    pub name: String,
    /// The first characters, to recognise it by.
    pub prefix: String,
    pub scopes: Vec<Scope>,
    #[serde(default)]
    pub limits: KeyLimits,
    pub created_at: Timestamp,
    pub last_used_at: Option<Timestamp>,
    /// The network address that it was last used from.
    #[serde(default)]
    pub last_used_from: Option<String>,
}

/// Until when, and from where, a key may be used; always and from everywhere by default.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyLimits {
    /// From then on it is refused.
    pub expires_at: Option<Timestamp>,
    /// Addresses and networks (CIDR, RFC 4632) as `192.0.2.7` and `2001:db8::/32`; everywhere when empty, at most 20.
    pub networks: Vec<String>,
}

/// What a bearer key may do at `/api/v1`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Scope {
    /// Read products, categories, search, carts and orders it knows the token of.
    Read,
    /// Change carts and check out.
    Shop,
}

/// A new key: told once.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CreatedApiKey {
    /// What is stored of it.
    pub key: ApiKey,
    /// The bearer token itself.
    pub secret: String,
}
