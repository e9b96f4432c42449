//! What must hold of the mails to people.

use contracts::NotificationId;
use platform::{Database, verify::Rule};

/// The rules of this database.
pub const RULES: &[Rule] = &[
    Rule {
        name: "I-14",
        what: "an order is confirmed by one mail",
        examined: "select count(*) from notifications where template_name = 'order_confirmation'",
        breaches: "select format('order %s to %s: %s mails', payload ->> 'number', email, count(*))
            from notifications where template_name = 'order_confirmation'
            group by payload ->> 'number', email having count(*) > 1",
    },
    Rule {
        name: "I-14",
        what: "a mail is tried within ten minutes of its time",
        examined: "select count(*) from notifications where status = 'queued'",
        breaches: "select format('mail %s (%s) to %s: due since %s, %s tries: %s', id, template_name, email, next_attempt_at,
                attempts, last_error)
            from notifications where status = 'queued' and next_attempt_at < now() - interval '10 minutes'
            order by next_attempt_at",
    },
];

/// That an order was told to whoever bought.
pub struct Fact {
    /// The mail.
    pub notification: NotificationId,
    /// The number of the order it confirms.
    pub order: String,
}

/// All confirmations of orders after `after`, by id, at most `limit`.
///
/// # Errors
/// When the database does not answer.
pub async fn facts(db: &Database, after: uuid::Uuid, limit: i64) -> sqlx::Result<Vec<Fact>> {
    let rows = sqlx::query!(
        r#"select id, coalesce(payload ->> 'number', '') as "number!" from notifications
         where template_name = 'order_confirmation' and id > $1 order by id limit $2"#,
        after,
        limit
    )
    .fetch_all(db.pool())
    .await?;
    Ok(rows.into_iter().map(|row| Fact { notification: row.id.into(), order: row.number }).collect())
}
