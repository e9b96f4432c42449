//! `email_changes`.

use super::VALID;
use crate::{account::model::Account, error::Result};
use contracts::{
    Email, SessionId, Timestamp, UserId,
    identity::{EmailChangeStage, EmailChangeView, EmailEnd, PendingEmail},
};
use sqlx::{PgConnection, PgExecutor};
use std::time::Duration;
use uuid::Uuid;

/// The hashes of both links' tokens.
pub(crate) struct Links {
    pub(crate) former: Option<String>,
    pub(crate) wanted: String,
}

/// A change that is held until the transaction ends.
pub(crate) struct Change {
    pub(crate) id: Uuid,
    pub(crate) user: UserId,
    pub(crate) former: Email,
    pub(crate) wanted: Email,
    pub(crate) asked_in: SessionId,
    /// Every end that has to confirm has done so.
    pub(crate) is_due: bool,
    pub(crate) changed_at: Option<Timestamp>,
}

struct Row {
    id: Uuid,
    user_id: Uuid,
    former_email: String,
    wanted_email: String,
    asked_in: Uuid,
    is_due: bool,
    changed_at: Option<Timestamp>,
}

impl Row {
    fn change(self) -> Result<Change> {
        Ok(Change {
            id: self.id,
            user: self.user_id.into(),
            former: self.former_email.parse()?,
            wanted: self.wanted_email.parse()?,
            asked_in: self.asked_in.into(),
            is_due: self.is_due,
            changed_at: self.changed_at,
        })
    }
}

/// Remembers a change in place of an older one. `false` when that is too young: after the first one waits a
/// minute, then four times as long each time, up to six hours, so that nobody floods an address that is not theirs.
pub(crate) async fn put(
    conn: &mut PgConnection,
    account: &Account,
    wanted: &Email,
    links: &Links,
    keep: SessionId,
) -> Result<bool> {
    let put = sqlx::query!(
        "insert into email_changes as kept
             (id, user_id, former_email, wanted_email, former_token, wanted_token, asked_in, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, now() + make_interval(secs => $8))
         on conflict (user_id) where changed_at is null do update
         set former_email = excluded.former_email, wanted_email = excluded.wanted_email,
             former_token = excluded.former_token, wanted_token = excluded.wanted_token,
             former_confirmed_at = null, wanted_confirmed_at = null, asked_in = excluded.asked_in,
             sent = least(kept.sent + 1, 100), created_at = now(), expires_at = excluded.expires_at
         where kept.created_at
             < now() - least(interval '1 minute' * power(4, least(kept.sent, 6) - 1), interval '6 hours')",
        platform::ids::mint(),
        account.id.0,
        account.email.as_str(),
        wanted.as_str(),
        links.former,
        links.wanted,
        keep.0,
        VALID.as_secs_f64(),
    );
    Ok(put.execute(conn).await?.rows_affected() == 1)
}

/// Whether another account than this one has the address, or can still take it back.
pub(crate) async fn is_taken(conn: &mut PgConnection, email: &Email, user: UserId) -> Result<bool> {
    let taken = sqlx::query_scalar!(
        r#"select exists (select 1 from users where email = $1 and id <> $2)
               or exists (select 1 from email_changes
                          where former_email = $1 and changed_at is not null and expires_at > now()
                            and former_token is not null and user_id <> $2) as "taken!""#,
        email.as_str(),
        user.0,
    );
    Ok(taken.fetch_one(conn).await?)
}

/// Whose change a valid link is about.
pub(crate) async fn user_of(db: impl PgExecutor<'_>, hashed: &str) -> Result<Option<UserId>> {
    let user = sqlx::query_scalar!(
        "select user_id from email_changes where (former_token = $1 or wanted_token = $1) and expires_at > now()",
        hashed,
    );
    Ok(user.fetch_optional(db).await?.map(UserId))
}

/// Notes that the end of this link has confirmed; `None` when there is nothing to confirm.
pub(crate) async fn confirm(conn: &mut PgConnection, hashed: &str) -> Result<Option<Change>> {
    let row = sqlx::query_as!(
        Row,
        r#"update email_changes
           set former_confirmed_at = case when former_token = $1 then coalesce(former_confirmed_at, now())
                                     else former_confirmed_at end,
               wanted_confirmed_at = case when wanted_token = $1 then coalesce(wanted_confirmed_at, now())
                                     else wanted_confirmed_at end
           where (former_token = $1 or wanted_token = $1) and changed_at is null and expires_at > now()
           returning id, user_id, former_email, wanted_email, asked_in, changed_at,
                     wanted_confirmed_at is not null
                         and (former_token is null or former_confirmed_at is not null) as "is_due!""#,
        hashed,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::change).transpose()
}

/// The account has its new address: from now on only the former end's link counts.
pub(crate) async fn note_changed(conn: &mut PgConnection, id: Uuid, kept: Duration) -> Result<()> {
    sqlx::query!(
        "update email_changes set changed_at = now(), expires_at = now() + make_interval(secs => $2)
         where id = $1",
        id,
        kept.as_secs_f64(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// The change of a former end's link, done or not. Others who want it wait until the transaction ends.
pub(crate) async fn lock_former(conn: &mut PgConnection, hashed: &str) -> Result<Option<Change>> {
    let row = sqlx::query_as!(
        Row,
        r#"select id, user_id, former_email, wanted_email, asked_in, changed_at,
                  changed_at is not null as "is_due!"
           from email_changes where former_token = $1 and expires_at > now() for update"#,
        hashed,
    )
    .fetch_optional(conn)
    .await?;
    row.map(Row::change).transpose()
}

/// Ends this change and those that were made after it, or are to be made.
pub(crate) async fn end_since(conn: &mut PgConnection, change: &Change) -> Result<()> {
    sqlx::query!(
        "update email_changes set expires_at = least(expires_at, now())
         where user_id = $1 and (changed_at is null or changed_at >= $2)",
        change.user.0,
        change.changed_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Ends the change that is still to be made of a wanted end's link.
pub(crate) async fn end(db: impl PgExecutor<'_>, hashed: &str) -> Result<()> {
    sqlx::query!(
        "update email_changes set expires_at = least(expires_at, now())
         where wanted_token = $1 and changed_at is null",
        hashed,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// Ends the change that is still to be made of an account's address. It is kept for a while: how soon one may ask
/// for another is counted with it.
pub(crate) async fn cancel(db: impl PgExecutor<'_>, user: UserId) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update email_changes set expires_at = least(expires_at, now())
         where user_id = $1 and changed_at is null",
        user.0,
    )
    .execute(db)
    .await?;
    Ok(())
}

/// The change that waits for its links.
pub(crate) async fn pending(db: impl PgExecutor<'_>, user: UserId) -> Result<Option<PendingEmail>> {
    let row = sqlx::query!(
        r#"select wanted_email, expires_at,
                  former_token is not null and former_confirmed_at is null as "waits_for_former!",
                  wanted_confirmed_at is null as "waits_for_wanted!"
           from email_changes where user_id = $1 and changed_at is null and expires_at > now()"#,
        user.0,
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(PendingEmail {
        wanted: row.wanted_email.parse()?,
        waits_for_former: row.waits_for_former,
        waits_for_wanted: row.waits_for_wanted,
        expires_at: row.expires_at,
    }))
}

/// What a valid link is about. After the change the wanted end's is none.
pub(crate) async fn view(db: impl PgExecutor<'_>, hashed: &str) -> Result<Option<EmailChangeView>> {
    let row = sqlx::query!(
        r#"select wanted_email, changed_at is not null as "is_changed!",
                  coalesce(former_token = $1, false) as "is_former!",
                  case when wanted_token = $1 then wanted_confirmed_at else former_confirmed_at end is not null
                      as "is_confirmed!"
           from email_changes
           where (former_token = $1 or (wanted_token = $1 and changed_at is null)) and expires_at > now()"#,
        hashed,
    )
    .fetch_optional(db)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some(EmailChangeView {
        end: if row.is_former { EmailEnd::Former } else { EmailEnd::Wanted },
        wanted: row.wanted_email.parse()?,
        stage: match (row.is_changed, row.is_confirmed) {
            (true, _) => EmailChangeStage::Changed,
            (false, true) => EmailChangeStage::Waiting,
            (false, false) => EmailChangeStage::Asked,
        },
    }))
}

/// Forgets the links to set a password that were mailed to the former address.
pub(crate) async fn delete_resets(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("delete from password_resets where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}

/// Forgets all of an account.
pub(crate) async fn delete_of_user(conn: &mut PgConnection, user: UserId) -> Result<()> {
    sqlx::query!("delete from email_changes where user_id = $1", user.0).execute(conn).await?;
    Ok(())
}

/// Deletes what can no longer be used, a day later: by then another change may be asked for in any case.
pub(crate) async fn delete_expired(db: impl PgExecutor<'_>) -> Result<()> {
    sqlx::query!("delete from email_changes where expires_at < now() - interval '1 day'").execute(db).await?;
    Ok(())
}
