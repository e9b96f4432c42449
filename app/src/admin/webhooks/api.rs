use crate::error::AppError;
use contracts::{
    Timestamp, WebhookEndpointId,
    notifications::{WebhookDeliveries, WebhookEndpoint},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What the page of a webhook shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WebhookPage {
    /// The endpoint.
    pub endpoint: WebhookEndpoint,
    /// A part of its log.
    pub log: WebhookDeliveries,
    /// When this was read.
    pub now: Timestamp,
}

/// A webhook as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WebhookText {
    /// Its id, also of a new one.
    pub id: String,
    /// The version that is changed; empty for a new one.
    pub version: String,
    /// Where deliveries go.
    pub url: String,
    /// What it is for; may be empty.
    pub description: String,
    /// Whether it is told everything; empty when not.
    pub all: String,
    /// Otherwise what it is told, by public names.
    pub on: BTreeMap<String, String>,
}

/// All webhooks and the moment they were read.
#[server]
pub async fn list_webhooks() -> Result<(Vec<WebhookEndpoint>, Timestamp), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    let webhooks = crate::context::services()?.notifications.webhooks(actor).await?;
    Ok((webhooks, crate::admin::patterns::now()))
}

/// A webhook and a part of its log: of this status, older than this delivery; all when empty.
#[server]
pub async fn load_webhook(id: String, status: String, before: String) -> Result<WebhookPage, AppError> {
    use contracts::notifications::{WebhookDeliveryQuery, WebhookStatus};
    let actor = crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    let missing = || AppError::not_found("webhook");
    let id = id.parse().map_err(|_| missing())?;
    let service = crate::context::services()?.notifications;
    let endpoint = service.webhook(actor.clone(), id).await?.ok_or_else(missing)?;
    let status = WebhookStatus::from_text(&status);
    let query = WebhookDeliveryQuery { endpoint: id, status, before: before.parse().ok() };
    let log = service.webhook_deliveries(actor, query).await?;
    Ok(WebhookPage { endpoint, log, now: crate::admin::patterns::now() })
}

/// The id that a new webhook gets, so that a form sent twice makes one.
#[server]
pub async fn load_new_webhook() -> Result<WebhookEndpointId, AppError> {
    crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    Ok(WebhookEndpointId(crate::admin::guard::fresh_key()))
}

/// Makes a webhook and leads to its secret, or changes one.
#[server]
pub async fn save_webhook(webhook: WebhookText, one_time_code: Option<String>) -> Result<(), AppError> {
    let permission = contracts::Permission::ManageWebhooks;
    let actor = crate::admin::guard::require_proved(permission, one_time_code).await?;
    let draft = super::parse::draft(&webhook)?;
    let is_new = draft.version.is_none();
    let saved = crate::context::services()?.notifications.save_webhook(actor, draft).await;
    let saved = saved.map_err(super::parse::at_form)?;
    if is_new { super::once::show(saved.endpoint.id, saved.secret.as_deref()) } else { Ok(()) }
}

/// The secret of a webhook that was just made, once; none when it was shown before.
#[server]
pub async fn load_webhook_secret(id: String) -> Result<Option<String>, AppError> {
    crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    let id = id.parse().map_err(|_| AppError::not_found("webhook"))?;
    super::once::take(id)
}

/// Makes a new secret and leads to it.
#[server]
pub async fn rotate_webhook_secret(
    id: String,
    version: u32,
    one_time_code: Option<String>,
) -> Result<(), AppError> {
    let permission = contracts::Permission::ManageWebhooks;
    let actor = crate::admin::guard::require_proved(permission, one_time_code).await?;
    let id = id.parse().map_err(|_| AppError::not_found("webhook"))?;
    let secret = crate::context::services()?.notifications.rotate_webhook_secret(actor, id, version).await?;
    super::once::show(id, Some(&secret))
}

/// Stops sending, or goes on.
#[server]
pub async fn pause_webhook(id: String, is_paused: bool) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    let id = id.parse().map_err(|_| AppError::not_found("webhook"))?;
    Ok(crate::context::services()?.notifications.pause_webhook(actor, id, is_paused).await?)
}

/// Ends a webhook with its log.
#[server]
pub async fn delete_webhook(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    let id = id.parse().map_err(|_| AppError::not_found("webhook"))?;
    crate::context::services()?.notifications.delete_webhook(actor, id).await?;
    crate::context::redirect(super::PATH);
    Ok(())
}

/// Sends a test.
#[server]
pub async fn test_webhook(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    let id = id.parse().map_err(|_| AppError::not_found("webhook"))?;
    Ok(crate::context::services()?.notifications.test_webhook(actor, id).await?)
}

/// Sends a delivery once more.
#[server]
pub async fn redeliver_webhook(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    let id = id.parse().map_err(|_| AppError::not_found("delivery"))?;
    Ok(crate::context::services()?.notifications.redeliver_webhook(actor, id).await?)
}

/// Sends all that failed since this minute (UTC, `2026-05-20T10:00`) once more; tells how many there are.
#[server]
pub async fn redeliver_failed_webhooks(id: String, since: String) -> Result<u64, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageWebhooks).await?;
    let id = id.parse().map_err(|_| AppError::not_found("webhook"))?;
    let since = super::parse::minute(&since)?;
    Ok(crate::context::services()?.notifications.redeliver_failed_webhooks(actor, id, since).await?)
}
