//! A consumer remembers what it applied, in the transaction of the effect: delivered twice, applied once.

use contracts::EventId;
use sqlx::PgConnection;

/// Whether this consumer sees the event for the first time. On `false` the effect is already committed.
///
/// # Errors
/// As the database answers.
pub async fn first_time(
    conn: &mut PgConnection,
    consumer: &str,
    event: EventId,
) -> Result<bool, sqlx::Error> {
    let inserted = sqlx::query!(
        "insert into messaging.inbox (consumer, event_id) values ($1, $2) on conflict do nothing",
        consumer,
        event.0,
    )
    .execute(conn)
    .await?;
    Ok(inserted.rows_affected() == 1)
}
