//! The back office's log of messages.

use super::{model::secret_of, repo::status};
use contracts::{
    NotificationId, Page, PageRequest, Timestamp, UserId,
    notifications::{Notification, NotificationQuery, NotificationStatus},
};
use platform::{Database, Walk, pattern};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

pub(super) struct Row {
    pub(super) id: Uuid,
    pub(super) recipient_id: Option<Uuid>,
    pub(super) email: String,
    pub(super) notification_type: String,
    pub(super) template_name: String,
    pub(super) subject: String,
    pub(super) html: String,
    pub(super) body: String,
    pub(super) status: String,
    pub(super) attempts: i32,
    pub(super) last_error: Option<String>,
    pub(super) created_at: Timestamp,
    pub(super) sent_at: Option<Timestamp>,
}

impl From<Row> for Notification {
    fn from(row: Row) -> Self {
        Self {
            id: row.id.into(),
            recipient: row.recipient_id.map(UserId),
            email: row.email,
            notification_type: row.notification_type,
            opens_account: secret_of(&row.template_name).is_some(),
            template: row.template_name,
            subject: row.subject,
            html: row.html,
            text: row.body,
            status: status(&row.status),
            attempts: u32::try_from(row.attempts).unwrap_or(0),
            last_error: row.last_error,
            created_at: row.created_at,
            sent_at: row.sent_at,
        }
    }
}

/// A page of the log, newest first, without bodies.
pub(crate) async fn list(db: &Database, query: &NotificationQuery) -> sqlx::Result<Page<Notification>> {
    let like = pattern::containing(&query.search);
    let state = query.status.map(NotificationStatus::as_str);
    let walk = Walk::<Timestamp>::to(&query.page);
    let mut tx = db.begin_planned().await?;
    let total = count(&mut tx, like.as_deref(), state, &query.template).await?;
    macro_rules! rows {
        ($follows:literal, $order:literal) => {
            sqlx::query_as!(
                Row,
                r#"select id, recipient_id, email, type as notification_type, template_name, subject,
                       '' as "html!", '' as "body!", status, attempts, last_error, created_at, sent_at
                   from notifications
                   where ($1::text is null or search like $1)
                     and ($2::text is null or status = $2) and ($3 = '' or template_name = $3)
                     and ($6::timestamptz is null or (created_at, id) "#
                    + $follows
                    + " ($6, $7::uuid))
                   order by "
                    + $order
                    + " limit $4 offset $5",
                like,
                state,
                query.template,
                walk.limit(),
                walk.offset(),
                walk.value(),
                walk.id()
            )
            .fetch_all(&mut *tx)
            .await?
        };
    }
    let rows = if walk.is_backwards() {
        rows!(">", "created_at, id")
    } else {
        rows!("<", "created_at desc, id desc")
    };
    tx.commit().await?;
    Ok(walk.page(rows, total, |row| (row.created_at, row.id)).map(Notification::from))
}

/// Counted up to [`PageRequest::COUNTED`].
async fn count(
    db: &mut PgConnection,
    like: Option<&str>,
    state: Option<&str>,
    template: &str,
) -> sqlx::Result<i64> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from notifications
                 where ($1::text is null or search like $1)
                   and ($2::text is null or status = $2) and ($3 = '' or template_name = $3)
                 limit $4) as counted"#,
        like,
        state,
        template,
        PageRequest::COUNTED + 1,
    )
    .fetch_one(db)
    .await
}

/// One message with its bodies.
pub(crate) async fn one(db: &PgPool, id: NotificationId) -> sqlx::Result<Option<Notification>> {
    let row = sqlx::query_as!(
        Row,
        "select id, recipient_id, email, type as notification_type, template_name, subject, html, body, status,
             attempts, last_error, created_at, sent_at
         from notifications where id = $1",
        id.0
    );
    Ok(row.fetch_optional(db).await?.map(Notification::from))
}
