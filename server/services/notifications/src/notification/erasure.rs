//! Forgetting to whom mails went and what they said (GDPR, article 17).

use contracts::UserId;
use sqlx::PgConnection;

/// Erases address and contents of the mails to an account, and of those that told of its orders' parcels, which
/// know the order only. What proves that a mail was sent stays: its template, its moments, and the number of the
/// order it was about. What still waits is not sent.
pub(crate) async fn erase(db: &mut PgConnection, user: UserId) -> sqlx::Result<()> {
    erase_parcels(&mut *db, user).await?;
    sqlx::query!(
        "update notifications set recipient_id = null, email = 'erased@deleted.invalid', subject = '', html = '',
             body = '', last_error = null, status = case status when 'queued' then 'failed' else status end,
             payload = case when payload ? 'number' then jsonb_build_object('number', payload -> 'number')
                       else '{}' end
         where recipient_id = $1",
        user.0
    )
    .execute(db)
    .await?;
    Ok(())
}

async fn erase_parcels(db: &mut PgConnection, user: UserId) -> sqlx::Result<()> {
    sqlx::query!(
        "update notifications set email = 'erased@deleted.invalid', subject = '', html = '', body = '',
             last_error = null, status = case status when 'queued' then 'failed' else status end,
             payload = jsonb_build_object('number', payload -> 'number')
         where template_name = 'order_dispatched' and payload ->> 'number' in (
             select payload ->> 'number' from notifications where recipient_id = $1 and payload ? 'number')",
        user.0
    )
    .execute(db)
    .await?;
    Ok(())
}
