//! Endpoints that do not work are left alone, and whoever runs the shop is told.

use super::{edit::without_query, endpoint_repo as repo, send::Courier};
use crate::{
    error::Result,
    notification::{self, model::NewMessage},
};
use contracts::{Actor, Email, Timestamp, WebhookEndpointId, notifications::WebhookPause};
use platform::outbox;
use serde_json::json;
use sqlx::PgConnection;

/// Pauses an endpoint, if it is not paused yet.
pub(crate) async fn pause(
    courier: Courier<'_>,
    tx: &mut PgConnection,
    id: WebhookEndpointId,
    reason: WebhookPause,
) -> Result<()> {
    let Some(url) = repo::pause(&mut *tx, id, reason).await? else { return Ok(()) };
    let url = without_query(&url);
    tracing::warn!(webhook = %id, reason = reason.as_str(), "a webhook was paused");
    let details = json!({ "url": url, "reason": reason.as_str() });
    outbox::audit(&mut *tx, "notifications", &Actor::System, "webhook.paused", &subject(id), details).await?;
    let staff = courier.config.staff_email.as_ref().and_then(|email| email.parse::<Email>().ok());
    if let Some(email) = staff {
        let message = mail(email, id, url, reason, courier.clock.now());
        notification::queue(tx, &message, courier.domain, courier.clock.now()).await?;
    }
    Ok(())
}

fn mail(email: Email, id: WebhookEndpointId, url: &str, reason: WebhookPause, now: Timestamp) -> NewMessage {
    let host = url.split("://").nth(1).and_then(|rest| rest.split('/').next()).unwrap_or(url);
    let is_gone = reason == WebhookPause::Gone;
    NewMessage {
        template: "webhook_paused".to_owned(),
        language: "en".to_owned(),
        recipient: None,
        email,
        payload: json!({ "host": host, "is_gone": is_gone, "endpoint": id }),
        idempotency_key: format!("webhook_paused:{id}:{}", now.timestamp_millis()),
        request_id: None,
    }
}

/// What the audit log calls an endpoint.
pub(super) fn subject(id: WebhookEndpointId) -> String {
    format!("webhook {id}")
}
