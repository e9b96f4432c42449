use super::redaction::redacted;
use contracts::{
    PageRequest,
    analytics::{EventQuery, LoggedEvent},
};
use platform::AnyEnvelope;
use sqlx::{PgConnection, PgPool};

type Result<T> = std::result::Result<T, sqlx::Error>;

pub(crate) async fn insert(conn: &mut PgConnection, envelope: AnyEnvelope) -> Result<()> {
    sqlx::query!(
        r#"insert into event_logs (event_id, service_name, event_type, aggregate, payload, "timestamp", request_id)
           values ($1, $2, $3, $4, $5, $6, $7)
           on conflict (event_id) do nothing"#,
        envelope.id.0,
        envelope.service,
        envelope.name,
        envelope.aggregate,
        redacted(&envelope.service, envelope.payload),
        envelope.occurred_at,
        envelope.request_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

pub(super) async fn list(conn: &mut PgConnection, query: &EventQuery) -> Result<Vec<LoggedEvent>> {
    let rows = sqlx::query!(
        r#"select number, service_name, event_type, aggregate, payload, "timestamp", request_id
           from event_logs
           where ($1 = '' or service_name = $1) and ($2 = '' or event_type = $2)
             and ($3::uuid is null or aggregate = $3)
           order by number desc limit $4 offset $5"#,
        query.service,
        query.event_type,
        query.aggregate,
        query.page.limit(),
        query.page.offset(),
    )
    .fetch_all(conn)
    .await?;
    let events = rows.into_iter().map(|row| LoggedEvent {
        number: row.number,
        service_name: row.service_name,
        event_type: row.event_type,
        aggregate: row.aggregate,
        payload: row.payload.to_string(),
        at: row.timestamp,
        request_id: row.request_id,
    });
    Ok(events.collect())
}

/// Counted up to [`PageRequest::COUNTED`].
pub(super) async fn count(conn: &mut PgConnection, query: &EventQuery) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from event_logs
                 where ($1 = '' or service_name = $1) and ($2 = '' or event_type = $2)
                   and ($3::uuid is null or aggregate = $3)
                 limit $4) as counted"#,
        query.service,
        query.event_type,
        query.aggregate,
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(conn).await
}

/// Deletes at most `limit` events of before that many days, the oldest first; how many they were.
pub(super) async fn delete_older(pool: &PgPool, days: i32, limit: i64) -> Result<u64> {
    let deleted = sqlx::query!(
        r#"delete from event_logs where number in (
               select number from event_logs where "timestamp" < now() - make_interval(days => $1)
               order by "timestamp" limit $2)"#,
        days,
        limit,
    );
    Ok(deleted.execute(pool).await?.rows_affected())
}
