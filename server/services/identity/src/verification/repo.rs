//! `users.email_verified_at`, `email_verifications`.

use contracts::UserId;
use sqlx::{PgConnection, PgExecutor};
use std::time::Duration;

/// Remembers a link in place of an older one. `false` when that is too young: after the first link one waits a
/// minute, then four times as long each time, up to six hours, so that nobody floods an address that is not theirs.
pub(crate) async fn put(
    db: impl PgExecutor<'_>,
    user: UserId,
    hashed_token: &str,
    valid: Duration,
) -> Result<bool, sqlx::Error> {
    let put = sqlx::query!(
        "insert into email_verifications as kept (user_id, token, expires_at)
         values ($1, $2, now() + make_interval(secs => $3))
         on conflict (user_id) do update
         set token = excluded.token, sent = least(kept.sent + 1, 100), created_at = now(),
             expires_at = excluded.expires_at
         where kept.created_at
             < now() - least(interval '1 minute' * power(4, least(kept.sent, 6) - 1), interval '6 hours')",
        user.0,
        hashed_token,
        valid.as_secs_f64(),
    );
    Ok(put.execute(db).await?.rows_affected() == 1)
}

/// Uses a valid link up and notes that its account's address is proved. `false` when there is no such link.
pub(crate) async fn take(db: impl PgExecutor<'_>, hashed_token: &str) -> Result<bool, sqlx::Error> {
    let taken = sqlx::query!(
        "with taken as (
             delete from email_verifications where token = $1 and expires_at > now() returning user_id)
         update users set email_verified_at = coalesce(email_verified_at, now()), updated_at = now()
         from taken where id = taken.user_id and status = 'active'",
        hashed_token,
    );
    Ok(taken.execute(db).await?.rows_affected() == 1)
}

/// Notes that an account's address is proved, by another link that was mailed to it.
pub(crate) async fn note(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set email_verified_at = now() where id = $1 and email_verified_at is null",
        user.0
    )
    .execute(&mut *conn)
    .await?;
    delete_of_user(conn, user).await
}

/// Forgets an account's link.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from email_verifications where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}

/// Deletes links that can no longer be used.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from email_verifications where expires_at < now()").execute(db).await?;
    Ok(())
}
