//! `audit_log`.

use crate::error::Result;
use contracts::{AuditRecord, PageRequest, Timestamp, identity::AuditEntry};
use sqlx::{PgConnection, PgExecutor};

/// Appends an entry; `at` none stands for now.
pub(crate) async fn append(
    conn: &mut PgConnection,
    at: Option<Timestamp>,
    record: &AuditRecord,
    request_id: Option<&str>,
) -> Result<()> {
    let details: serde_json::Value = serde_json::from_str(&record.details)
        .unwrap_or_else(|_| serde_json::json!({ "text": record.details }));
    sqlx::query!(
        "insert into audit_log (at, actor_id, actor, action, subject, details, request_id)
         values (coalesce($1, now()), $2, $3, $4, $5, $6, $7)",
        at,
        record.actor.map(|user| user.0),
        record.actor_label,
        record.action,
        record.subject,
        details,
        request_id,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// How many entries match, counted up to [`PageRequest::COUNTED`].
pub(crate) async fn count(db: impl PgExecutor<'_>, pattern: &str) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!"
           from (select from audit_log
                 where $1 = '%%' or actor || ' ' || action || ' ' || subject ilike $1
                 limit $2) as counted"#,
        pattern,
        PageRequest::COUNTED + 1,
    )
    .fetch_one(db)
    .await?;
    Ok(count)
}

/// A page of the entries that match, newest first.
pub(crate) async fn list(
    db: impl PgExecutor<'_>,
    pattern: &str,
    page: PageRequest,
) -> Result<Vec<AuditEntry>> {
    let rows = sqlx::query_as!(
        AuditEntry,
        r#"select number, at, actor, action, subject, details::text as "details!", request_id from audit_log
           where $1 = '%%' or actor || ' ' || action || ' ' || subject ilike $1
           order by number desc limit $2 offset $3"#,
        pattern,
        page.limit(),
        page.offset(),
    )
    .fetch_all(db)
    .await?;
    Ok(rows)
}
