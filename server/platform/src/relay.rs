//! Carries committed events from a service's outbox to their consumers.
//!
//! Rows are claimed by status with `for update skip locked` and a [`lease`], so several processes may relay
//! the same outbox, and what a crashed one had claimed is delivered seconds later. A consumer that
//! fails is offered the event again with back-off, while the others go on; after [`MAX_ATTEMPTS`] the
//! event is a dead letter of that consumer.

mod delivery;

use crate::{AnyEnvelope, Database, lease};
use contracts::{Envelope, Error, EventId, Result};
use delivery::{Memory, deliver};
use serde::de::DeserializeOwned;
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// Tries of a consumer before an event becomes its dead letter.
pub const MAX_ATTEMPTS: i32 = 10;
const BATCH: i64 = 100;
const POLL: Duration = Duration::from_secs(1);

type Handled = Pin<Box<dyn Future<Output = Result<()>> + Send>>;

/// Somebody who wants certain events.
#[derive(Clone)]
pub struct Consumer {
    name: &'static str,
    service: &'static str,
    events: &'static [&'static str],
    handle: Arc<dyn Fn(AnyEnvelope) -> Handled + Send + Sync>,
}

impl Consumer {
    /// `name` wants these `events` of `service`; `*` stands for all services, an empty list for all events.
    pub fn new<F, Fut>(
        name: &'static str,
        service: &'static str,
        events: &'static [&'static str],
        handle: F,
    ) -> Self
    where
        F: Fn(AnyEnvelope) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = Result<()>> + Send + 'static,
    {
        Self { name, service, events, handle: Arc::new(move |envelope| Box::pin(handle(envelope))) }
    }

    fn wants(&self, envelope: &AnyEnvelope) -> bool {
        (self.service == "*" || self.service == envelope.service)
            && (self.events.is_empty() || self.events.contains(&envelope.name.as_str()))
    }
}

/// The event of an envelope.
///
/// # Errors
/// `Internal` when it is not one of `E`: the event becomes a dead letter and a person looks.
pub fn decode<E: DeserializeOwned>(envelope: &AnyEnvelope) -> Result<E> {
    serde_json::from_value(envelope.payload.clone()).map_err(|error| {
        tracing::error!(event = %envelope.id, name = envelope.name, %error, "an event cannot be read");
        Error::internal()
    })
}

/// Relays one service's outbox until `stop`: at once when something is committed, every second anyway.
pub async fn run(db: Database, consumers: Arc<[Consumer]>, stop: CancellationToken) {
    let mut wake = crate::jobs::Wake::listen(&db).await;
    while !stop.is_cancelled() {
        match deliver_batch(&db, &consumers).await {
            Ok(count) if count == usize::try_from(BATCH).unwrap_or(0) => {}
            Ok(_) => wake.wait("outbox", POLL, &stop).await,
            Err(error) => {
                tracing::warn!(service = db.name(), %error, "the outbox cannot be read");
                wake.wait("outbox", POLL, &stop).await;
            }
        }
    }
}

/// Delivers what waits now, at most one batch; returns how many events were claimed.
///
/// # Errors
/// As the database answers.
pub async fn deliver_batch(db: &Database, consumers: &[Consumer]) -> Result<usize, sqlx::Error> {
    let claimed = claim(db).await?;
    if claimed.is_empty() {
        return Ok(0);
    }
    let ids: Vec<_> = claimed.iter().map(|envelope| envelope.id.0).collect();
    let delivered = lease::keep(|| renew(db, &ids), deliver_all(db, &claimed, &ids, consumers)).await?;
    forget(db, &delivered).await?;
    Ok(claimed.len())
}

/// The events that everybody has applied.
async fn deliver_all(
    db: &Database,
    claimed: &[AnyEnvelope],
    ids: &[uuid::Uuid],
    consumers: &[Consumer],
) -> Result<Vec<uuid::Uuid>, sqlx::Error> {
    let memory = Memory::of(db, ids).await?;
    let mut delivered = Vec::with_capacity(claimed.len());
    for envelope in claimed {
        if deliver(db, envelope, consumers, &memory).await? {
            delivered.push(envelope.id.0);
        }
    }
    Ok(delivered)
}

/// Keeps what is not delivered yet; what was put off for longer stays put off.
async fn renew(db: &Database, ids: &[uuid::Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update messaging.outbox set available_at = now() + make_interval(secs => $2)
         where id = any($1) and status = 'new' and available_at < now() + make_interval(secs => $2)",
        ids,
        lease::LEASE.as_secs_f64(),
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// Everybody has applied these events: there is nothing more to remember of them.
async fn forget(db: &Database, delivered: &[uuid::Uuid]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with done as (
             update messaging.outbox set status = 'delivered', delivered_at = now(), last_error = null
             where id = any($1) returning id
         )
         delete from messaging.deliveries where event_id in (select id from done)",
        delivered
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

async fn claim(db: &Database) -> Result<Vec<AnyEnvelope>, sqlx::Error> {
    let rows = sqlx::query!(
        "update messaging.outbox set attempts = attempts + 1, available_at = now() + make_interval(secs => $3)
         where id in (
             select id from messaging.outbox
             where status = 'new' and available_at <= now() and created_at > now() - make_interval(days => $2)
             order by available_at, id limit $1 for update skip locked
         )
         returning id, service, name, aggregate, payload, request_id, created_at",
        BATCH,
        crate::retention::DELIVERABLE_DAYS,
        lease::LEASE.as_secs_f64(),
    )
    .fetch_all(db.pool())
    .await?;
    let envelopes = rows.into_iter().map(|row| Envelope {
        id: EventId(row.id),
        service: row.service,
        name: row.name,
        aggregate: row.aggregate,
        occurred_at: row.created_at,
        request_id: row.request_id,
        payload: row.payload,
    });
    let mut claimed: Vec<_> = envelopes.collect();
    claimed.sort_by_key(|envelope| envelope.id);
    Ok(claimed)
}

/// 1, 2, 4 ... seconds, at most ten minutes.
pub(crate) fn back_off(attempts: i32) -> Duration {
    let exponent = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or(0);
    Duration::from_secs(2_u64.pow(exponent).min(600))
}
