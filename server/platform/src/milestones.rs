//! What is done once in a shop's life and takes several steps: that it was begun is kept, and that it was
//! finished, so that a start after a crash goes on with it.

use crate::Database;
use sqlx::{
    Connection, Either, PgConnection,
    postgres::{PgAdvisoryLock, PgAdvisoryLockGuard},
};
use std::time::Duration;

const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// How far it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Progress {
    /// Nobody has begun it.
    Missing,
    /// Somebody has, and may have been interrupted.
    Begun,
    /// It is done.
    Finished,
}

/// The right to work on a milestone. It goes with its connection, so a process that dies keeps nobody
/// waiting.
pub struct Alone {
    _lock: PgAdvisoryLockGuard<PgConnection>,
}

/// Waits until nobody else works on it.
///
/// # Errors
/// When the database does not answer.
pub async fn alone(db: &Database, name: &str) -> Result<Alone, sqlx::Error> {
    let lock = PgAdvisoryLock::new(format!("milestone {name}"));
    // Not one of the pool's: it would be missing there for as long as the work takes.
    let mut connection = PgConnection::connect_with(&db.pool().connect_options()).await?;
    loop {
        match lock.try_acquire(connection).await? {
            Either::Left(guard) => return Ok(Alone { _lock: guard }),
            Either::Right(refused) => connection = refused,
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
}

/// How far it is.
///
/// # Errors
/// As the database answers.
pub async fn progress(db: &Database, name: &str) -> Result<Progress, sqlx::Error> {
    let finished = sqlx::query_scalar!(
        r#"select finished_at is not null as "finished!" from messaging.milestones where name = $1"#,
        name,
    );
    Ok(match finished.fetch_optional(db.pool()).await? {
        None => Progress::Missing,
        Some(false) => Progress::Begun,
        Some(true) => Progress::Finished,
    })
}

/// Records that it was begun; again, it changes nothing.
///
/// # Errors
/// As the database answers.
pub async fn begin(db: &Database, name: &str) -> Result<(), sqlx::Error> {
    let begun =
        sqlx::query!("insert into messaging.milestones (name) values ($1) on conflict do nothing", name);
    begun.execute(db.pool()).await.map(|_| ())
}

/// Records that it is done; again, it changes nothing.
///
/// # Errors
/// As the database answers.
pub async fn finish(db: &Database, name: &str) -> Result<(), sqlx::Error> {
    let finished = sqlx::query!(
        "insert into messaging.milestones (name, finished_at) values ($1, now())
         on conflict (name) do update set finished_at = now() where milestones.finished_at is null",
        name,
    );
    finished.execute(db.pool()).await.map(|_| ())
}
