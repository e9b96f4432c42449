//! What was told is told again: consumers remember what they applied, and one that was cut earlier does not.

use crate::{databases::Databases, services::Built, subscriptions::subscriptions};
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};

/// A delivery may have been written down so long after a consumer committed.
const MARGIN: TimeDelta = TimeDelta::minutes(1);

/// Offers all consumers again what was delivered since shortly before the earliest cut, and frees what a worker
/// of the old process had claimed.
pub(super) async fn offer_again(databases: &Databases, cut_at: DateTime<Utc>) -> Result<u64> {
    let mut offered = 0;
    for db in databases.all() {
        let again = sqlx::query(
            "update messaging.outbox set status = 'new', available_at = now(), attempts = 0, delivered_at = null
             where status = 'delivered' and delivered_at >= $1",
        );
        offered += again.bind(cut_at - MARGIN).execute(db.pool()).await?.rows_affected();
        for statement in [
            "update messaging.outbox set available_at = now() where status = 'new'",
            "update messaging.jobs set run_at = least(run_at, now()) where status = 'waiting' and attempts > 0",
            "delete from messaging.idempotency_keys where status is null",
        ] {
            sqlx::query(statement).execute(db.pool()).await?;
        }
    }
    Ok(offered)
}

/// Delivers until nothing waits that can be delivered now.
pub(super) async fn deliver(databases: &Databases, built: &Built) -> Result<()> {
    let consumers = subscriptions(built);
    loop {
        let mut delivered = 0;
        for db in databases.all() {
            delivered += platform::relay::deliver_batch(&db, &consumers).await?;
        }
        if delivered == 0 {
            return Ok(());
        }
    }
}
