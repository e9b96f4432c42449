//! Tradewind as an authorization server: where clients ask for tokens, and where shoppers let them in. Described for
//! those who write clients in `docs/oauth.md`.

mod consent;
pub mod cors;
mod documents;
mod form;
mod machine;

use super::Settings;
use axum::{
    Router,
    routing::{get, post},
};
use std::sync::Arc;

/// Where a shopper's browser is sent.
const AUTHORIZE: &str = "/oauth/authorize";

/// Whether only machines ask here, which prove who they are by themselves: no cookie counts.
pub fn is_for_machines(path: &str) -> bool {
    matches!(path, "/oauth/token" | "/oauth/introspect" | "/oauth/revoke")
}

/// Everything under `/oauth`, and what tells of it.
pub fn router(settings: &Arc<Settings>) -> Router {
    Router::new()
        .route(AUTHORIZE, get(consent::ask).post(consent::answer))
        .route("/oauth/token", post(machine::token).options(cors::preflight))
        .route("/oauth/introspect", post(machine::introspect))
        .route("/oauth/revoke", post(machine::revoke).options(cors::preflight))
        .route("/oauth/jwks.json", get(documents::keys))
        .route("/.well-known/oauth-authorization-server", get(documents::metadata))
        .with_state(Arc::clone(settings))
}
