//! Looking at jobs that were given up, and having them tried again.

use crate::{Database, outbox};
use contracts::{Actor, JobId, Page, PageRequest, operations::DeadJob};

/// Jobs that were given up, newest first.
///
/// # Errors
/// As the database answers.
pub async fn dead(db: &Database, page: PageRequest) -> Result<Page<DeadJob>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, kind, payload, attempts, last_error, created_at, request_id
         from messaging.jobs where status = 'dead' order by created_at desc, id desc limit $1 offset $2",
        page.limit(),
        page.offset(),
    )
    .fetch_all(db.pool())
    .await?;
    let total =
        sqlx::query_scalar!(r#"select count(*) as "count!" from messaging.jobs where status = 'dead'"#)
            .fetch_one(db.pool())
            .await?;
    let jobs = rows.into_iter().map(|row| DeadJob {
        id: JobId(row.id),
        service: db.name().to_owned(),
        kind: row.kind,
        attempts: u32::try_from(row.attempts).unwrap_or(0),
        last_error: row.last_error,
        payload: row.payload.to_string(),
        created_at: row.created_at,
        request_id: row.request_id,
    });
    Ok(Page::new(jobs.collect(), total, &page))
}

/// Has one dead job or all of them tried again, at once and with all their tries; returns how many. The
/// act is audited with it.
///
/// # Errors
/// As the database answers.
pub async fn retry(db: &Database, actor: &Actor, id: Option<JobId>) -> Result<u64, sqlx::Error> {
    let mut tx = db.begin().await?;
    let retried = sqlx::query!(
        "update messaging.jobs set status = 'waiting', attempts = 0, run_at = now()
         where status = 'dead' and ($1::uuid is null or id = $1)",
        id.map(|id| id.0),
    )
    .execute(&mut *tx)
    .await?
    .rows_affected();
    if retried > 0 {
        let subject = id.map_or_else(|| "all dead jobs".to_owned(), |id| format!("job {id}"));
        let details = serde_json::json!({ "retried": retried });
        outbox::audit(&mut tx, db.name(), actor, "jobs.retried", &subject, details).await?;
    }
    tx.commit().await?;
    Ok(retried)
}
