use super::redaction::redacted;
use contracts::{
    Page, PageRequest, Timestamp,
    analytics::{EventQuery, LoggedEvent},
};
use platform::{AnyEnvelope, Walk};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

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

struct Row {
    number: i64,
    service_name: String,
    event_type: String,
    aggregate: Uuid,
    payload: Value,
    timestamp: Timestamp,
    request_id: Option<String>,
}

impl From<Row> for LoggedEvent {
    fn from(row: Row) -> Self {
        Self {
            number: row.number,
            service_name: row.service_name,
            event_type: row.event_type,
            aggregate: row.aggregate,
            payload: row.payload.to_string(),
            at: row.timestamp,
            request_id: row.request_id,
        }
    }
}

/// The page that a query asks for, newest first.
pub(super) async fn list(
    conn: &mut PgConnection,
    query: &EventQuery,
    total: i64,
) -> Result<Page<LoggedEvent>> {
    let walk = Walk::<i64, ()>::to(&query.page);
    macro_rules! rows {
        ($follows:literal, $order:literal) => {
            sqlx::query_as!(
                Row,
                r#"select number, service_name, event_type, aggregate, payload, "timestamp", request_id
                   from event_logs
                   where ($1 = '' or service_name = $1) and ($2 = '' or event_type = $2)
                     and ($3::uuid is null or aggregate = $3)
                     and ($6::bigint is null or number "#
                    + $follows
                    + " $6)
                   order by "
                    + $order
                    + " limit $4 offset $5",
                query.service,
                query.event_type,
                query.aggregate,
                walk.limit(),
                walk.offset(),
                walk.value(),
            )
            .fetch_all(conn)
            .await?
        };
    }
    let rows = if walk.is_backwards() { rows!(">", "number") } else { rows!("<", "number desc") };
    Ok(walk.page(rows, total, |row| (row.number, ())).map(LoggedEvent::from))
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
