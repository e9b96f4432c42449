//! Events that were told while nobody listened: after an outage the gateway's own list is read from where it was
//! read last, and what is missing goes the way of every webhook. What was received before is not applied again.

use crate::{
    Error, Payments,
    gateway::{Failure, Told},
    webhook,
};
use chrono::TimeDelta;
use contracts::Timestamp;
use platform::Database;

/// How far back is read again each time: events are listed a little later than they are dated.
const OVERLAP: TimeDelta = TimeDelta::minutes(5);
/// How far back is read the first time.
const FIRST: TimeDelta = TimeDelta::days(1);

/// Applies what was missed, oldest first. When the gateway does not answer, the rest waits for the next time.
pub async fn run(service: &Payments) -> Result<(), Error> {
    let gateway = service.gateway.name();
    let since = seen_until(&service.db, gateway, service.clock.now() - FIRST).await?;
    let told = everything(service, since - OVERLAP).await?;
    let Some(newest) = told.iter().map(|told| told.at).max() else { return Ok(()) };
    for missed in missing(&service.db, told).await? {
        apply(service, &missed).await?;
    }
    move_on(&service.db, gateway, newest).await
}

/// An event that cannot be applied at all must not keep the later ones waiting for ever.
async fn apply(service: &Payments, missed: &Told) -> Result<(), Error> {
    let event = &missed.notice.event;
    match webhook::apply(service, &missed.notice).await {
        Ok(_) => tracing::info!(event, "an event that was missed is applied"),
        Err(error @ (Error::Gateway(Failure::Unavailable(_)) | Error::Database(_))) => return Err(error),
        Err(error) => tracing::warn!(event, %error, "an event that was missed cannot be applied"),
    }
    Ok(())
}

/// All pages, turned round: oldest first.
async fn everything(service: &Payments, since: Timestamp) -> Result<Vec<Told>, Error> {
    let mut all: Vec<Told> = Vec::new();
    loop {
        let after = all.last().map(|told| told.notice.event.clone());
        let page = service.ask(service.gateway.events(since, after.as_deref())).await?;
        if page.is_empty() {
            all.reverse();
            return Ok(all);
        }
        all.extend(page);
    }
}

async fn missing(db: &Database, told: Vec<Told>) -> Result<Vec<Told>, Error> {
    let events: Vec<String> = told.iter().map(|told| told.notice.event.clone()).collect();
    let known = sqlx::query_scalar!("select event_id from webhook_events where event_id = any($1)", &events);
    let known: std::collections::HashSet<String> = known.fetch_all(db.pool()).await?.into_iter().collect();
    Ok(told.into_iter().filter(|told| !known.contains(&told.notice.event)).collect())
}

async fn seen_until(db: &Database, gateway: &str, first: Timestamp) -> Result<Timestamp, Error> {
    let cursor = sqlx::query_scalar!(
        "insert into gateway_cursors as cursor (gateway, seen_until) values ($1, $2)
         on conflict (gateway) do update set read_at = now()
         returning seen_until",
        gateway,
        first
    );
    Ok(cursor.fetch_one(db.pool()).await?)
}

/// Only forward: two servers may read at once.
async fn move_on(db: &Database, gateway: &str, to: Timestamp) -> Result<(), Error> {
    sqlx::query!(
        "update gateway_cursors set seen_until = greatest(seen_until, $2) where gateway = $1",
        gateway,
        to
    )
    .execute(db.pool())
    .await?;
    Ok(())
}
