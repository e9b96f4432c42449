//! `oauth_clients`.

use super::model::{flow_names, flows};
use crate::api_key::{scope_names, scopes};
use contracts::{
    OauthClientId, Timestamp,
    identity::{OauthClient, OauthClientDraft},
};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

struct Row {
    id: Uuid,
    name: String,
    is_confidential: bool,
    redirect_uris: Vec<String>,
    grants: Vec<String>,
    scopes: Vec<String>,
    created_at: Timestamp,
    last_used_at: Option<Timestamp>,
}

impl From<Row> for OauthClient {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            name: row.name,
            is_confidential: row.is_confidential,
            redirect_uris: row.redirect_uris,
            flows: flows(&row.grants),
            scopes: scopes(&row.scopes),
            created_at: row.created_at,
            last_used_at: row.last_used_at,
        }
    }
}

/// Writes a new client.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    draft: &OauthClientDraft,
    hashed_secret: Option<&str>,
) -> Result<OauthClient, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"insert into oauth_clients (id, name, hashed_secret, redirect_uris, grants, scopes)
           values ($1, $2, $3, $4, $5, $6)
           returning id, name, hashed_secret is not null as "is_confidential!", redirect_uris, grants, scopes,
                     created_at, last_used_at"#,
        platform::ids::mint(),
        draft.name,
        hashed_secret,
        &draft.redirect_uris,
        &flow_names(&draft.flows),
        &scope_names(&draft.scopes),
    )
    .fetch_one(conn)
    .await?;
    Ok(row.into())
}

/// The clients that were not ended, newest first.
pub(crate) async fn list(db: impl PgExecutor<'_>) -> Result<Vec<OauthClient>, sqlx::Error> {
    let rows = sqlx::query_as!(
        Row,
        r#"select id, name, hashed_secret is not null as "is_confidential!", redirect_uris, grants, scopes,
                  created_at, last_used_at
           from oauth_clients where revoked_at is null order by created_at desc, id desc"#,
    )
    .fetch_all(db)
    .await?;
    Ok(rows.into_iter().map(OauthClient::from).collect())
}

/// A client that was not ended.
pub(crate) async fn find(
    db: impl PgExecutor<'_>,
    id: OauthClientId,
) -> Result<Option<OauthClient>, sqlx::Error> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, name, hashed_secret is not null as "is_confidential!", redirect_uris, grants, scopes,
                  created_at, last_used_at
           from oauth_clients where id = $1 and revoked_at is null"#,
        id.0,
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(OauthClient::from))
}

/// The addresses that shoppers are sent back to by clients that keep no secret and were not ended.
pub(crate) async fn public_addresses(db: impl PgExecutor<'_>) -> Result<Vec<String>, sqlx::Error> {
    let lists = sqlx::query_scalar!(
        "select redirect_uris from oauth_clients where revoked_at is null and hashed_secret is null",
    )
    .fetch_all(db)
    .await?;
    Ok(lists.into_iter().flatten().collect())
}

/// The hash of a client's secret; `None` when it has none.
pub(crate) async fn hashed_secret(
    db: impl PgExecutor<'_>,
    id: OauthClientId,
) -> Result<Option<String>, sqlx::Error> {
    let secret = sqlx::query_scalar!("select hashed_secret from oauth_clients where id = $1", id.0);
    Ok(secret.fetch_optional(db).await?.flatten())
}

/// Puts a secret in place of the present one and tells the client's name; `None` when it has none, or is ended.
pub(crate) async fn set_secret(
    conn: &mut PgConnection,
    id: OauthClientId,
    hashed_secret: &str,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "update oauth_clients set hashed_secret = $2
         where id = $1 and revoked_at is null and hashed_secret is not null returning name",
        id.0,
        hashed_secret,
    )
    .fetch_optional(conn)
    .await
}

/// Ends a client and tells its name; `None` when there is no such client.
pub(crate) async fn revoke(
    conn: &mut PgConnection,
    id: OauthClientId,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "update oauth_clients set revoked_at = now() where id = $1 and revoked_at is null returning name",
        id.0,
    )
    .fetch_optional(conn)
    .await
}

/// Notes that a client is used, at most once a minute.
pub(crate) async fn note_use(db: impl PgExecutor<'_>, id: OauthClientId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update oauth_clients set last_used_at = now()
         where id = $1 and (last_used_at is null or last_used_at < now() - interval '1 minute')",
        id.0,
    )
    .execute(db)
    .await?;
    Ok(())
}
