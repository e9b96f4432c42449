//! `oauth_codes`: what a browser carries to a client, once and within a minute (RFC 6749, 4.1.2).

use contracts::OauthGrantId;
use sqlx::{PgConnection, PgExecutor};
use std::time::Duration;

/// How long a code is good.
const LIFETIME: Duration = Duration::from_secs(60);

/// What a code was made for.
pub(crate) struct Code {
    pub(crate) redirect_uri: String,
    pub(crate) challenge: String,
    pub(crate) is_used: bool,
    pub(crate) is_in_time: bool,
}

/// Keeps a code.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    hashed: &str,
    grant: OauthGrantId,
    redirect_uri: &str,
    challenge: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into oauth_codes (code, grant_id, redirect_uri, challenge, expires_at)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5))",
        hashed,
        grant.0,
        redirect_uri,
        challenge,
        LIFETIME.as_secs_f64(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The family of a code.
pub(crate) async fn family(
    db: impl PgExecutor<'_>,
    hashed: &str,
) -> Result<Option<OauthGrantId>, sqlx::Error> {
    let id = sqlx::query_scalar!("select grant_id from oauth_codes where code = $1", hashed);
    Ok(id.fetch_optional(db).await?.map(OauthGrantId::from))
}

/// What a code was made for; read once its family is locked.
pub(crate) async fn find(db: impl PgExecutor<'_>, hashed: &str) -> Result<Option<Code>, sqlx::Error> {
    sqlx::query_as!(
        Code,
        r#"select redirect_uri, challenge, used_at is not null as "is_used!", expires_at > now() as "is_in_time!"
           from oauth_codes where code = $1"#,
        hashed,
    )
    .fetch_optional(db)
    .await
}

/// Uses a code up.
pub(crate) async fn note_use(conn: &mut PgConnection, hashed: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update oauth_codes set used_at = now() where code = $1", hashed).execute(conn).await?;
    Ok(())
}
