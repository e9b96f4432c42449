//! Forgetting to whom mails went and what they said (GDPR, article 17). What proves that a mail was sent stays: its
//! template, its moments, and the number of the order it was about. What still waits is not sent.

use contracts::{Timestamp, UserId};
use sqlx::{PgConnection, PgPool};

/// Erases address and contents of the messages that are named by the rest of the statement.
macro_rules! erase {
    ($rest:literal $(, $argument:expr)* $(,)?) => {
        sqlx::query!(
            "update notifications set recipient_id = null, email = 'erased@deleted.invalid', subject = '', html = '',
                 body = '', last_error = null, status = case status when 'queued' then 'failed' else status end,
                 payload = case when payload ? 'number' then jsonb_build_object('number', payload -> 'number')
                           else '{}' end " + $rest
            $(, $argument)*
        )
    };
}

/// Erases the mails to an account, and those that told of its orders' parcels, which know the order only.
pub(crate) async fn erase(db: &mut PgConnection, user: UserId) -> sqlx::Result<()> {
    let parcels = erase!(
        "where template_name = 'order_dispatched' and payload ->> 'number' in (
             select payload ->> 'number' from notifications where recipient_id = $1 and payload ? 'number')",
        user.0
    );
    parcels.execute(&mut *db).await?;
    erase!("where recipient_id = $1", user.0).execute(db).await?;
    Ok(())
}

/// Erases what somebody wrote to the shop from the address of this hash, and the mails that asked it before there was an
/// account; nothing where it was never proved to be theirs.
pub(crate) async fn erase_written_by(db: &mut PgConnection, address_hash: Option<&str>) -> sqlx::Result<()> {
    let Some(hash) = address_hash else { return Ok(()) };
    let written = erase!(
        "where (template_name = 'contact_message'
                and encode(sha256(convert_to(payload ->> 'sender', 'UTF8')), 'hex') = $1)
            or (template_name = 'email_verification' and recipient_id is null
                and encode(sha256(convert_to(email, 'UTF8')), 'hex') = $1)",
        hash
    );
    written.execute(db).await?;
    Ok(())
}

/// Erases the mails about an order, to whomever they went.
pub(crate) async fn erase_order(pool: &PgPool, number: &str) -> sqlx::Result<()> {
    erase!("where payload ->> 'number' = $1", number).execute(pool).await?;
    Ok(())
}

/// Erases at most `limit` mails that were written before this moment, the oldest first; how many they were.
pub(crate) async fn erase_older(pool: &PgPool, before: Timestamp, limit: i64) -> sqlx::Result<u64> {
    let erased = erase!(
        "where id in (
             select id from notifications
             where created_at < $1 and email <> 'erased@deleted.invalid' and status <> 'queued'
             order by created_at limit $2 for update skip locked)",
        before,
        limit
    );
    Ok(erased.execute(pool).await?.rows_affected())
}
