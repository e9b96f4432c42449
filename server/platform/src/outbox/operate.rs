//! Looking at an outbox and delivering dead letters again.

use crate::{Database, retention::DELIVERABLE_DAYS};
use contracts::{
    Actor, EventId, Page, PageRequest,
    operations::{OutboxEvent, ServiceHealth},
};

/// How a service's database, events and jobs are; `database: false` when it does not answer.
pub async fn health(db: &Database) -> ServiceHealth {
    let counted = sqlx::query!(
        r#"select
            (select count(*) from messaging.outbox where status = 'new') as "waiting!",
            (select count(*) from messaging.outbox where status = 'dead') as "dead!",
            (select count(*) from messaging.jobs where status = 'waiting' and run_at <= now()) as "jobs_waiting!",
            (select count(*) from messaging.jobs where status = 'dead') as "jobs_dead!",
            (select coalesce(extract(epoch from now() - min(created_at)), 0)::bigint
             from messaging.outbox where status = 'new') as "lag!""#
    )
    .fetch_one(db.pool())
    .await;
    let count = |value: i64| u64::try_from(value).unwrap_or(0);
    let service = db.name().to_owned();
    match counted {
        Ok(row) => ServiceHealth {
            service,
            database: true,
            waiting: count(row.waiting),
            dead: count(row.dead),
            jobs_waiting: count(row.jobs_waiting),
            jobs_dead: count(row.jobs_dead),
            lag_seconds: count(row.lag),
        },
        Err(error) => {
            tracing::warn!(service, %error, "a database does not answer");
            ServiceHealth {
                service,
                database: false,
                waiting: 0,
                dead: 0,
                jobs_waiting: 0,
                jobs_dead: 0,
                lag_seconds: 0,
            }
        }
    }
}

/// Events and jobs that were given up.
///
/// # Errors
/// As the database answers.
pub async fn given_up(db: &Database) -> Result<u64, sqlx::Error> {
    let count = sqlx::query_scalar!(
        r#"select (select count(*) from messaging.outbox where status = 'dead')
                + (select count(*) from messaging.jobs where status = 'dead') as "count!""#
    );
    Ok(count.fetch_one(db.pool()).await?.unsigned_abs())
}

/// Events of one status, newest first.
///
/// # Errors
/// As the database answers.
pub async fn list(db: &Database, status: &str, page: PageRequest) -> Result<Page<OutboxEvent>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, service, name, aggregate, status, attempts, last_error, payload, created_at, request_id
         from messaging.outbox where status = $1 order by created_at desc, id desc limit $2 offset $3",
        status,
        page.limit(),
        page.offset(),
    )
    .fetch_all(db.pool())
    .await?;
    let total = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from messaging.outbox where status = $1 limit $2) as counted"#,
        status,
        PageRequest::COUNTED + 1,
    )
    .fetch_one(db.pool())
    .await?;
    let events = rows.into_iter().map(|row| OutboxEvent {
        id: EventId(row.id),
        service: row.service,
        name: row.name,
        aggregate: row.aggregate,
        status: row.status,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        last_error: row.last_error,
        payload: row.payload.to_string(),
        created_at: row.created_at,
        request_id: row.request_id,
    });
    Ok(Page::new(events.collect(), total, &page))
}

/// Delivers one dead letter again, or all of them, to the consumers that could not apply it; returns how
/// many. Those older than [`DELIVERABLE_DAYS`] stay: who applied them is forgotten. The act is audited with it.
///
/// # Errors
/// As the database answers.
pub async fn replay(db: &Database, actor: &Actor, id: Option<EventId>) -> Result<u64, sqlx::Error> {
    let mut tx = db.begin().await?;
    let replayed = sqlx::query_scalar!(
        "update messaging.outbox set status = 'new', attempts = 0, available_at = now()
         where status = 'dead' and ($1::uuid is null or id = $1)
           and created_at > now() - make_interval(days => $2) returning id",
        id.map(|id| id.0),
        DELIVERABLE_DAYS,
    )
    .fetch_all(&mut *tx)
    .await?;
    sqlx::query!(
        "update messaging.deliveries set status = 'waiting', attempts = 0
         where status = 'dead' and event_id = any($1)",
        &replayed,
    )
    .execute(&mut *tx)
    .await?;
    let count = u64::try_from(replayed.len()).unwrap_or(u64::MAX);
    if count > 0 {
        let subject = id.map_or_else(|| "all dead letters".to_owned(), |id| format!("event {id}"));
        let details = serde_json::json!({ "replayed": count });
        super::audit(&mut tx, db.name(), actor, "events.replayed", &subject, details).await?;
    }
    tx.commit().await?;
    Ok(count)
}
