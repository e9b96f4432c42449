//! Carries committed events from a service's outbox to their consumers.
//!
//! Rows are claimed by status with `for update skip locked` and a lease, so several processes may relay
//! the same outbox, and what a crashed one had claimed is delivered when the lease ends. A consumer that
//! fails is tried again with back-off; after [`MAX_ATTEMPTS`] the event is a dead letter.

use crate::{AnyEnvelope, Database};
use contracts::{Envelope, Error, EventId, Result};
use serde::de::DeserializeOwned;
use std::{future::Future, pin::Pin, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

/// Tries before an event becomes a dead letter.
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
    let count = claimed.len();
    let mut delivered = Vec::with_capacity(count);
    for (envelope, attempts) in claimed {
        match deliver(&envelope, consumers).await {
            Ok(()) => delivered.push(envelope.id.0),
            Err(reason) => postpone(db, envelope.id, attempts, &reason).await?,
        }
    }
    sqlx::query!(
        "update messaging.outbox set status = 'delivered', delivered_at = now(), last_error = null where id = any($1)",
        &delivered
    )
    .execute(db.pool())
    .await?;
    Ok(count)
}

async fn claim(db: &Database) -> Result<Vec<(AnyEnvelope, i32)>, sqlx::Error> {
    let rows = sqlx::query!(
        "update messaging.outbox set attempts = attempts + 1, available_at = now() + interval '60 seconds'
         where id in (
             select id from messaging.outbox where status = 'new' and available_at <= now()
             order by available_at, id limit $1 for update skip locked
         )
         returning id, service, name, aggregate, payload, request_id, created_at, attempts",
        BATCH
    )
    .fetch_all(db.pool())
    .await?;
    let mut claimed: Vec<_> = rows
        .into_iter()
        .map(|row| {
            let envelope = Envelope {
                id: EventId(row.id),
                service: row.service,
                name: row.name,
                aggregate: row.aggregate,
                occurred_at: row.created_at,
                request_id: row.request_id,
                payload: row.payload,
            };
            (envelope, row.attempts)
        })
        .collect();
    claimed.sort_by_key(|(envelope, _)| envelope.id);
    Ok(claimed)
}

async fn deliver(envelope: &AnyEnvelope, consumers: &[Consumer]) -> Result<(), String> {
    for consumer in consumers.iter().filter(|consumer| consumer.wants(envelope)) {
        let work = (consumer.handle)(envelope.clone());
        let request = envelope.request_id.clone().unwrap_or_else(|| envelope.id.to_string());
        // A task of its own: a consumer that panics is a failed delivery, not a dead relay.
        let handled = tokio::spawn(crate::request::scope(request, work)).await;
        handled
            .map_err(|_| format!("{} panicked", consumer.name))?
            .map_err(|error| format!("{}: {error}", consumer.name))?;
    }
    Ok(())
}

async fn postpone(db: &Database, id: EventId, attempts: i32, reason: &str) -> Result<(), sqlx::Error> {
    let dead = attempts >= MAX_ATTEMPTS;
    if dead {
        tracing::error!(service = db.name(), event = %id, reason, "an event became a dead letter");
        metrics::counter!("tradewind_dead_letters_total", "service" => db.name()).increment(1);
    }
    sqlx::query!(
        "update messaging.outbox
         set status = case when $2 then 'dead' else 'new' end,
             available_at = now() + make_interval(secs => $3),
             last_error = $4
         where id = $1",
        id.0,
        dead,
        back_off(attempts).as_secs_f64(),
        reason,
    )
    .execute(db.pool())
    .await?;
    Ok(())
}

/// 1, 2, 4 ... seconds, at most ten minutes.
pub(crate) fn back_off(attempts: i32) -> Duration {
    let exponent = u32::try_from(attempts.clamp(1, 10) - 1).unwrap_or(0);
    Duration::from_secs(2_u64.pow(exponent).min(600))
}
