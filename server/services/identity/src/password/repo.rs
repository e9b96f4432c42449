//! `users.hashed_password`, `password_resets`, `log_in_failures`.

use contracts::UserId;
use sqlx::{PgConnection, PgExecutor, PgPool};
use std::time::Duration;

/// Sets the hash of an account's password; a pending reset link ends with it.
pub(crate) async fn set(conn: &mut PgConnection, user: UserId, hash: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set hashed_password = $2, updated_at = now() where id = $1", user.0, hash)
        .execute(&mut *conn)
        .await?;
    sqlx::query!("delete from password_resets where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}

/// Remembers a reset link in place of an older one.
pub(crate) async fn put_reset(
    conn: &mut PgConnection,
    user: UserId,
    hashed_token: &str,
    valid: Duration,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into password_resets (user_id, token, expires_at)
         values ($1, $2, now() + make_interval(secs => $3))
         on conflict (user_id) do update
         set token = excluded.token, created_at = now(), expires_at = excluded.expires_at",
        user.0,
        hashed_token,
        valid.as_secs_f64(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Whether a reset link is valid, without using it up.
pub(crate) async fn has_reset(db: impl PgExecutor<'_>, hashed_token: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from password_resets where token = $1 and expires_at > now()) as "exists!""#,
        hashed_token,
    )
    .fetch_one(db)
    .await
}

/// Uses a reset link up and tells whose it was.
pub(crate) async fn take_reset(
    conn: &mut PgConnection,
    hashed_token: &str,
) -> Result<Option<UserId>, sqlx::Error> {
    let user = sqlx::query_scalar!(
        "delete from password_resets where token = $1 and expires_at > now() returning user_id",
        hashed_token,
    )
    .fetch_optional(conn)
    .await?;
    Ok(user.map(UserId))
}

/// The failures within the window and the seconds since the last.
pub(crate) async fn failures(
    db: impl PgExecutor<'_>,
    email: &str,
    window: Duration,
) -> Result<Option<(i32, Duration)>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select failures, extract(epoch from now() - last_failed_at)::bigint as "seconds!"
           from log_in_failures
           where email = $1 and last_failed_at > now() - make_interval(secs => $2)"#,
        email,
        window.as_secs_f64(),
    )
    .fetch_optional(db)
    .await?;
    Ok(row.map(|row| (row.failures, Duration::from_secs(u64::try_from(row.seconds).unwrap_or(0)))))
}

/// Counts a failure; one after the window is the first again.
pub(crate) async fn count_failure(
    db: impl PgExecutor<'_>,
    email: &str,
    window: Duration,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into log_in_failures as counted (email, failures) values ($1, 1)
         on conflict (email) do update
         set last_failed_at = now(),
             failures = case when counted.last_failed_at > now() - make_interval(secs => $2)
                        then least(counted.failures + 1, 1000) else 1 end",
        email,
        window.as_secs_f64(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the failures of an address.
pub(crate) async fn forget_failures(db: impl PgExecutor<'_>, email: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from log_in_failures where email = $1", email).execute(db).await?;
    Ok(())
}

/// Deletes reset links and counted failures that no longer matter.
pub(crate) async fn delete_expired(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from password_resets where expires_at < now()").execute(pool).await?;
    sqlx::query!("delete from log_in_failures where last_failed_at < now() - interval '1 hour'")
        .execute(pool)
        .await?;
    Ok(())
}
