//! Endpoints in the back office.

use super::{endpoint_repo as repo, model, pause::subject, signature, target};
use crate::{Notifications, error::Result};
use contracts::{
    Actor, Error as Refusal, Permission, WebhookEndpointId,
    notifications::{SavedWebhook, WebhookDraft, WebhookEndpoint, WebhookEvent, WebhookPause},
};
use platform::outbox;
use serde_json::{Value, json};
use sqlx::PgConnection;
use std::time::Duration;

/// How long the former secret signs beside a new one.
const FORMER_SECRET: Duration = Duration::from_hours(24);

/// All endpoints.
pub(crate) async fn list(service: &Notifications, actor: &Actor) -> Result<Vec<WebhookEndpoint>> {
    actor.require(Permission::ManageWebhooks)?;
    Ok(repo::all(service.db.pool()).await?)
}

/// One endpoint.
pub(crate) async fn one(
    service: &Notifications,
    actor: &Actor,
    id: WebhookEndpointId,
) -> Result<Option<WebhookEndpoint>> {
    actor.require(Permission::ManageWebhooks)?;
    let mut conn = service.db.pool().acquire().await?;
    Ok(repo::find(&mut conn, id).await?)
}

/// Makes or changes an endpoint.
pub(crate) async fn save(
    service: &Notifications,
    actor: &Actor,
    draft: WebhookDraft,
) -> Result<SavedWebhook> {
    actor.require(Permission::ManageWebhooks)?;
    let hosts = service.outbound.hosts();
    let (draft, url) = model::checked(draft, hosts)?;
    target::look_up(&url, hosts).await.map_err(|wrong| Refusal::field("url", wrong))?;
    let mut tx = service.db.begin().await?;
    let secret = match draft.version {
        None => make(service, &mut tx, actor, &draft).await?,
        Some(version) => {
            change(&mut tx, actor, &draft, version).await?;
            None
        }
    };
    let endpoint = repo::find(&mut tx, draft.id).await?.ok_or_else(Refusal::internal)?;
    tx.commit().await?;
    Ok(SavedWebhook { endpoint, secret })
}

/// The secret of a new endpoint; none when its draft was sent before.
async fn make(
    service: &Notifications,
    tx: &mut PgConnection,
    actor: &Actor,
    draft: &WebhookDraft,
) -> Result<Option<String>> {
    if repo::count(&mut *tx).await? >= model::MOST_ENDPOINTS {
        let text = format!("There are {} webhooks already. Please delete one first.", model::MOST_ENDPOINTS);
        return Err(Refusal::field("url", text).into());
    }
    let secret = signature::mint();
    if !repo::insert(&mut *tx, draft, &secret, service.clock.now()).await? {
        return Ok(None);
    }
    record(tx, actor, "webhook.created", draft.id, told(draft)).await?;
    Ok(Some(secret))
}

async fn change(tx: &mut PgConnection, actor: &Actor, draft: &WebhookDraft, version: u32) -> Result<()> {
    let before = repo::find(&mut *tx, draft.id).await?.ok_or_else(missing)?;
    if !repo::update(&mut *tx, draft, version).await? {
        return Err(changed_meanwhile().into());
    }
    let after = told(draft);
    let before = json!({ "url": without_query(&before.url), "events": names(&before.events) });
    record(tx, actor, "webhook.updated", draft.id, json!({ "before": before, "after": after })).await
}

/// Makes a new secret; the former one signs beside it for a day.
pub(crate) async fn rotate(
    service: &Notifications,
    actor: &Actor,
    id: WebhookEndpointId,
    version: u32,
) -> Result<String> {
    actor.require(Permission::ManageWebhooks)?;
    let (secret, until) = (signature::mint(), service.clock.now() + FORMER_SECRET);
    let mut tx = service.db.begin().await?;
    repo::find(&mut tx, id).await?.ok_or_else(missing)?;
    if !repo::rotate(&mut tx, (id, version), &secret, until).await? {
        return Err(changed_meanwhile().into());
    }
    record(&mut tx, actor, "webhook.secret_rotated", id, json!({ "former_until": until })).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Stops sending, or goes on; done before, it changes nothing.
pub(crate) async fn set_paused(
    service: &Notifications,
    actor: &Actor,
    id: WebhookEndpointId,
    is_paused: bool,
) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let mut tx = service.db.begin().await?;
    repo::find(&mut tx, id).await?.ok_or_else(missing)?;
    let (changed, action) = if is_paused {
        (repo::pause(&mut tx, id, WebhookPause::Staff).await?, "webhook.paused")
    } else {
        (repo::resume(&mut tx, id).await?, "webhook.resumed")
    };
    if let Some(url) = changed {
        record(&mut tx, actor, action, id, json!({ "url": without_query(&url) })).await?;
    }
    Ok(tx.commit().await?)
}

/// Ends an endpoint with its log.
pub(crate) async fn delete(service: &Notifications, actor: &Actor, id: WebhookEndpointId) -> Result<()> {
    actor.require(Permission::ManageWebhooks)?;
    let mut tx = service.db.begin().await?;
    let url = repo::delete(&mut tx, id).await?.ok_or_else(missing)?;
    record(&mut tx, actor, "webhook.deleted", id, json!({ "url": without_query(&url) })).await?;
    Ok(tx.commit().await?)
}

async fn record(
    tx: &mut PgConnection,
    actor: &Actor,
    action: &str,
    id: WebhookEndpointId,
    details: Value,
) -> Result<()> {
    Ok(outbox::audit(tx, "notifications", actor, action, &subject(id), details).await?)
}

fn told(draft: &WebhookDraft) -> Value {
    json!({ "url": without_query(&draft.url), "events": names(&draft.events) })
}

fn names(events: &[WebhookEvent]) -> Vec<&'static str> {
    if events.is_empty() { vec!["all"] } else { events.iter().map(|event| event.as_str()).collect() }
}

/// Some receivers want a token in the query, which is nothing for a log.
pub(super) fn without_query(url: &str) -> &str {
    url.split('?').next().unwrap_or_default()
}

fn missing() -> Refusal {
    Refusal::not_found("webhook")
}

fn changed_meanwhile() -> Refusal {
    Refusal::conflict("Somebody else changed this webhook meanwhile. Please look at it again.")
}
