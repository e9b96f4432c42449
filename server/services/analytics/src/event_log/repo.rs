use super::redaction::redacted;
use contracts::analytics::{EventQuery, LoggedEvent};
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

pub(super) async fn list(pool: &PgPool, query: &EventQuery) -> Result<Vec<LoggedEvent>> {
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
    .fetch_all(pool)
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

pub(super) async fn count(pool: &PgPool, query: &EventQuery) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from event_logs
           where ($1 = '' or service_name = $1) and ($2 = '' or event_type = $2)
             and ($3::uuid is null or aggregate = $3)"#,
        query.service,
        query.event_type,
        query.aggregate,
    );
    count.fetch_one(pool).await
}
