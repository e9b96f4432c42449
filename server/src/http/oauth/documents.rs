//! What clients and APIs read about this authorization server (RFC 8414, RFC 7517).

use crate::http::{Settings, refusal::refusal};
use axum::{
    Json,
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, StatusCode, header};
use std::sync::Arc;

/// For five minutes: a key that is new is looked for by its name.
const KEPT: HeaderValue = HeaderValue::from_static("public, max-age=300");

/// The keys that verify access tokens.
pub async fn keys(State(settings): State<Arc<Settings>>) -> Response {
    match settings.services.identity.oauth_keys().await {
        Ok(keys) => kept(Json(serde_json::json!({ "keys": keys }))),
        Err(error) => {
            tracing::error!(%error, "the keys of tokens cannot be told");
            refusal(StatusCode::SERVICE_UNAVAILABLE, "Please try again in a moment.")
        }
    }
}

/// Where everything is, and what there is of it.
pub async fn metadata(State(settings): State<Arc<Settings>>) -> Response {
    let base = &settings.base_url;
    kept(Json(serde_json::json!({
        "issuer": base,
        "authorization_endpoint": format!("{base}{}", super::AUTHORIZE),
        "token_endpoint": format!("{base}/oauth/token"),
        "introspection_endpoint": format!("{base}/oauth/introspect"),
        "revocation_endpoint": format!("{base}/oauth/revoke"),
        "jwks_uri": format!("{base}/oauth/jwks.json"),
        "scopes_supported": ["read", "shop"],
        "response_types_supported": ["code"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code", "client_credentials", "refresh_token"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "introspection_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post"],
        "revocation_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "code_challenge_methods_supported": ["S256"],
        "authorization_response_iss_parameter_supported": true,
    })))
}

/// Read by any page: it is the same for everybody.
fn kept(document: Json<serde_json::Value>) -> Response {
    let anybody = HeaderValue::from_static("*");
    ([(header::CACHE_CONTROL, KEPT), (header::ACCESS_CONTROL_ALLOW_ORIGIN, anybody)], document)
        .into_response()
}
