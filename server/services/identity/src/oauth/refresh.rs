//! `oauth_refresh_tokens`.

use contracts::OauthGrantId;
use sqlx::{PgConnection, PgExecutor};

/// Keeps a refresh token.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    hashed: &str,
    grant: OauthGrantId,
) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into oauth_refresh_tokens (token, grant_id) values ($1, $2)", hashed, grant.0)
        .execute(conn)
        .await?;
    Ok(())
}

/// The family of a refresh token, whether it was used or not.
pub(crate) async fn family(
    db: impl PgExecutor<'_>,
    hashed: &str,
) -> Result<Option<OauthGrantId>, sqlx::Error> {
    let id = sqlx::query_scalar!("select grant_id from oauth_refresh_tokens where token = $1", hashed);
    Ok(id.fetch_optional(db).await?.map(OauthGrantId::from))
}

/// Whether a refresh token was not used yet.
pub(crate) async fn is_unused(db: impl PgExecutor<'_>, hashed: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from oauth_refresh_tokens
                          where token = $1 and used_at is null) as "exists!""#,
        hashed,
    )
    .fetch_one(db)
    .await
}

/// Uses a refresh token up; `false` when it was used before. Its family is locked.
pub(crate) async fn note_use(conn: &mut PgConnection, hashed: &str) -> Result<bool, sqlx::Error> {
    let used = sqlx::query!(
        "update oauth_refresh_tokens set used_at = now() where token = $1 and used_at is null",
        hashed,
    );
    Ok(used.execute(conn).await?.rows_affected() == 1)
}
