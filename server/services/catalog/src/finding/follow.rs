//! Keeping the index of this process up to date.
//!
//! `search_changes` tells what changed, and by which transaction. The index remembers the transaction it has come to:
//! all before it have ended. So a process that was stopped reads on from there, a transaction that commits late is
//! found late, and what is read twice is applied twice to the same end.

use super::{Finding, document};
use crate::error::Result;
use search::{Embedded, Position, SearchEngine};
use sqlx::PgPool;
use std::{sync::atomic::Ordering, time::Duration};
use uuid::Uuid;

/// Between two looks: with what applying takes, a change is found within a second.
const EVERY: Duration = Duration::from_millis(400);
/// After a failure.
const LATER: Duration = Duration::from_secs(5);
/// Products that are read and written at once.
const BATCH: i64 = 1_000;
/// An index that was left alone for longer is built anew: a day less than changes are kept.
const KEPT_SECONDS: i64 = 6 * 24 * 60 * 60;
/// An index that has missed more than this is built anew.
const MOST_MISSED: i64 = 50_000;

impl Finding {
    /// Follows the catalogue for as long as the process runs.
    pub(crate) async fn follow(&self, db: &PgPool) {
        loop {
            let followed = self.catch_up(db).await;
            if let Err(error) = &followed {
                tracing::warn!(%error, "the search index does not follow the catalogue");
            }
            tokio::time::sleep(if followed.is_ok() { EVERY } else { LATER }).await;
        }
    }

    /// Applies what has changed since, or builds the index when that cannot be known.
    pub(crate) async fn catch_up(&self, db: &PgPool) -> Result<()> {
        let Some(engine) = self.open()? else { return Ok(()) };
        let now = Moment::now(db).await?;
        let since = engine.position().await?.and_then(|position| Moment::read(&position));
        match since.filter(|since| self.can_go_on(*since, now)) {
            Some(since) if !missed_too_much(db, since, now).await? => apply(db, engine, since, now).await?,
            _ => build(db, engine, now).await?,
        }
        self.ready.store(true, Ordering::Release);
        Ok(())
    }

    /// Whether the rows that tell what changed since are all there. A restored database has forgotten transactions
    /// that the index knows; one that was stopped for long finds rows cleaned up.
    fn can_go_on(&self, since: Moment, now: Moment) -> bool {
        let followed_all_along = self.ready.load(Ordering::Acquire);
        since.horizon <= now.horizon && (followed_all_along || now.seconds - since.seconds < KEPT_SECONDS)
    }
}

/// Where in the life of the database an index is.
#[derive(Clone, Copy)]
struct Moment {
    /// All transactions before this one have ended.
    horizon: u64,
    /// Since 1970, by the database's clock.
    seconds: i64,
}

impl Moment {
    async fn now(db: &PgPool) -> sqlx::Result<Self> {
        let row = sqlx::query!(
            r#"select pg_snapshot_xmin(pg_current_snapshot())::text as "horizon!",
                   extract(epoch from now())::bigint as "seconds!""#
        );
        let row = row.fetch_one(db).await?;
        let no_transaction = |_| sqlx::Error::Decode(format!("no transaction: {}", row.horizon).into());
        Ok(Self { horizon: row.horizon.parse().map_err(no_transaction)?, seconds: row.seconds })
    }

    fn read(position: &Position) -> Option<Self> {
        let (horizon, seconds) = position.0.split_once('@')?;
        Some(Self { horizon: horizon.parse().ok()?, seconds: seconds.parse().ok()? })
    }

    fn written(self) -> Position {
        Position(format!("{}@{}", self.horizon, self.seconds))
    }
}

/// Has every process build its index anew.
pub(crate) async fn ask_for_rebuild(db: &PgPool) -> sqlx::Result<()> {
    sqlx::query!("insert into search_changes default values").execute(db).await?;
    Ok(())
}

/// Forgets changes that are a week old.
pub(crate) async fn forget_changes(db: &PgPool) -> sqlx::Result<()> {
    sqlx::query!("delete from search_changes where changed_at < now() - interval '7 days'")
        .execute(db)
        .await?;
    Ok(())
}

/// Whether everything has to be built anew: somebody asked for it, so much has changed that it is quicker, or the rows
/// that would tell were cleaned up.
async fn missed_too_much(db: &PgPool, since: Moment, now: Moment) -> sqlx::Result<bool> {
    let missed = sqlx::query_scalar!(
        r#"select count(*) > $3 or coalesce(bool_or(product_id is null and category_id is null), false)
                as "too_much!"
           from search_changes where transaction >= $1::text::xid8 and transaction < $2::text::xid8"#,
        since.horizon.to_string(),
        now.horizon.to_string(),
        MOST_MISSED
    );
    missed.fetch_one(db).await
}

async fn apply(db: &PgPool, engine: &Embedded, since: Moment, now: Moment) -> Result<()> {
    let rows = sqlx::query!(
        "select distinct product_id, category_id from search_changes
         where transaction >= $1::text::xid8 and transaction < $2::text::xid8",
        since.horizon.to_string(),
        now.horizon.to_string()
    )
    .fetch_all(db)
    .await?;
    if rows.is_empty() {
        // The position stays: writing it down would be a commit every time anybody does anything.
        return Ok(());
    }
    let products: Vec<Uuid> = rows.iter().filter_map(|row| row.product_id).collect();
    let categories: Vec<Uuid> = rows.iter().filter_map(|row| row.category_id).collect();
    let mut changes = document::categories(db, Some(&categories)).await?;
    changes.extend(document::products(db, &products).await?);
    engine.apply(changes, Some(now.written())).await?;
    Ok(())
}

/// Builds the index anew; the present one, if it knows anything, answers meanwhile.
async fn build(db: &PgPool, engine: &Embedded, now: Moment) -> Result<()> {
    let mut rebuild = engine.begin_rebuild().await?;
    rebuild.add(document::categories(db, None).await?).await?;
    let mut after = Uuid::nil();
    loop {
        let ids =
            sqlx::query_scalar!("select id from products where id > $1 order by id limit $2", after, BATCH);
        let ids = ids.fetch_all(db).await?;
        let Some(last) = ids.last() else { break };
        after = *last;
        rebuild.add(document::products(db, &ids).await?).await?;
    }
    rebuild.finish(now.written()).await?;
    tracing::info!("the search index was built");
    Ok(())
}
