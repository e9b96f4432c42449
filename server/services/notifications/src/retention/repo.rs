//! The row of `message_retention`.

use contracts::notifications::MessageRetention;
use sqlx::PgConnection;

/// None while nobody has changed it.
pub(super) async fn find(conn: &mut PgConnection) -> sqlx::Result<Option<MessageRetention>> {
    let row = sqlx::query!("select version, mail_days, webhook_days from message_retention");
    // The table's checks allow no negative numbers.
    let number = |stored: i32| u32::try_from(stored).unwrap_or_default();
    Ok(row.fetch_optional(conn).await?.map(|row| MessageRetention {
        version: number(row.version),
        mail_days: number(row.mail_days),
        webhook_days: number(row.webhook_days),
    }))
}

/// Writes it as the version that follows; false when that has been written.
pub(super) async fn save(conn: &mut PgConnection, retention: MessageRetention) -> sqlx::Result<bool> {
    let number = |told: u32| i32::try_from(told).unwrap_or(i32::MAX);
    let saved = sqlx::query!(
        "insert into message_retention (version, mail_days, webhook_days) values ($1, $2, $3)
         on conflict (is_only) do update set version = excluded.version, mail_days = excluded.mail_days,
             webhook_days = excluded.webhook_days, changed_at = now()
         where message_retention.version = excluded.version - 1",
        number(retention.version),
        number(retention.mail_days),
        number(retention.webhook_days)
    );
    Ok(saved.execute(conn).await?.rows_affected() == 1)
}
