//! Going on with imports, a step at a time. Each step is a transaction that also says how far the import is: what a
//! crash interrupts is gone on with where it stopped, and nothing is applied twice.

use super::{apply::apply, chunk, load, repo, repo::Row, settle::settle};
use crate::error::{Error, Result};
use contracts::{Actor, ImportId, catalog::ImportState};
use platform::{Database, outbox};
use serde_json::json;
use sqlx::PgConnection;
use std::time::{Duration, Instant};

/// How long steps are taken before others get their turn; a process that is told to stop waits for it.
const TURN: Duration = Duration::from_secs(8);
/// A step is followed by a rest of a part of its time, which is the shop's.
const REST: u32 = 8;
/// Times in a row that a step may fail.
const MOST_ATTEMPTS: i32 = 5;

/// Goes on with whatever is to be read, compared or applied, for a while.
pub(crate) async fn work(db: &Database) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < TURN {
        let step_begun = Instant::now();
        if !step(db).await? {
            return Ok(());
        }
        tokio::time::sleep(step_begun.elapsed() / REST).await;
    }
    Ok(())
}

/// The next step of the oldest import that waits for one; whether there was any.
pub(crate) async fn step(db: &Database) -> Result<bool> {
    let mut tx = db.begin().await?;
    let Some(import) = repo::lock_next(&mut tx).await? else { return Ok(false) };
    let id = import.id();
    match advance(&mut tx, &import).await {
        Ok(()) => {
            tx.commit().await?;
            Ok(true)
        }
        Err(error) => {
            drop(tx);
            failed(db, id, &error).await?;
            Ok(false)
        }
    }
}

async fn advance(tx: &mut PgConnection, import: &Row) -> Result<()> {
    match import.state() {
        ImportState::Running => run(tx, import).await,
        _ if import.bytes_read < import.bytes => Ok(load::lines(tx, import).await?),
        _ if import.product_count.is_none() => Ok(load::products(tx, import).await?),
        _ => compare(tx, import).await,
    }
}

async fn compare(tx: &mut PgConnection, import: &Row) -> Result<()> {
    match chunk::next(tx, import, false).await? {
        Some(chunk) => settle(tx, import, &chunk, false).await?,
        None => repo::set_state(tx, import.id(), ImportState::Ready, None).await?,
    }
    Ok(())
}

async fn run(tx: &mut PgConnection, import: &Row) -> Result<()> {
    let Some(mut chunk) = chunk::next(tx, import, true).await? else {
        return finish(tx, import).await;
    };
    settle(tx, import, &chunk, true).await?;
    apply(tx, import, &mut chunk.products).await
}

async fn finish(tx: &mut PgConnection, import: &Row) -> Result<()> {
    repo::set_state(tx, import.id(), ImportState::Done, None).await?;
    let details = json!({
        "file": import.file_name, "created": import.created_count, "changed": import.changed_count,
        "unchanged": import.unchanged_count, "failed_rows": import.failed_row_count,
    });
    let subject = format!("import {}", import.id);
    outbox::audit(tx, "catalog", &Actor::System, "import.finished", &subject, details).await?;
    Ok(())
}

/// A step that failed is tried again; an import whose step fails again and again holds up those behind it no longer.
async fn failed(db: &Database, id: ImportId, error: &Error) -> Result<()> {
    tracing::warn!(import = %id, %error, "a step of an import failed");
    if repo::count_attempt(db.pool(), id).await? < MOST_ATTEMPTS {
        return Ok(());
    }
    let text = "Something went wrong on our side. What was applied before stays; the rest can be sent again.";
    let mut tx = db.begin().await?;
    repo::set_state(&mut tx, id, ImportState::Failed, Some(text)).await?;
    tx.commit().await?;
    Ok(())
}
