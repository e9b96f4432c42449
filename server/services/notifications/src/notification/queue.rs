//! Queueing a message, once per idempotency key.

use super::{
    JOB,
    model::{NewMessage, secret_of},
    repo,
};
use crate::{error::Result, template};
use contracts::{Actor, Error as Refusal, NotificationId, Timestamp, notifications::NotificationStatus};
use platform::Database;
use serde_json::{Value, json};
use sqlx::PgConnection;
use std::time::Duration;

/// Queues the message with the transaction's commit, and work to send it at once.
pub(crate) async fn queue(
    tx: &mut PgConnection,
    message: &NewMessage,
    domain: &str,
    now: Timestamp,
) -> Result<NotificationId> {
    let best = template::repo::best(&mut *tx, &message.template, &message.language).await?;
    let template = best.ok_or_else(|| Refusal::field("template", "There is no such template."))?;
    let id = platform::ids::mint().into();
    if !repo::insert(&mut *tx, id, message, &template, &format!("{id}@{domain}"), now).await? {
        return Ok(repo::by_key(tx, &message.idempotency_key).await?);
    }
    platform::jobs::enqueue(tx, JOB, Value::Null, Duration::ZERO, None).await?;
    Ok(id)
}

/// Queues a failed message again, with all its tries.
pub(crate) async fn retry(db: &Database, actor: &Actor, id: NotificationId, now: Timestamp) -> Result<()> {
    let mut tx = db.begin().await?;
    let (status, template) = repo::lock(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("message"))?;
    if status != NotificationStatus::Failed {
        return Err(Refusal::conflict("Only a message that has failed can be sent again.").into());
    }
    if secret_of(&template).is_some() {
        let expired = "The link in this message has expired. Its reader has to ask for a new one.";
        return Err(Refusal::conflict(expired).into());
    }
    repo::requeue(&mut tx, id, now).await?;
    let subject = format!("notification {id}");
    platform::outbox::audit(&mut tx, "notifications", actor, "notification.retried", &subject, json!({}))
        .await?;
    platform::jobs::enqueue(&mut tx, JOB, Value::Null, Duration::ZERO, None).await?;
    Ok(tx.commit().await?)
}
