//! `api_keys`.

use super::model::{NewKey, scopes};
use contracts::{
    ApiKeyId, Timestamp,
    identity::{ApiKey, KeyLimits},
};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    prefix: String,
    scopes: Vec<String>,
    expires_at: Option<Timestamp>,
    networks: Vec<String>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
    last_used_from: Option<String>,
}

impl From<Row> for ApiKey {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            prefix: row.prefix,
            scopes: scopes(&row.scopes),
            limits: KeyLimits { expires_at: row.expires_at, networks: row.networks },
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            last_used_from: row.last_used_from,
        }
    }
}

/// Writes a new key; `None` when its time would be over.
pub(crate) async fn insert(conn: &mut PgConnection, new: &NewKey) -> Result<Option<ApiKey>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "insert into api_keys (id, name, prefix, hashed_secret, scopes, expires_at, networks)
         select $1::uuid, $2::text, $3::text, $4::text, $5::text[], $6::timestamptz, $7::text[]
         where $6::timestamptz is null or $6 > now()
         returning id, name, prefix, scopes, expires_at, networks, created_at, last_used_at, last_used_from",
        platform::ids::mint(),
        new.name,
        new.prefix,
        new.hashed_secret,
        &new.scopes,
        new.expires_at,
        &new.networks,
    )
    .fetch_optional(conn)
    .await?;
    Ok(row.map(ApiKey::from))
}

/// The keys that were not ended, newest first.
pub(crate) async fn list(db: impl PgExecutor<'_>) -> Result<Vec<ApiKey>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        "select id, name, prefix, scopes, expires_at, networks, created_at, last_used_at, last_used_from
         from api_keys where revoked_at is null order by created_at desc",
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(ApiKey::from).collect())
}

/// Ends a key and tells its name; `None` when there is no such valid key.
pub(crate) async fn revoke(conn: &mut PgConnection, id: ApiKeyId) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "update api_keys set revoked_at = now() where id = $1 and revoked_at is null returning name",
        id.0,
    )
    .fetch_optional(conn)
    .await
}

/// The valid key of a secret.
pub(crate) async fn by_secret(db: impl PgExecutor<'_>, hashed: &str) -> Result<Option<ApiKey>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "select id, name, prefix, scopes, expires_at, networks, created_at, last_used_at, last_used_from
         from api_keys
         where hashed_secret = $1 and revoked_at is null and (expires_at is null or expires_at > now())",
        hashed,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(ApiKey::from))
}

/// Notes when and from where a key is used, at most once a minute.
pub(crate) async fn note_use(
    db: impl PgExecutor<'_>,
    id: ApiKeyId,
    address: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update api_keys set last_used_at = now(), last_used_from = $2
         where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')",
        id.0,
        address,
    )
    .execute(db)
    .await?;
    Ok(())
}
