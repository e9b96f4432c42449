//! Reading and writing deliveries.

use contracts::{
    EventId, Timestamp, WebhookDeliveryId, WebhookEndpointId,
    notifications::{WebhookDelivery, WebhookDeliveryQuery, WebhookStatus},
};
use platform::{Database, retention};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// A delivery to be written.
pub(crate) struct New<'a> {
    pub endpoint: WebhookEndpointId,
    pub event: EventId,
    /// The event's public name.
    pub kind: &'a str,
    pub body: &'a str,
}

/// Writes a delivery, due at once; an endpoint is told of an event once. Of an endpoint that has just been deleted
/// nothing is written.
pub(crate) async fn insert(db: &mut PgConnection, new: &New<'_>, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "insert into webhook_deliveries (id, endpoint_id, event_id, event_type, payload, next_attempt_at, created_at)
         select $1::uuid, e.id, $3::uuid, $4::text, $5::text, $6::timestamptz, $6::timestamptz
         from webhook_endpoints e where e.id = $2 for key share
         on conflict (endpoint_id, event_id) do nothing",
        platform::ids::mint(),
        new.endpoint.0,
        new.event.0,
        new.kind,
        new.body,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The endpoints that something is due for.
pub(crate) async fn endpoints_due(db: &PgPool, now: Timestamp) -> sqlx::Result<Vec<WebhookEndpointId>> {
    let ids = sqlx::query_scalar!(
        "select e.id from webhook_endpoints e
         where e.paused_because is null and exists (
             select from webhook_deliveries d
             where d.endpoint_id = e.id and d.status = 'waiting' and d.next_attempt_at <= $1)",
        now
    );
    Ok(ids.fetch_all(db).await?.into_iter().map(WebhookEndpointId).collect())
}

/// A delivery that is being tried, and what signs it.
pub(crate) struct Claimed {
    pub id: Uuid,
    pub endpoint_id: Uuid,
    pub event_id: Uuid,
    pub event_type: String,
    pub payload: String,
    pub attempts: i32,
    pub url: String,
    pub secret: String,
    pub former_secret: Option<String>,
    pub former_secret_until: Option<Timestamp>,
}

/// Takes an endpoint's next due delivery for as long as the lease; whoever dies with it leaves it to others then.
pub(crate) async fn claim(
    db: &mut PgConnection,
    endpoint: WebhookEndpointId,
    now: Timestamp,
    lease_until: Timestamp,
) -> sqlx::Result<Option<Claimed>> {
    sqlx::query_as!(
        Claimed,
        "with due as (
             select id from webhook_deliveries
             where endpoint_id = $1 and status = 'waiting' and next_attempt_at <= $2
             order by next_attempt_at, id limit 1 for update skip locked
         )
         update webhook_deliveries d set attempts = d.attempts + 1, next_attempt_at = $3
         from due, webhook_endpoints e
         where d.id = due.id and e.id = d.endpoint_id and e.paused_because is null
         returning d.id, d.endpoint_id, d.event_id, d.event_type, d.payload, d.attempts, e.url, e.secret,
             e.former_secret, e.former_secret_until",
        endpoint.0,
        now,
        lease_until
    )
    .fetch_optional(db)
    .await
}

/// A claimed delivery stays claimed.
pub(crate) async fn renew(
    db: &mut PgConnection,
    delivery: &Claimed,
    lease_until: Timestamp,
) -> sqlx::Result<()> {
    sqlx::query!(
        "update webhook_deliveries set next_attempt_at = $3 where id = $1 and status = 'waiting' and attempts = $2",
        delivery.id,
        delivery.attempts,
        lease_until
    )
    .execute(db)
    .await?;
    Ok(())
}

/// What a try came to.
pub(crate) struct Tried {
    pub status: WebhookStatus,
    pub next_attempt_at: Timestamp,
    pub response_status: Option<i32>,
    pub response_body: Option<String>,
    pub error: Option<String>,
    pub took_ms: i32,
    pub delivered_at: Option<Timestamp>,
}

/// Notes how a try went; `false` when somebody else has taken the delivery over, or it is gone.
pub(crate) async fn note(db: &mut PgConnection, delivery: &Claimed, tried: &Tried) -> sqlx::Result<bool> {
    let updated = sqlx::query!(
        "update webhook_deliveries
         set status = $3, next_attempt_at = $4, response_status = $5, response_body = $6, last_error = $7,
             took_ms = $8, delivered_at = $9
         where id = $1 and status = 'waiting' and attempts = $2",
        delivery.id,
        delivery.attempts,
        tried.status.as_str(),
        tried.next_attempt_at,
        tried.response_status,
        tried.response_body,
        tried.error,
        tried.took_ms,
        tried.delivered_at
    );
    Ok(updated.execute(db).await?.rows_affected() == 1)
}

struct Row {
    id: Uuid,
    event_id: Uuid,
    event_type: String,
    payload: String,
    status: String,
    attempts: i32,
    next_attempt_at: Timestamp,
    response_status: Option<i32>,
    response_body: Option<String>,
    last_error: Option<String>,
    took_ms: Option<i32>,
    created_at: Timestamp,
    delivered_at: Option<Timestamp>,
}

impl From<Row> for WebhookDelivery {
    fn from(row: Row) -> Self {
        // The table's check allows no other.
        let status = WebhookStatus::from_text(&row.status).unwrap_or(WebhookStatus::Failed);
        Self {
            id: row.id.into(),
            event: row.event_id.into(),
            event_type: row.event_type,
            payload: row.payload,
            status,
            attempts: u32::try_from(row.attempts).unwrap_or(0),
            next_attempt_at: (status == WebhookStatus::Waiting).then_some(row.next_attempt_at),
            response_status: row.response_status.and_then(|status| u16::try_from(status).ok()),
            response_body: row.response_body.unwrap_or_default(),
            last_error: row.last_error,
            took_ms: row.took_ms.and_then(|milliseconds| u32::try_from(milliseconds).ok()),
            created_at: row.created_at,
            delivered_at: row.delivered_at,
        }
    }
}

/// At most so many deliveries of an endpoint, the newest first. Their ids grow with time.
pub(crate) async fn list(
    db: &PgPool,
    query: &WebhookDeliveryQuery,
    most: i64,
) -> sqlx::Result<Vec<WebhookDelivery>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, event_id, event_type, payload, status, attempts, next_attempt_at, response_status, response_body,
             last_error, took_ms, created_at, delivered_at
         from webhook_deliveries
         where endpoint_id = $1 and ($2::text is null or status = $2)
           and id < coalesce($3::uuid, 'ffffffff-ffff-ffff-ffff-ffffffffffff')
         order by id desc limit $4",
        query.endpoint.0,
        query.status.map(WebhookStatus::as_str),
        query.before.map(|id| id.0),
        most
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(WebhookDelivery::from).collect())
}

/// Where a delivery is and whose it is, held until the transaction ends.
pub(crate) async fn lock(
    db: &mut PgConnection,
    id: WebhookDeliveryId,
) -> sqlx::Result<Option<(WebhookEndpointId, String)>> {
    let row =
        sqlx::query!("select endpoint_id, status from webhook_deliveries where id = $1 for update", id.0);
    Ok(row.fetch_optional(db).await?.map(|row| (row.endpoint_id.into(), row.status)))
}

/// A delivery begins anew.
pub(crate) async fn again(db: &mut PgConnection, id: WebhookDeliveryId, now: Timestamp) -> sqlx::Result<()> {
    sqlx::query!(
        "update webhook_deliveries
         set status = 'waiting', attempts = 0, next_attempt_at = $2, delivered_at = null where id = $1",
        id.0,
        now
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The same of an endpoint's failed ones that were written since then: tells how many.
pub(crate) async fn failed_again(
    db: &mut PgConnection,
    endpoint: WebhookEndpointId,
    since: Timestamp,
    now: Timestamp,
) -> sqlx::Result<u64> {
    let updated = sqlx::query!(
        "update webhook_deliveries set status = 'waiting', attempts = 0, next_attempt_at = $3
         where endpoint_id = $1 and status = 'failed' and created_at >= $2",
        endpoint.0,
        since,
        now
    );
    Ok(updated.execute(db).await?.rows_affected())
}

/// Forgets deliveries that were written before then.
pub(crate) async fn forget(db: &Database, before: Timestamp) -> sqlx::Result<()> {
    retention::in_batches(|limit| forget_some(db, before, limit)).await?;
    Ok(())
}

async fn forget_some(db: &Database, before: Timestamp, limit: i64) -> sqlx::Result<u64> {
    let deleted = sqlx::query!(
        "delete from webhook_deliveries where id in (
             select id from webhook_deliveries where created_at < $1
             order by created_at limit $2 for update skip locked)",
        before,
        limit
    );
    Ok(deleted.execute(db.pool()).await?.rows_affected())
}
