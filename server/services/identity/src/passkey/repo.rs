//! `passkeys`.

use super::relying_party::json;
use crate::error::Result;
use contracts::{Error, PasskeyId, UserId, identity::Passkey};
use sqlx::{PgConnection, PgExecutor};
use webauthn_rs::prelude::Passkey as Key;

/// A passkey as it is kept.
pub(super) struct Kept {
    pub(super) id: PasskeyId,
    pub(super) user: UserId,
    pub(super) name: String,
    pub(super) key: Key,
}

/// Somebody's passkeys, the latest first.
pub(crate) async fn of_user(db: impl PgExecutor<'_>, user: UserId) -> Result<Vec<Passkey>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, name, created_at, last_used_at from passkeys
         where user_id = $1 order by created_at desc, id desc",
        user.0,
    )
    .fetch_all(db)
    .await?;
    let passkeys = rows.into_iter().map(|row| Passkey {
        id: row.id.into(),
        name: row.name,
        created_at: row.created_at,
        last_used_at: row.last_used_at,
    });
    Ok(passkeys.collect())
}

/// Somebody's passkeys as their authenticators call them.
pub(super) async fn credential_ids(
    db: impl PgExecutor<'_>,
    user: UserId,
) -> Result<Vec<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select credential_id from passkeys where user_id = $1", user.0).fetch_all(db).await
}

/// Keeps a new one.
///
/// # Errors
/// `Conflict` when somebody has it already.
pub(super) async fn insert(conn: &mut PgConnection, user: UserId, name: &str, key: &Key) -> Result<()> {
    let inserted = sqlx::query!(
        "insert into passkeys (id, user_id, credential_id, passkey, name) values ($1, $2, $3, $4, $5)",
        platform::ids::mint(),
        user.0,
        key.cred_id().as_slice(),
        json(key)?,
        name,
    )
    .execute(conn)
    .await;
    match inserted {
        Err(error) if platform::constraint(&error) == Some("passkeys_credential_id_key") => {
            Err(Error::conflict("This passkey is known already.").into())
        }
        inserted => Ok(inserted.map(|_| ())?),
    }
}

/// The passkey of this name. Others who want it wait until the transaction ends.
pub(super) async fn lock(conn: &mut PgConnection, credential_id: &[u8]) -> Result<Option<Kept>> {
    let row = sqlx::query!(
        "select id, user_id, name, passkey from passkeys where credential_id = $1 for update",
        credential_id,
    )
    .fetch_optional(conn)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let key = serde_json::from_value(row.passkey).map_err(|_| Error::internal())?;
    Ok(Some(Kept { id: row.id.into(), user: row.user_id.into(), name: row.name, key }))
}

/// Locks all of somebody's passkeys; `false` when there is none. Others who want one wait until the transaction ends.
pub(crate) async fn lock_all(conn: &mut PgConnection, user: UserId) -> Result<bool, sqlx::Error> {
    let ids =
        sqlx::query_scalar!("select id from passkeys where user_id = $1 order by id for update", user.0);
    Ok(!ids.fetch_all(conn).await?.is_empty())
}

/// Notes that it was used, and what changed in it: how often it signed.
pub(super) async fn note_use(conn: &mut PgConnection, kept: &Kept, sign_count: u32) -> Result<()> {
    sqlx::query!(
        "update passkeys set passkey = $2, sign_count = $3, last_used_at = now() where id = $1",
        kept.id.0,
        json(&kept.key)?,
        i64::from(sign_count),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Deletes one of somebody's passkeys and tells its name; `None` when they have no such passkey.
pub(super) async fn delete(
    conn: &mut PgConnection,
    user: UserId,
    id: PasskeyId,
) -> Result<Option<String>, sqlx::Error> {
    let deleted = sqlx::query_scalar!(
        "delete from passkeys where id = $1 and user_id = $2 returning name",
        id.0,
        user.0,
    );
    deleted.fetch_optional(conn).await
}

/// Deletes all of somebody's passkeys; `false` when there was none.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<bool, sqlx::Error> {
    sqlx::query!("delete from passkey_ceremonies where user_id = $1", user.0).execute(&mut *conn).await?;
    let deleted = sqlx::query!("delete from passkeys where user_id = $1", user.0);
    Ok(deleted.execute(conn).await?.rows_affected() > 0)
}
