//! `signing_keys`.

use sqlx::{PgConnection, PgExecutor};
use std::time::Duration;

/// A key that signs.
pub(crate) struct SigningKey {
    pub(crate) kid: String,
    pub(crate) private_key: Vec<u8>,
}

/// A key that verifies.
pub(crate) struct VerifyingKey {
    pub(crate) kid: String,
    pub(crate) public_key: Vec<u8>,
}

/// One at a time makes a key.
pub(crate) async fn lock(conn: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('identity.signing_keys'))").execute(conn).await?;
    Ok(())
}

/// The key in use.
pub(crate) async fn in_use(db: impl PgExecutor<'_>) -> Result<Option<SigningKey>, sqlx::Error> {
    sqlx::query_as!(SigningKey, "select kid, private_key from signing_keys where retired_at is null")
        .fetch_optional(db)
        .await
}

/// Takes the key in use out of it when it is this old; `false` when there is none.
pub(crate) async fn retire(conn: &mut PgConnection, age: Duration) -> Result<bool, sqlx::Error> {
    let retired = sqlx::query!(
        "update signing_keys set retired_at = now()
         where retired_at is null and created_at < now() - make_interval(secs => $1)",
        age.as_secs_f64(),
    );
    Ok(retired.execute(conn).await?.rows_affected() == 1)
}

/// Puts a key into use.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    key: &SigningKey,
    public_key: &[u8],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into signing_keys (kid, private_key, public_key) values ($1, $2, $3)",
        key.kid,
        key.private_key,
        public_key,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The public key of this name.
pub(crate) async fn named(db: impl PgExecutor<'_>, kid: &str) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select public_key from signing_keys where kid = $1", kid).fetch_optional(db).await
}

/// All public keys, the one in use first.
pub(crate) async fn all(db: impl PgExecutor<'_>) -> Result<Vec<VerifyingKey>, sqlx::Error> {
    sqlx::query_as!(VerifyingKey, "select kid, public_key from signing_keys order by created_at desc")
        .fetch_all(db)
        .await
}

/// Deletes keys that were taken out of use this long ago.
pub(crate) async fn delete_retired(db: impl PgExecutor<'_>, age: Duration) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from signing_keys where retired_at < now() - make_interval(secs => $1)",
        age.as_secs_f64(),
    )
    .execute(db)
    .await?;
    Ok(())
}
