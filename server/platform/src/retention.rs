//! Forgetting messages that have done their work: payloads hold what people typed, and a table that only
//! grows becomes slow.
//!
//! A consumer's memory outlives every possible delivery of what it applied, a replayed dead letter included:
//! older events than [`DELIVERABLE_DAYS`] are not delivered any more.

use crate::{Database, jobs::Job};
use std::{future::Future, time::Duration};

/// Days for which an event is offered to its consumers, and can be replayed as a dead letter.
pub const DELIVERABLE_DAYS: i32 = 30;
/// Days for which a delivered event can be looked at.
const DELIVERED_DAYS: i32 = 14;
/// Days for which a consumer remembers what it applied.
const APPLIED_DAYS: i32 = DELIVERABLE_DAYS + 1;
/// Days for which a dead letter can be looked at.
const DEAD_DAYS: i32 = 90;
/// Rows that one statement deletes.
const BATCH: i64 = 5_000;

/// Repeats a step, which is told how many rows it may touch at most and tells how many it did, until there
/// are fewer: no statement runs long or locks many rows. Tells how many rows were touched in all.
///
/// # Errors
/// As the step answers; what earlier ones did stays done.
pub async fn in_batches<F, Fut>(step: F) -> Result<u64, sqlx::Error>
where
    F: Fn(i64) -> Fut,
    Fut: Future<Output = Result<u64, sqlx::Error>>,
{
    let mut all = 0;
    loop {
        let touched = step(BATCH).await?;
        all += touched;
        if touched < BATCH.unsigned_abs() {
            return Ok(all);
        }
    }
}

/// Forgets a service's old messages, every hour.
pub fn clean_up(db: &Database) -> Job {
    let db = db.clone();
    Job::every("forget_messages", Duration::from_hours(1), move || {
        let db = db.clone();
        async move { forget(&db).await.map_err(|error| crate::failure("messaging", &error)) }
    })
}

async fn forget(db: &Database) -> Result<(), sqlx::Error> {
    bury(db).await?;
    in_batches(|limit| delete_events(db, "delivered", DELIVERED_DAYS, limit)).await?;
    in_batches(|limit| delete_events(db, "dead", DEAD_DAYS, limit)).await?;
    in_batches(|limit| delete_applied(db, limit)).await?;
    Ok(())
}

/// What could not be delivered in time is a dead letter.
async fn bury(db: &Database) -> Result<(), sqlx::Error> {
    let buried = sqlx::query!(
        "update messaging.outbox
         set status = 'dead', last_error = coalesce(last_error, 'it was not delivered in time')
         where status = 'new' and created_at < now() - make_interval(days => $1)",
        DELIVERABLE_DAYS,
    )
    .execute(db.pool())
    .await?
    .rows_affected();
    if buried > 0 {
        tracing::error!(service = db.name(), buried, "events were not delivered in time");
    }
    Ok(())
}

async fn delete_events(db: &Database, status: &str, days: i32, limit: i64) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "delete from messaging.outbox where id in (
             select id from messaging.outbox
             where status = $1 and created_at < now() - make_interval(days => $2)
             order by created_at limit $3 for update skip locked)",
        status,
        days,
        limit,
    );
    Ok(deleted.execute(db.pool()).await?.rows_affected())
}

async fn delete_applied(db: &Database, limit: i64) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "delete from messaging.inbox where (consumer, event_id) in (
             select consumer, event_id from messaging.inbox
             where applied_at < now() - make_interval(days => $1) order by applied_at limit $2)",
        APPLIED_DAYS,
        limit,
    );
    Ok(deleted.execute(db.pool()).await?.rows_affected())
}
