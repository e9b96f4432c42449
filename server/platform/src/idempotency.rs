//! Requests that may be sent again: the first answer under a key is kept and given to every repetition.
//!
//! What is kept is the caller's business (and sealed by it); here is who may begin, and what was answered.

use crate::{Database, jobs::Job};
use std::time::Duration;

/// What became of a key so far.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Nothing: the request is to be worked on, then [`keep`] or [`forget`] is called.
    First,
    /// Another request with this key is being worked on.
    Running,
    /// The key stands for another request.
    Mismatch,
    /// It was answered.
    Answered {
        /// HTTP status.
        status: u16,
        /// As given to [`keep`].
        body: Vec<u8>,
    },
}

/// Claims a key for a request. Keys are free again after 24 hours, and after a minute when whoever
/// claimed it died before answering.
///
/// # Errors
/// As the database answers.
pub async fn claim(db: &Database, id: &str, fingerprint: &str) -> Result<Claim, sqlx::Error> {
    let claimed = sqlx::query!(
        "insert into messaging.idempotency_keys as kept (id, fingerprint) values ($1, $2)
         on conflict (id) do update
         set fingerprint = excluded.fingerprint, status = null, body = null, claimed_at = now()
         where kept.claimed_at < now() - interval '24 hours'
            or (kept.status is null and kept.claimed_at < now() - interval '1 minute')",
        id,
        fingerprint,
    )
    .execute(db.pool())
    .await?;
    if claimed.rows_affected() == 1 { Ok(Claim::First) } else { present(db, id, fingerprint).await }
}

async fn present(db: &Database, id: &str, fingerprint: &str) -> Result<Claim, sqlx::Error> {
    let row =
        sqlx::query!("select fingerprint, status, body from messaging.idempotency_keys where id = $1", id)
            .fetch_optional(db.pool())
            .await?;
    let Some(row) = row else { return Ok(Claim::Running) };
    if row.fingerprint != fingerprint {
        return Ok(Claim::Mismatch);
    }
    let answered = row.status.and_then(|status| u16::try_from(status).ok()).zip(row.body);
    Ok(answered.map_or(Claim::Running, |(status, body)| Claim::Answered { status, body }))
}

/// Keeps the answer to a claimed key.
///
/// # Errors
/// As the database answers.
pub async fn keep(db: &Database, id: &str, status: u16, body: &[u8]) -> Result<(), sqlx::Error> {
    let status = i16::try_from(status).unwrap_or(i16::MAX);
    sqlx::query!(
        "update messaging.idempotency_keys set status = $2, body = $3 where id = $1",
        id,
        status,
        body
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Frees a claimed key: the request may be tried again.
///
/// # Errors
/// As the database answers.
pub async fn forget(db: &Database, id: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from messaging.idempotency_keys where id = $1 and status is null", id)
        .execute(db.pool())
        .await?;
    Ok(())
}

/// Removes answers that nobody may ask for any more, every hour.
pub fn clean_up(db: &Database) -> Job {
    let db = db.clone();
    Job::every("forget_idempotency_keys", Duration::from_hours(1), move || {
        let db = db.clone();
        async move {
            sqlx::query!(
                "delete from messaging.idempotency_keys where claimed_at < now() - interval '24 hours'"
            )
            .execute(db.pool())
            .await
            .map_err(|error| crate::failure("messaging", &error))?;
            Ok(())
        }
    })
}
