//! `second_factors`, `recovery_codes`.

use contracts::{SessionId, Timestamp, UserId};
use sqlx::{PgConnection, PgExecutor};

/// A key and the database's clock, in seconds since 1970.
pub(crate) struct Key {
    pub(crate) secret: Vec<u8>,
    pub(crate) now: i64,
}

/// A second factor as it is kept.
pub(crate) struct Kept {
    pub(crate) secret: Vec<u8>,
    pub(crate) confirmed_at: Option<Timestamp>,
    /// Begun so lately that it may still be confirmed.
    pub(crate) is_recent: bool,
}

/// What is kept of an account's app.
pub(crate) async fn find(db: impl PgExecutor<'_>, user: UserId) -> Result<Option<Kept>, sqlx::Error> {
    sqlx::query_as!(
        Kept,
        r#"select secret, confirmed_at, created_at > now() - interval '1 hour' as "is_recent!"
           from second_factors where user_id = $1"#,
        user.0,
    )
    .fetch_optional(db)
    .await
}

/// Whether an account has a second factor: an app or a passkey.
pub(crate) async fn is_there(db: impl PgExecutor<'_>, user: UserId) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from second_factor_holders where user_id = $1) as "exists!""#,
        user.0,
    )
    .fetch_one(db)
    .await
}

/// Recovery codes that are left, and passkeys.
pub(crate) struct Beside {
    pub(crate) codes: i64,
    pub(crate) passkeys: i64,
}

/// What an account has beside an app.
pub(crate) async fn beside(db: impl PgExecutor<'_>, user: UserId) -> Result<Beside, sqlx::Error> {
    sqlx::query_as!(
        Beside,
        r#"select (select count(*) from recovery_codes where user_id = $1) as "codes!",
                  (select count(*) from passkeys where user_id = $1) as "passkeys!""#,
        user.0,
    )
    .fetch_one(db)
    .await
}

/// Whether the second factor was proved in this session within the last ten minutes.
pub(crate) async fn is_fresh(
    db: impl PgExecutor<'_>,
    user: UserId,
    session: SessionId,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select 1 from sessions where id = $1 and user_id = $2
                          and second_factor_at > now() - interval '10 minutes') as "exists!""#,
        session.0,
        user.0,
    )
    .fetch_one(db)
    .await
}

/// Begins anew with this key; `false` when there is a second factor already.
pub(crate) async fn begin(db: impl PgExecutor<'_>, user: UserId, secret: &[u8]) -> Result<bool, sqlx::Error> {
    let begun = sqlx::query!(
        "insert into second_factors as kept (user_id, secret) values ($1, $2)
         on conflict (user_id) do update set secret = excluded.secret, created_at = now()
         where kept.confirmed_at is null",
        user.0,
        secret,
    );
    Ok(begun.execute(db).await?.rows_affected() == 1)
}

/// The key that is to be confirmed. Others who want it wait until the transaction ends.
pub(crate) async fn lock_pending(conn: &mut PgConnection, user: UserId) -> Result<Option<Key>, sqlx::Error> {
    sqlx::query_as!(
        Key,
        r#"select secret, extract(epoch from clock_timestamp())::bigint as "now!" from second_factors
           where user_id = $1 and confirmed_at is null and created_at > now() - interval '1 hour'
           for update"#,
        user.0,
    )
    .fetch_optional(conn)
    .await
}

/// The key of a second factor. Others who want it wait until the transaction ends.
pub(crate) async fn lock(conn: &mut PgConnection, user: UserId) -> Result<Option<Key>, sqlx::Error> {
    sqlx::query_as!(
        Key,
        r#"select secret, extract(epoch from clock_timestamp())::bigint as "now!" from second_factors
           where user_id = $1 and confirmed_at is not null
           for update"#,
        user.0,
    )
    .fetch_optional(conn)
    .await
}

/// From now on the account has a second factor; the code of this step is used up.
pub(crate) async fn confirm(conn: &mut PgConnection, user: UserId, step: i64) -> Result<bool, sqlx::Error> {
    let confirmed = sqlx::query!(
        "update second_factors set confirmed_at = now(), last_step = $2
         where user_id = $1 and confirmed_at is null",
        user.0,
        step,
    );
    Ok(confirmed.execute(conn).await?.rows_affected() == 1)
}

/// Uses up the code of a step; `false` when it, or one of a later step, was used.
pub(crate) async fn use_step(conn: &mut PgConnection, user: UserId, step: i64) -> Result<bool, sqlx::Error> {
    let taken = sqlx::query!(
        "update second_factors set last_step = $2 where user_id = $1 and last_step < $2",
        user.0,
        step,
    );
    Ok(taken.execute(conn).await?.rows_affected() == 1)
}

/// Uses up a recovery code; `false` when there is none such.
pub(crate) async fn use_recovery_code(
    conn: &mut PgConnection,
    user: UserId,
    hashed_code: &str,
) -> Result<bool, sqlx::Error> {
    let taken =
        sqlx::query!("delete from recovery_codes where user_id = $1 and code = $2", user.0, hashed_code);
    Ok(taken.execute(conn).await?.rows_affected() == 1)
}

/// Puts these recovery codes in place of the older ones.
pub(crate) async fn put_recovery_codes(
    conn: &mut PgConnection,
    user: UserId,
    hashed_codes: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from recovery_codes where user_id = $1", user.0).execute(&mut *conn).await?;
    sqlx::query!(
        "insert into recovery_codes (user_id, code) select $1, unnest($2::text[])",
        user.0,
        hashed_codes,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes a second factor away, confirmed or not; tells whether it was confirmed.
pub(crate) async fn delete(conn: &mut PgConnection, user: UserId) -> Result<bool, sqlx::Error> {
    let confirmed = sqlx::query_scalar!(
        r#"delete from second_factors where user_id = $1 returning confirmed_at is not null as "confirmed!""#,
        user.0,
    );
    Ok(confirmed.fetch_optional(conn).await?.unwrap_or(false))
}

/// Notes that the second factor was proved in a session; `false` when it is not one of the account's.
pub(crate) async fn note_proof(
    conn: &mut PgConnection,
    user: UserId,
    session: SessionId,
) -> Result<bool, sqlx::Error> {
    let noted = sqlx::query!(
        "update sessions set second_factor_at = now() where id = $1 and user_id = $2",
        session.0,
        user.0,
    );
    Ok(noted.execute(conn).await?.rows_affected() == 1)
}

/// Deletes keys that were never confirmed.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from second_factors where confirmed_at is null and created_at < now() - interval '1 hour'"
    )
    .execute(db)
    .await?;
    Ok(())
}
