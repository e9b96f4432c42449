//! `oauth_ended_tokens`: access tokens that clients got for themselves and ended before their time.

use sqlx::PgExecutor;
use uuid::Uuid;

/// Ends a token; ended twice, it has ended once.
pub(crate) async fn insert(db: impl PgExecutor<'_>, jti: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into oauth_ended_tokens (jti) values ($1) on conflict (jti) do nothing", jti)
        .execute(db)
        .await?;
    Ok(())
}

/// Whether a token was ended.
pub(crate) async fn has(db: impl PgExecutor<'_>, jti: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from oauth_ended_tokens where jti = $1) as "exists!""#,
        jti,
    )
    .fetch_one(db)
    .await
}

/// Forgets tokens whose time is over by now.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from oauth_ended_tokens where ended_at < now() - interval '1 hour'")
        .execute(db)
        .await?;
    Ok(())
}
