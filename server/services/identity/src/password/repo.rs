//! `users.hashed_password`, `password_resets`, `failed_log_ins`.

use super::model::{Counted, Failures};
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

/// As [`set`], if `old` still is the account's hash: of those who proved a password at the same time, one
/// changes it. `false` when it is not.
pub(crate) async fn change(
    conn: &mut PgConnection,
    user: UserId,
    old: &str,
    new: &str,
) -> Result<bool, sqlx::Error> {
    let changed = sqlx::query!(
        "update users set hashed_password = $3, updated_at = now() where id = $1 and hashed_password = $2",
        user.0,
        old,
        new,
    );
    if changed.execute(&mut *conn).await?.rows_affected() == 0 {
        return Ok(false);
    }
    sqlx::query!("delete from password_resets where user_id = $1", user.0).execute(conn).await?;
    Ok(true)
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

/// Whose reset link this is, if it is valid, without using it up.
pub(crate) async fn reset_of(
    db: impl PgExecutor<'_>,
    hashed_token: &str,
) -> Result<Option<UserId>, sqlx::Error> {
    let user = sqlx::query_scalar!(
        "select user_id from password_resets where token = $1 and expires_at > now()",
        hashed_token,
    )
    .fetch_optional(db)
    .await?;
    Ok(user.map(UserId))
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

/// The failures of an address within the window: from one network, and from all.
pub(crate) async fn failures(
    db: impl PgExecutor<'_>,
    email: &str,
    network: &str,
    window: Duration,
) -> Result<Failures, sqlx::Error> {
    let row = sqlx::query!(
        r#"select coalesce(sum(failures) filter (where network = $2), 0)::bigint as "here!",
                  coalesce(extract(epoch from now() - max(last_failed_at) filter (where network = $2)), 0)::bigint
                      as "since_here!",
                  coalesce(sum(failures), 0)::bigint as "everywhere!",
                  coalesce(extract(epoch from now() - max(last_failed_at)), 0)::bigint as "since!"
           from failed_log_ins
           where email = $1 and last_failed_at > now() - make_interval(secs => $3)"#,
        email,
        network,
        window.as_secs_f64(),
    )
    .fetch_one(db)
    .await?;
    Ok(Failures { here: counted(row.here, row.since_here), everywhere: counted(row.everywhere, row.since) })
}

fn counted(failures: i64, seconds: i64) -> Counted {
    let since = Duration::from_secs(u64::try_from(seconds).unwrap_or(0));
    Counted { failures: u32::try_from(failures).unwrap_or(u32::MAX), since }
}

/// Counts a failure; one after the window is the first again.
pub(crate) async fn count_failure(
    db: impl PgExecutor<'_>,
    email: &str,
    network: &str,
    window: Duration,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into failed_log_ins as counted (email, network, failures) values ($1, $2, 1)
         on conflict (email, network) do update
         set last_failed_at = now(),
             failures = case when counted.last_failed_at > now() - make_interval(secs => $3)
                        then least(counted.failures + 1, 1000) else 1 end",
        email,
        network,
        window.as_secs_f64(),
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Forgets the failures of an address from one network; from all when none is named.
pub(crate) async fn forget_failures(
    db: impl PgExecutor<'_>,
    email: &str,
    network: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from failed_log_ins where email = $1 and network = coalesce($2, network)",
        email,
        network,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Deletes reset links and counted failures that no longer matter.
pub(crate) async fn delete_expired(pool: &PgPool) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from password_resets where expires_at < now()").execute(pool).await?;
    sqlx::query!("delete from failed_log_ins where last_failed_at < now() - interval '1 hour'")
        .execute(pool)
        .await?;
    Ok(())
}
