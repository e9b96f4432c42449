//! The messages to one account.

use super::list::Row;
use contracts::{Email, UserId, notifications::Notification};
use platform::{Database, pattern};
use sqlx::PgConnection;

/// The messages to an account or to its address, newest first, without bodies. The index of words finds the address;
/// that it is the whole one is looked at then.
pub(crate) async fn messages(db: &Database, user: UserId, email: &Email) -> sqlx::Result<Vec<Notification>> {
    let mut tx = db.begin_planned().await?;
    let rows = sqlx::query_as!(
        Row,
        r#"select id, recipient_id, email, type as notification_type, template_name, subject,
               '' as "html!", '' as "body!", status, attempts, last_error, created_at, sent_at
           from notifications
           where recipient_id = $1 or (search like $2 and lower(email) = $3)
           order by created_at desc, id desc limit 50"#,
        user.0,
        pattern::containing(email.as_str()),
        email.as_str(),
    )
    .fetch_all(&mut *tx)
    .await?;
    tx.commit().await?;
    Ok(rows.into_iter().map(Notification::from).collect())
}

/// Makes the messages to an account those to another one.
pub(crate) async fn hand_over(conn: &mut PgConnection, from: UserId, to: UserId) -> sqlx::Result<()> {
    sqlx::query!("update notifications set recipient_id = $2 where recipient_id = $1", from.0, to.0)
        .execute(conn)
        .await?;
    Ok(())
}
