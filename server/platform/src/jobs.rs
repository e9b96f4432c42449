//! Work that is done later, again or regularly: rows in `messaging.jobs`, enqueued in the transaction
//! that needs them, claimed with `for update skip locked` and a [`lease`], tried again with back-off.

mod operate;

pub use operate::{dead, retry};

use crate::{Database, lease};
use contracts::Result;
use serde_json::Value;
use sqlx::{PgConnection, postgres::PgListener};
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;
use tracing::Instrument;

/// Tries before a job is dead.
pub const MAX_ATTEMPTS: i32 = 10;
const POLL: Duration = Duration::from_secs(1);
/// Jobs of one service that a process does at once: one that takes long must not hold up those that are short.
const AT_ONCE: usize = 3;

type Done = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// A kind of work and how to do it.
#[derive(Clone)]
pub struct Job {
    kind: &'static str,
    every: Option<Duration>,
    run: Arc<dyn Fn(Value) -> Done + Send + Sync>,
}

impl Job {
    /// Done for each row enqueued under this kind, with its payload. Must be safe to repeat.
    pub fn on<F, Fut>(kind: &'static str, run: F) -> Self
    where
        F: Fn(Value) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        Self { kind, every: None, run: Arc::new(move |payload| Box::pin(run(payload))) }
    }

    /// Done regularly, by one process at a time. Must be safe to repeat.
    pub fn every<F, Fut>(kind: &'static str, every: Duration, run: F) -> Self
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        Self { kind, every: Some(every), run: Arc::new(move |_| Box::pin(run())) }
    }

    /// Does the work once, now: for tests.
    ///
    /// # Errors
    /// As the work answers.
    pub async fn run_now(&self, payload: Value) -> Result<()> {
        (self.run)(payload).await
    }

    /// The job's kind.
    pub fn kind(&self) -> &'static str {
        self.kind
    }
}

/// Enqueues work with the transaction's commit. With a `unique_key` that is already waiting, nothing happens.
///
/// # Errors
/// As the database answers.
pub async fn enqueue(
    conn: &mut PgConnection,
    kind: &str,
    payload: Value,
    run_in: Duration,
    unique_key: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into messaging.jobs (id, kind, payload, unique_key, run_at, request_id)
         values ($1, $2, $3, $4, now() + make_interval(secs => $5), $6)
         on conflict (unique_key) do nothing",
        crate::ids::mint(),
        kind,
        payload,
        unique_key,
        run_in.as_secs_f64(),
        crate::request::current(),
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Works through one service's jobs until `stop`, some at a time.
pub async fn run(db: Database, jobs: Arc<[Job]>, stop: CancellationToken) {
    let mut wake = Wake::listen(&db).await;
    let (mut planned, mut working) = (false, JoinSet::new());
    while !stop.is_cancelled() {
        if !planned {
            planned = plan(&db, &jobs).await.is_ok();
        }
        match claim(&db, &jobs).await {
            Ok(Some(claimed)) => drop(working.spawn(perform_noted(db.clone(), claimed))),
            Ok(None) => wake.wait("jobs", POLL, &stop).await,
            Err(error) => {
                tracing::warn!(service = db.name(), %error, "jobs cannot be read");
                wake.wait("jobs", POLL, &stop).await;
            }
        }
        while working.try_join_next().is_some() {}
        if working.len() >= AT_ONCE {
            working.join_next().await;
        }
    }
    while working.join_next().await.is_some() {}
}

async fn perform_noted(db: Database, claimed: Claimed) {
    if let Err(error) = perform(&db, claimed).await {
        tracing::warn!(service = db.name(), %error, "what a job came to could not be noted: it is done again");
    }
}

/// Makes sure that each regular job has its row.
async fn plan(db: &Database, jobs: &[Job]) -> Result<(), sqlx::Error> {
    let mut conn = db.pool().acquire().await?;
    for job in jobs.iter().filter(|job| job.every.is_some()) {
        enqueue(&mut conn, job.kind, Value::Null, Duration::ZERO, Some(job.kind)).await?;
    }
    Ok(())
}

/// Does the next due job, if there is one.
///
/// # Errors
/// As the database answers.
pub async fn work_one(db: &Database, jobs: &[Job]) -> Result<bool, sqlx::Error> {
    let Some(claimed) = claim(db, jobs).await? else { return Ok(false) };
    perform(db, claimed).await?;
    Ok(true)
}

/// A job that is this process's until its lease ends.
struct Claimed {
    job: Job,
    id: uuid::Uuid,
    payload: Value,
    attempts: i32,
    request: String,
}

async fn claim(db: &Database, jobs: &[Job]) -> Result<Option<Claimed>, sqlx::Error> {
    let kinds: Vec<String> = jobs.iter().map(|job| job.kind.to_owned()).collect();
    let claimed = sqlx::query!(
        "update messaging.jobs set attempts = attempts + 1, run_at = now() + make_interval(secs => $2)
         where id = (
             select id from messaging.jobs where status = 'waiting' and run_at <= now() and kind = any($1)
             order by run_at limit 1 for update skip locked
         )
         returning id, kind, payload, attempts, request_id",
        &kinds,
        lease::LEASE.as_secs_f64(),
    )
    .fetch_optional(db.pool())
    .await?;
    let Some(row) = claimed else { return Ok(None) };
    // One of `kinds`, so it is there.
    let Some(job) = jobs.iter().find(|job| job.kind == row.kind) else { return Ok(None) };
    let request = row.request_id.unwrap_or_else(|| format!("job-{}", row.id));
    Ok(Some(Claimed { job: job.clone(), id: row.id, payload: row.payload, attempts: row.attempts, request }))
}

async fn perform(db: &Database, claimed: Claimed) -> Result<(), sqlx::Error> {
    let Claimed { job, id, payload, attempts, request } = claimed;
    let span = tracing::info_span!("job", service = db.name(), kind = job.kind, request_id = request);
    let work = crate::request::scope(request, (job.run)(payload)).instrument(span);
    let done = lease::keep(|| renew(db, id, attempts), tokio::spawn(work)).await;
    let failure = match done {
        Ok(Ok(())) => None,
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some("the job panicked".to_owned()),
    };
    finish(db, &job, id, attempts, failure).await
}

/// Keeps a job that is still ours: another process that took it over has counted a try of its own.
async fn renew(db: &Database, id: uuid::Uuid, attempts: i32) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update messaging.jobs set run_at = now() + make_interval(secs => $3)
         where id = $1 and attempts = $2 and status = 'waiting'",
        id,
        attempts,
        lease::LEASE.as_secs_f64(),
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

async fn finish(
    db: &Database,
    job: &Job,
    id: uuid::Uuid,
    attempts: i32,
    failure: Option<String>,
) -> Result<(), sqlx::Error> {
    match (job.every, failure) {
        (Some(every), failure) => reschedule(db, id, every, failure).await,
        (None, None) => {
            sqlx::query!("delete from messaging.jobs where id = $1", id).execute(db.pool()).await?;
            Ok(())
        }
        (None, Some(failure)) => postpone(db, id, attempts, &failure).await,
    }
}

async fn reschedule(
    db: &Database,
    id: uuid::Uuid,
    every: Duration,
    failure: Option<String>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update messaging.jobs set run_at = now() + make_interval(secs => $2), attempts = 0, last_error = $3
         where id = $1",
        id,
        every.as_secs_f64(),
        failure,
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

async fn postpone(db: &Database, id: uuid::Uuid, attempts: i32, failure: &str) -> Result<(), sqlx::Error> {
    if attempts >= MAX_ATTEMPTS {
        tracing::error!(service = db.name(), job = %id, failure, "a job was given up");
    }
    sqlx::query!(
        "update messaging.jobs
         set status = case when $2 then 'dead' else 'waiting' end,
             run_at = now() + make_interval(secs => $3), last_error = $4
         where id = $1",
        id,
        attempts >= MAX_ATTEMPTS,
        crate::relay::back_off(attempts).as_secs_f64(),
        failure,
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Waits for the database to say that something was committed, or for a while.
pub(crate) struct Wake(Option<PgListener>);

impl Wake {
    /// Listens on a connection of its own; without one, waiting is only polling.
    pub(crate) async fn listen(db: &Database) -> Self {
        let connected = async {
            let mut listener = PgListener::connect_with(db.pool()).await?;
            listener.listen("messaging").await?;
            Ok::<_, sqlx::Error>(listener)
        };
        Self(connected.await.ok())
    }

    pub(crate) async fn wait(&mut self, table: &str, at_most: Duration, stop: &CancellationToken) {
        let heard = async {
            let Some(listener) = &mut self.0 else { return std::future::pending().await };
            while let Ok(news) = listener.recv().await {
                if news.payload() == table {
                    return;
                }
            }
            std::future::pending::<()>().await;
        };
        tokio::select! {
            () = heard => {}
            () = tokio::time::sleep(at_most) => {}
            () = stop.cancelled() => {}
        }
    }
}
