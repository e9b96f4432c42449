//! Deliveries in the back office.

use super::{endpoint_repo, event, log_repo as repo, model::TEST, pause::subject};
use crate::{Notifications, error::Result};
use contracts::{
    Actor, Error as Refusal, EventId, Permission, Timestamp, WebhookDeliveryId, WebhookEndpointId,
    notifications::{WebhookDeliveries, WebhookDeliveryQuery, WebhookStatus},
};
use platform::outbox;
use serde_json::json;

/// Deliveries on a page of the log.
const ON_A_PAGE: usize = 25;

/// A part of an endpoint's log.
pub(crate) async fn deliveries(
    service: &Notifications,
    actor: &Actor,
    query: &WebhookDeliveryQuery,
) -> Result<WebhookDeliveries> {
    actor.require(Permission::ManageWebhooks)?;
    let most = i64::try_from(ON_A_PAGE).unwrap_or(i64::MAX).saturating_add(1);
    let mut items = repo::list(service.db.pool(), query, most).await?;
    let is_more = items.len() > ON_A_PAGE;
    items.truncate(ON_A_PAGE);
    let older = items.last().filter(|_| is_more).map(|last| last.id);
    Ok(WebhookDeliveries { items, older })
}

/// Sends a test, in one try.
pub(crate) async fn test(service: &Notifications, actor: &Actor, id: WebhookEndpointId) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let (event, now) = (EventId(platform::ids::mint()), service.clock.now());
    let body = event::body(event, TEST, now, &json!({}));
    let mut tx = service.db.begin().await?;
    let endpoint = endpoint_repo::find(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("webhook"))?;
    if endpoint.paused.is_some() {
        return Err(Refusal::conflict("This webhook is paused. Please resume it first.").into());
    }
    repo::insert(&mut tx, &repo::New { endpoint: id, event, kind: TEST, body: &body }, now).await?;
    outbox::audit(&mut tx, "notifications", actor, "webhook.tested", &subject(id), json!({})).await?;
    Ok(tx.commit().await?)
}

/// Sends a delivery that has ended once more.
pub(crate) async fn redeliver(service: &Notifications, actor: &Actor, id: WebhookDeliveryId) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let mut tx = service.db.begin().await?;
    let (endpoint, status) = repo::lock(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("delivery"))?;
    if status == WebhookStatus::Waiting.as_str() {
        return Err(Refusal::conflict("This delivery is waiting to be sent already.").into());
    }
    repo::again(&mut tx, id, service.clock.now()).await?;
    let details = json!({ "delivery": id });
    outbox::audit(&mut tx, "notifications", actor, "webhook.redelivered", &subject(endpoint), details)
        .await?;
    Ok(tx.commit().await?)
}

/// Sends all that failed since then once more; tells how many there are.
pub(crate) async fn redeliver_failed(
    service: &Notifications,
    actor: &Actor,
    id: WebhookEndpointId,
    since: Timestamp,
) -> Result<u64> {
    actor.require(Permission::ManageWebhooks)?;
    let mut tx = service.db.begin().await?;
    endpoint_repo::find(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("webhook"))?;
    let count = repo::failed_again(&mut tx, id, since, service.clock.now()).await?;
    let details = json!({ "since": since, "deliveries": count });
    outbox::audit(&mut tx, "notifications", actor, "webhook.redelivered", &subject(id), details).await?;
    tx.commit().await?;
    Ok(count)
}
