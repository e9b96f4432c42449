//! `registrations`.

use crate::{
    account::model::{NO_PASSWORD, NewAccount},
    error::Result,
};
use contracts::{Email, RegistrationId};
use sqlx::{PgConnection, PgExecutor};
use std::time::Duration;

/// An account that is wanted.
pub(crate) struct Waiting {
    pub(crate) name: String,
    pub(crate) email: Email,
    pub(crate) hashed_password: String,
    /// Where its owner wanted to go on to.
    pub(crate) return_to: String,
    /// Its address turned out to be taken, and nothing is left to be done.
    pub(crate) is_answered: bool,
}

struct Row {
    name: String,
    email: String,
    hashed_password: String,
    return_to: String,
    is_answered: bool,
}

impl Row {
    fn waiting(self) -> Result<Waiting> {
        Ok(Waiting {
            name: self.name,
            email: self.email.parse()?,
            hashed_password: self.hashed_password,
            return_to: self.return_to,
            is_answered: self.is_answered,
        })
    }
}

/// Notes that an account is wanted.
pub(crate) async fn insert(
    conn: &mut PgConnection,
    id: RegistrationId,
    new: &NewAccount,
    hashed_password: &str,
    return_to: &str,
    valid: Duration,
) -> Result<()> {
    sqlx::query!(
        "insert into registrations (id, name, email, hashed_password, return_to, expires_at)
         values ($1, $2, $3, $4, $5, now() + make_interval(secs => $6))",
        id.0,
        new.name,
        new.email.as_str(),
        hashed_password,
        return_to,
        valid.as_secs_f64(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What waits under this id. Others who want it wait until the transaction ends.
pub(crate) async fn lock(conn: &mut PgConnection, id: RegistrationId) -> Result<Option<Waiting>> {
    let row = sqlx::query_as!(
        Row,
        r#"select name, email, hashed_password, return_to,
                  mailed_at is not null and token is null as "is_answered!"
           from registrations where id = $1 and expires_at > now() for update"#,
        id.0,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::waiting).transpose()
}

/// Mails that went to an address.
pub(crate) struct Sent {
    pub(crate) within_the_hour: i64,
    pub(crate) all: i64,
}

/// Mails to this address because of others than this one.
pub(crate) async fn sent_beside(db: impl PgExecutor<'_>, email: &Email, id: RegistrationId) -> Result<Sent> {
    let sent = sqlx::query_as!(
        Sent,
        r#"select count(*) filter (where mailed_at > now() - interval '1 hour') as "within_the_hour!",
                  count(*) as "all!"
           from registrations where email = $1 and id <> $2 and mailed_at is not null and expires_at > now()"#,
        email.as_str(),
        id.0,
    );
    Ok(sent.fetch_one(db).await?)
}

/// The link is on its way; it is valid from now on.
pub(crate) async fn note_mailed(
    conn: &mut PgConnection,
    id: RegistrationId,
    hashed_token: &str,
    valid: Duration,
) -> Result<()> {
    sqlx::query!(
        "update registrations
         set token = $2, mailed_at = now(), expires_at = now() + make_interval(secs => $3)
         where id = $1",
        id.0,
        hashed_token,
        valid.as_secs_f64(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The address is taken: what was typed is not kept. The rest counts as a mail until it expires.
pub(crate) async fn note_taken(conn: &mut PgConnection, id: RegistrationId) -> Result<()> {
    sqlx::query!(
        "update registrations set mailed_at = now(), name = 'Taken', hashed_password = $2 where id = $1",
        id.0,
        NO_PASSWORD,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// What waits for a link that is valid.
pub(crate) async fn of_token(db: impl PgExecutor<'_>, hashed_token: &str) -> Result<Option<Waiting>> {
    let row = sqlx::query_as!(
        Row,
        r#"select name, email, hashed_password, return_to, false as "is_answered!"
           from registrations where token = $1 and expires_at > now()"#,
        hashed_token,
    )
    .fetch_optional(db)
    .await?;
    row.map(Row::waiting).transpose()
}

/// Keeps whatever is wanted with an address from being finished by others until the transaction ends.
pub(crate) async fn lock_address(conn: &mut PgConnection, email: &Email) -> Result<()> {
    sqlx::query!("select id from registrations where email = $1 order by id for update", email.as_str())
        .fetch_all(conn)
        .await?;
    Ok(())
}

/// Uses a valid link up.
pub(crate) async fn take(conn: &mut PgConnection, hashed_token: &str) -> Result<Option<Waiting>> {
    let row = sqlx::query_as!(
        Row,
        r#"delete from registrations where token = $1 and expires_at > now()
           returning name, email, hashed_password, return_to, false as "is_answered!""#,
        hashed_token,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::waiting).transpose()
}

/// Forgets all that was wanted with an address.
pub(crate) async fn delete_of_email(conn: &mut PgConnection, email: &Email) -> Result<()> {
    sqlx::query!("delete from registrations where email = $1", email.as_str()).execute(conn).await?;
    Ok(())
}

/// Deletes what nobody finished.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<()> {
    sqlx::query!("delete from registrations where expires_at < now()").execute(db).await?;
    Ok(())
}
