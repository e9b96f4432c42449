//! `api_keys`.

use super::model::{NewKey, scopes};
use contracts::{ApiKeyId, Timestamp, identity::ApiKey};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    prefix: String,
    scopes: Vec<String>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
}

impl From<Row> for ApiKey {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            prefix: row.prefix,
            scopes: scopes(&row.scopes),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        }
    }
}

/// Writes a new key.
pub(crate) async fn insert(conn: &mut PgConnection, new: &NewKey) -> Result<ApiKey, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        "insert into api_keys (id, name, prefix, hashed_secret, scopes) values ($1, $2, $3, $4, $5)
         returning id, name, prefix, scopes, created_at, last_used_at",
        platform::ids::mint(),
        new.name,
        new.prefix,
        new.hashed_secret,
        &new.scopes,
    )
    .fetch_one(conn)
    .await?;
    Ok(row.into())
}

/// The keys that are valid, newest first.
pub(crate) async fn list(db: impl PgExecutor<'_>) -> Result<Vec<ApiKey>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        "select id, name, prefix, scopes, created_at, last_used_at from api_keys
         where revoked_at is null order by created_at desc",
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
        "select id, name, prefix, scopes, created_at, last_used_at from api_keys
         where hashed_secret = $1 and revoked_at is null",
        hashed,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(ApiKey::from))
}

/// Notes that a key is used, at most once a minute.
pub(crate) async fn note_use(db: impl PgExecutor<'_>, id: ApiKeyId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update api_keys set last_used_at = now()
         where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')",
        id.0,
    )
    .execute(db)
    .await?;
    Ok(())
}
