//! `users`.

use super::model::Account;
use crate::error::Result;
use contracts::{Email, Error, Timestamp, UserId};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

struct Row {
    id: Uuid,
    username: String,
    email: String,
    hashed_password: String,
    language: String,
    is_verified: bool,
    created_at: Timestamp,
}

impl Row {
    fn account(self) -> Result<Account> {
        Ok(Account {
            id: self.id.into(),
            name: self.username,
            email: self.email.parse()?,
            hashed_password: self.hashed_password,
            language: self.language,
            is_verified: self.is_verified,
            created_at: self.created_at,
        })
    }
}

/// Writes a new account; a taken address is a field error.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    id: UserId,
    name: &str,
    email: &Email,
    hashed_password: &str,
) -> Result<Account> {
    let row = sqlx::query_as!(
        Row,
        r#"insert into users (id, username, email, hashed_password, last_seen_at) values ($1, $2, $3, $4, now())
         returning id, username, email, hashed_password, language, created_at,
                email_verified_at is not null as "is_verified!""#,
        id.0,
        name,
        email.as_str(),
        hashed_password,
    )
    .fetch_one(conn)
    .await;
    match row {
        Err(error) if platform::constraint(&error) == Some("users_email_key") => Err(taken().into()),
        row => row?.account(),
    }
}

/// The refusal of an address that somebody has.
pub(crate) fn taken() -> Error {
    Error::field("email", "There is an account with this address. Please log in.")
}

/// Gives an active account another address, which mail was proved to reach. `false` when it has another one than
/// `from` by now, or somebody else has `to`: nothing more can be done in the transaction then.
pub(crate) async fn change_email(
    conn: &mut PgConnection,
    id: UserId,
    from: &Email,
    to: &Email,
) -> Result<bool> {
    let changed = sqlx::query!(
        "update users set email = $3, email_verified_at = now(), updated_at = now()
         where id = $1 and email = $2 and status = 'active'",
        id.0,
        from.as_str(),
        to.as_str(),
    )
    .execute(conn)
    .await;
    match changed {
        Err(error) if platform::constraint(&error) == Some("users_email_key") => Ok(false),
        changed => Ok(changed?.rows_affected() == 1),
    }
}

/// The active account of an id.
pub(crate) async fn by_id(db: impl PgExecutor<'_>, id: UserId) -> Result<Option<Account>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, username, email, hashed_password, language, created_at,
                email_verified_at is not null as "is_verified!"
         from users where id = $1 and status = 'active'"#,
        id.0,
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::account).transpose()
}

/// The active account of an address; at the staff door only if it has a role of staff.
pub(crate) async fn by_email(
    db: impl PgExecutor<'_>,
    email: &Email,
    staff_only: bool,
) -> Result<Option<Account>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, username, email, hashed_password, language, created_at,
                email_verified_at is not null as "is_verified!"
         from users u
         where email = $1 and status = 'active'
           and (not $2 or exists (
               select 1 from user_roles join roles on roles.id = role_id
               where user_id = u.id and role_name <> 'customer'))"#,
        email.as_str(),
        staff_only,
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::account).transpose()
}

/// Whether there is an account with this address, whatever its status.
pub(crate) async fn is_taken(db: impl PgExecutor<'_>, email: &Email) -> Result<bool> {
    let taken = sqlx::query_scalar!(
        r#"select exists (select 1 from users where email = $1) as "exists!""#,
        email.as_str(),
    );
    Ok(taken.fetch_one(db).await?)
}

/// Keeps an account from being changed by others until the transaction ends. False when there is none.
pub(crate) async fn lock(conn: &mut PgConnection, id: UserId) -> Result<bool> {
    let found =
        sqlx::query_scalar!("select id from users where id = $1 and status <> 'deleted' for update", id.0);
    Ok(found.fetch_optional(conn).await?.is_some())
}

/// Blocks an account or lets it in again. False when it is so already.
pub(crate) async fn set_blocked(conn: &mut PgConnection, id: UserId, blocked: bool) -> Result<bool> {
    let changed = sqlx::query!(
        "update users set status = $3, updated_at = now() where id = $1 and status = $2",
        id.0,
        if blocked { "active" } else { "blocked" },
        if blocked { "blocked" } else { "active" },
    );
    Ok(changed.execute(conn).await?.rows_affected() == 1)
}

/// Changes name and language of an active account.
pub(crate) async fn update_profile(
    conn: &mut PgConnection,
    id: UserId,
    name: &str,
    language: &str,
) -> Result<Option<Account>> {
    let row = sqlx::query_as!(
        Row,
        r#"update users set username = $2, language = $3, updated_at = now()
         where id = $1 and status = 'active'
         returning id, username, email, hashed_password, language, created_at,
                email_verified_at is not null as "is_verified!""#,
        id.0,
        name,
        language,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::account).transpose()
}
