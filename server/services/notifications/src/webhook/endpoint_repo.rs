//! Reading and writing endpoints.

use contracts::{
    Timestamp, WebhookEndpointId,
    notifications::{WebhookDraft, WebhookEndpoint, WebhookEvent, WebhookPause},
};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

struct Row {
    id: Uuid,
    version: i32,
    url: String,
    description: String,
    event_types: Vec<String>,
    paused_because: Option<String>,
    former_secret_until: Option<Timestamp>,
    failed_in_a_row: i32,
    created_at: Timestamp,
}

impl From<Row> for WebhookEndpoint {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            version: u32::try_from(row.version).unwrap_or(0),
            url: row.url,
            description: row.description,
            events: row.event_types.iter().filter_map(|name| WebhookEvent::from_text(name)).collect(),
            paused: row.paused_because.and_then(|reason| WebhookPause::from_text(&reason)),
            former_secret_until: row.former_secret_until,
            failed_in_a_row: u32::try_from(row.failed_in_a_row).unwrap_or(0),
            created_at: row.created_at,
        }
    }
}

/// All endpoints, the newest first; there are few.
pub(crate) async fn all(db: &PgPool) -> sqlx::Result<Vec<WebhookEndpoint>> {
    let rows = sqlx::query_as!(
        Row,
        "select id, version, url, description, event_types, paused_because, former_secret_until, failed_in_a_row,
             created_at
         from webhook_endpoints order by created_at desc, id desc"
    );
    Ok(rows.fetch_all(db).await?.into_iter().map(WebhookEndpoint::from).collect())
}

/// One endpoint.
pub(crate) async fn find(
    db: &mut PgConnection,
    id: WebhookEndpointId,
) -> sqlx::Result<Option<WebhookEndpoint>> {
    let row = sqlx::query_as!(
        Row,
        "select id, version, url, description, event_types, paused_because, former_secret_until, failed_in_a_row,
             created_at
         from webhook_endpoints where id = $1",
        id.0
    );
    Ok(row.fetch_optional(db).await?.map(WebhookEndpoint::from))
}

/// The endpoints that are told of such events, paused ones included: for those it waits.
pub(crate) async fn wanting(db: &PgPool, event_type: &str) -> sqlx::Result<Vec<WebhookEndpointId>> {
    let ids = sqlx::query_scalar!(
        "select id from webhook_endpoints where cardinality(event_types) = 0 or $1 = any(event_types)",
        event_type
    );
    Ok(ids.fetch_all(db).await?.into_iter().map(WebhookEndpointId).collect())
}

/// How many endpoints there are.
pub(crate) async fn count(db: &mut PgConnection) -> sqlx::Result<i64> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from webhook_endpoints"#).fetch_one(db).await
}

fn names(draft: &WebhookDraft) -> Vec<String> {
    draft.events.iter().map(|event| event.as_str().to_owned()).collect()
}

/// Makes an endpoint; `false` when there is one of this id.
pub(crate) async fn insert(
    db: &mut PgConnection,
    draft: &WebhookDraft,
    secret: &str,
    now: Timestamp,
) -> sqlx::Result<bool> {
    let events = names(draft);
    let made = sqlx::query!(
        "insert into webhook_endpoints (id, url, description, event_types, secret, created_at)
         values ($1, $2, $3, $4, $5, $6) on conflict (id) do nothing",
        draft.id.0,
        draft.url,
        draft.description,
        &events,
        secret,
        now
    );
    Ok(made.execute(db).await?.rows_affected() == 1)
}

/// Changes an endpoint; `false` when it has another version.
pub(crate) async fn update(db: &mut PgConnection, draft: &WebhookDraft, version: u32) -> sqlx::Result<bool> {
    let events = names(draft);
    let changed = sqlx::query!(
        "update webhook_endpoints set url = $3, description = $4, event_types = $5, version = version + 1
         where id = $1 and version = $2",
        draft.id.0,
        stored(version),
        draft.url,
        draft.description,
        &events
    );
    Ok(changed.execute(db).await?.rows_affected() == 1)
}

/// Puts a new secret in place of the present one, which signs beside it until then; `false` when the endpoint has
/// another version.
pub(crate) async fn rotate(
    db: &mut PgConnection,
    (id, version): (WebhookEndpointId, u32),
    secret: &str,
    until: Timestamp,
) -> sqlx::Result<bool> {
    let changed = sqlx::query!(
        "update webhook_endpoints
         set former_secret = secret, former_secret_until = $4, secret = $3, version = version + 1
         where id = $1 and version = $2",
        id.0,
        stored(version),
        secret,
        until
    );
    Ok(changed.execute(db).await?.rows_affected() == 1)
}

/// What cannot be a version is none.
fn stored(version: u32) -> i32 {
    i32::try_from(version).unwrap_or(-1)
}

/// Nothing is sent any more, for this reason: tells the address of an endpoint that was not paused yet.
pub(crate) async fn pause(
    db: &mut PgConnection,
    id: WebhookEndpointId,
    reason: WebhookPause,
) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "update webhook_endpoints set paused_because = $2 where id = $1 and paused_because is null returning url",
        id.0,
        reason.as_str()
    )
    .fetch_optional(db)
    .await
}

/// Sending goes on: tells the address of an endpoint that was paused.
pub(crate) async fn resume(db: &mut PgConnection, id: WebhookEndpointId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!(
        "update webhook_endpoints set paused_because = null, failed_in_a_row = 0
         where id = $1 and paused_because is not null returning url",
        id.0
    )
    .fetch_optional(db)
    .await
}

/// Ends an endpoint with its log: tells its address.
pub(crate) async fn delete(db: &mut PgConnection, id: WebhookEndpointId) -> sqlx::Result<Option<String>> {
    sqlx::query_scalar!("delete from webhook_endpoints where id = $1 returning url", id.0)
        .fetch_optional(db)
        .await
}

/// A delivery arrived.
pub(crate) async fn succeeded(db: &mut PgConnection, id: WebhookEndpointId) -> sqlx::Result<()> {
    sqlx::query!(
        "update webhook_endpoints set failed_in_a_row = 0 where id = $1 and failed_in_a_row > 0",
        id.0
    )
    .execute(db)
    .await?;
    Ok(())
}

/// A delivery was given up: tells how many in a row.
pub(crate) async fn failed(db: &mut PgConnection, id: WebhookEndpointId) -> sqlx::Result<Option<i32>> {
    sqlx::query_scalar!(
        "update webhook_endpoints set failed_in_a_row = failed_in_a_row + 1 where id = $1
         returning failed_in_a_row",
        id.0
    )
    .fetch_optional(db)
    .await
}
