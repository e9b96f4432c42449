//! Reading and writing messages.

use super::model::NewMessage;
use contracts::{
    NotificationId, TemplateId, Timestamp, notifications::NotificationStatus, privacy::ERASED_EMAIL,
};
use serde_json::Value;
use sqlx::PgConnection;
use uuid::Uuid;

/// Writes a message; `false` when its key is there already. One to somebody who was erased is not sent.
pub(crate) async fn insert(
    db: &mut PgConnection,
    id: NotificationId,
    message: &NewMessage,
    (template, language): &(TemplateId, String),
    message_id: &str,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let inserted = sqlx::query!(
        "insert into notifications (id, recipient_id, email, message_template_id, template_name, language,
             payload, idempotency_key, message_id, created_at, next_attempt_at, request_id, status)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $10, $11, $12)
         on conflict (idempotency_key) do nothing",
        id.0,
        message.recipient.map(|user| user.0),
        message.email.as_str(),
        template.0,
        message.template,
        language,
        message.payload,
        message.idempotency_key,
        message_id,
        now,
        message.request_id,
        if message.email.as_str() == ERASED_EMAIL { "failed" } else { "queued" }
    );
    Ok(inserted.execute(db).await?.rows_affected() == 1)
}

/// The message queued under that key.
pub(crate) async fn by_key(db: &mut PgConnection, key: &str) -> sqlx::Result<NotificationId> {
    let id = sqlx::query_scalar!("select id from notifications where idempotency_key = $1", key);
    Ok(id.fetch_one(db).await?.into())
}

/// Where a message is and its template, held until the transaction ends. One that was erased is no longer there.
pub(crate) async fn lock(
    db: &mut PgConnection,
    id: NotificationId,
) -> sqlx::Result<Option<(NotificationStatus, String)>> {
    let row = sqlx::query!(
        "select status, template_name from notifications
         where id = $1 and email <> 'erased@deleted.invalid' for update",
        id.0
    );
    let row = row.fetch_optional(db).await?;
    Ok(row.map(|row| (status(&row.status), row.template_name)))
}

/// A stored status; the table's check allows no other.
pub(crate) fn status(text: &str) -> NotificationStatus {
    NotificationStatus::from_text(text).unwrap_or(NotificationStatus::Failed)
}

/// A failed message begins anew.
pub(crate) async fn requeue(db: &mut PgConnection, id: NotificationId, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "update notifications set status = 'queued', attempts = 0, next_attempt_at = $2 where id = $1",
        id.0,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A message that is being sent.
pub(crate) struct Claimed {
    pub id: Uuid,
    pub email: String,
    pub template: String,
    pub language: String,
    pub payload: Value,
    pub attempts: i32,
    pub message_id: String,
    pub request_id: Option<String>,
    pub template_subject: String,
    pub template_content: String,
}

/// Takes the next due message for as long as the lease; whoever dies with it leaves it to others then.
pub(crate) async fn claim(
    db: &mut PgConnection,
    now: Timestamp,
    lease_until: Timestamp,
) -> sqlx::Result<Option<Claimed>> {
    sqlx::query_as!(
        Claimed,
        r#"with due as (
               select id from notifications where status = 'queued' and next_attempt_at <= $1
               order by next_attempt_at, id limit 1 for update skip locked
           )
           update notifications n set attempts = n.attempts + 1, next_attempt_at = $2
           from due, notification_templates t
           where n.id = due.id and t.id = n.message_template_id
           returning n.id, n.email, n.template_name as template, n.language, n.payload, n.attempts,
               n.message_id, n.request_id, t.subject as template_subject, t.content as template_content"#,
        now,
        lease_until
    )
    .fetch_optional(db)
    .await
}

/// A claimed message stays claimed.
pub(crate) async fn renew(
    db: &mut PgConnection,
    message: &Claimed,
    lease_until: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update notifications set next_attempt_at = $2 where id = $1 and status = 'queued' and attempts = $3",
        message.id,
        lease_until,
        message.attempts
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a mail looked like.
pub(crate) struct Sent<'a> {
    pub subject: &'a str,
    pub html: &'a str,
    pub text: &'a str,
}

/// The message was handed over; its secret goes. `false` when somebody else has finished it meanwhile.
pub(crate) async fn mark_sent(
    db: &mut PgConnection,
    message: &Claimed,
    sent: Sent<'_>,
    secret: Option<&str>,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let updated = sqlx::query!(
        "update notifications set status = 'sent', sent_at = $2, subject = $3, html = $4, body = $5,
             last_error = null, payload = payload - coalesce($6, '')
         where id = $1 and status = 'queued' and attempts = $7",
        message.id,
        now,
        sent.subject,
        sent.html,
        sent.text,
        secret,
        message.attempts
    );
    Ok(updated.execute(db).await?.rows_affected() == 1)
}

/// The message waits for its next try.
pub(crate) async fn mark_waiting(
    db: &mut PgConnection,
    message: &Claimed,
    reason: &str,
    next: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update notifications set last_error = $3, next_attempt_at = $4
         where id = $1 and status = 'queued' and attempts = $2",
        message.id,
        message.attempts,
        reason,
        next
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The message is given up; its secret goes.
pub(crate) async fn mark_failed(
    db: &mut PgConnection,
    message: &Claimed,
    reason: &str,
    secret: Option<&str>,
) -> sqlx::Result<bool> {
    let updated = sqlx::query!(
        "update notifications set status = 'failed', last_error = $3, payload = payload - coalesce($4, '')
         where id = $1 and status = 'queued' and attempts = $2",
        message.id,
        message.attempts,
        reason,
        secret
    );
    Ok(updated.execute(db).await?.rows_affected() == 1)
}
