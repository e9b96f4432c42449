//! Where a shopper is logged in.

use super::{Answer, Shop, caller::Shopper, path::Named};
use axum::{Json, extract::State};
use contracts::{SessionId, Timestamp, identity::SessionInfo};
use http::StatusCode;
use serde::Serialize;
use utoipa::ToSchema;

/// A session, with what its owner recognises it by.
#[derive(Serialize, ToSchema)]
pub struct Device {
    id: SessionId,
    /// Whether it is the one that asks.
    current: bool,
    /// The network address it was opened from.
    address: Option<String>,
    /// The `User-Agent` it was opened by.
    user_agent: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Timestamp,
    #[schema(value_type = String, format = DateTime)]
    last_used_at: Timestamp,
}

impl Device {
    fn new(info: SessionInfo, current: SessionId) -> Self {
        Self {
            id: info.id,
            current: info.id == current,
            address: info.client.address,
            user_agent: info.client.user_agent,
            created_at: info.created_at,
            last_used_at: info.last_used_at,
        }
    }
}

/// One's own sessions, newest first.
#[utoipa::path(get, path = "/account/sessions", tag = "account",
    responses((status = 200, description = "The sessions", body = Vec<Device>)), security(("bearer" = [])))]
pub async fn list(State(shop): Shop, shopper: Shopper) -> Answer<Json<Vec<Device>>> {
    let sessions = shop.services.identity.sessions(shopper.actor()).await?;
    let current = shopper.session.id;
    Ok(Json(sessions.into_iter().map(|session| Device::new(session, current)).collect()))
}

/// Ends one of one's own sessions.
#[utoipa::path(delete, path = "/account/sessions/{id}", tag = "account",
    params(("id" = SessionId, Path, description = "The session")),
    responses((status = 204, description = "It has ended")), security(("bearer" = [])))]
pub async fn end(State(shop): Shop, shopper: Shopper, Named(id): Named<SessionId>) -> Answer<StatusCode> {
    shop.services.identity.revoke_session(shopper.actor(), id).await?;
    Ok(StatusCode::NO_CONTENT)
}
