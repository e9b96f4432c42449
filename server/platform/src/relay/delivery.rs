//! One event and its consumers: each is offered it until it applied it or used up its tries, whatever
//! the others do.

use super::{Consumer, MAX_ATTEMPTS, back_off};
use crate::{AnyEnvelope, Database, turns};
use contracts::EventId;
use std::collections::HashMap;
use tracing::Instrument;

/// Where a consumer is with an event that not all have applied.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Standing {
    Applied,
    /// It failed so often, the last time for this reason, and is offered the event again.
    Waiting(i32, String),
    /// It failed too often.
    Dead(i32, String),
}

impl Standing {
    /// As stored: status, failed tries, why.
    fn columns(&self) -> (&'static str, i32, Option<&str>) {
        match self {
            Self::Applied => ("applied", 0, None),
            Self::Waiting(failures, reason) => ("waiting", *failures, Some(reason)),
            Self::Dead(failures, reason) => ("dead", *failures, Some(reason)),
        }
    }
}

/// Where the consumers are with the events that not all of them have applied.
#[derive(Default)]
pub(super) struct Memory(HashMap<(EventId, String), Standing>);

impl Memory {
    /// What is remembered of these events.
    pub(super) async fn of(db: &Database, events: &[uuid::Uuid]) -> Result<Self, sqlx::Error> {
        let rows = sqlx::query!(
            r#"select event_id, consumer, status, attempts, coalesce(last_error, '') as "reason!"
               from messaging.deliveries where event_id = any($1)"#,
            events
        )
        .fetch_all(db.pool())
        .await?;
        let known = rows.into_iter().map(|row| {
            let standing = match row.status.as_str() {
                "applied" => Standing::Applied,
                "dead" => Standing::Dead(row.attempts, row.reason),
                _ => Standing::Waiting(row.attempts, row.reason),
            };
            ((EventId(row.event_id), row.consumer), standing)
        });
        Ok(Self(known.collect()))
    }
}

/// Offers the event to every consumer that has not settled it; `true` when all have applied it. What
/// failed is recorded.
pub(super) async fn deliver(
    db: &Database,
    envelope: &AnyEnvelope,
    consumers: &[Consumer],
    memory: &Memory,
) -> Result<bool, sqlx::Error> {
    let mut standings = Vec::new();
    for consumer in consumers.iter().filter(|consumer| consumer.wants(envelope)) {
        let before = memory.0.get(&(envelope.id, consumer.name.to_owned()));
        standings.push((consumer.name, after(before, consumer, envelope).await));
    }
    if standings.iter().all(|(_, standing)| *standing == Standing::Applied) {
        return Ok(true);
    }
    record(db, envelope.id, &standings).await?;
    Ok(false)
}

async fn after(before: Option<&Standing>, consumer: &Consumer, envelope: &AnyEnvelope) -> Standing {
    let failures = match before {
        Some(settled @ (Standing::Applied | Standing::Dead(..))) => return settled.clone(),
        Some(Standing::Waiting(failures, _)) => *failures,
        None => 0,
    };
    match offer(consumer, envelope).await {
        Ok(()) => Standing::Applied,
        Err(reason) if failures + 1 >= MAX_ATTEMPTS => {
            give_up(consumer, envelope, &reason);
            Standing::Dead(failures + 1, reason)
        }
        Err(reason) => Standing::Waiting(failures + 1, reason),
    }
}

/// On a task of its own: a consumer that panics is a failed delivery, not a dead relay.
async fn offer(consumer: &Consumer, envelope: &AnyEnvelope) -> Result<(), String> {
    let request = envelope.request_id.clone().unwrap_or_else(|| envelope.id.to_string());
    let (name, event) = (consumer.name, envelope.name.as_str());
    let span = tracing::info_span!("delivery", consumer = name, event, request_id = request);
    // Nobody waits for it at a browser: it goes by turns with what takes long.
    let work = turns::take(crate::request::scope(request, (consumer.handle)(envelope.clone())));
    match tokio::spawn(work.instrument(span)).await {
        Ok(answer) => answer.map_err(|error| error.to_string()),
        Err(_) => Err("it panicked".to_owned()),
    }
}

fn give_up(consumer: &Consumer, envelope: &AnyEnvelope, reason: &str) {
    let (service, consumer) = (envelope.service.as_str(), consumer.name);
    let request_id = envelope.request_id.as_deref();
    tracing::error!(service, consumer, event = %envelope.id, request_id, reason, "an event became a dead letter");
    let labels = [("service", service.to_owned()), ("consumer", consumer.to_owned())];
    metrics::counter!("tradewind_dead_letters_total", &labels).increment(1);
}

async fn record(
    db: &Database,
    event: EventId,
    standings: &[(&'static str, Standing)],
) -> Result<(), sqlx::Error> {
    let mut tx = db.begin().await?;
    for (consumer, standing) in standings {
        let (status, failures, reason) = standing.columns();
        sqlx::query!(
            "insert into messaging.deliveries as known (event_id, consumer, status, attempts, last_error)
             values ($1, $2, $3, $4, $5)
             on conflict (event_id, consumer) do update
             set status = excluded.status, attempts = excluded.attempts, last_error = excluded.last_error
             where known.status <> 'applied'",
            event.0,
            consumer,
            status,
            failures,
            reason,
        )
        .execute(&mut *tx)
        .await?;
    }
    settle(&mut tx, event, standings).await?;
    tx.commit().await
}

/// The event waits for the next try, or is a dead letter when no consumer has tries left.
async fn settle(
    conn: &mut sqlx::PgConnection,
    event: EventId,
    standings: &[(&'static str, Standing)],
) -> Result<(), sqlx::Error> {
    let rows = || standings.iter().map(|(consumer, standing)| (consumer, standing.columns()));
    let failures =
        rows().filter_map(|(_, (status, failures, _))| (status == "waiting").then_some(failures)).max();
    let reasons: Vec<_> =
        rows().filter_map(|(consumer, (.., reason))| Some(format!("{consumer}: {}", reason?))).collect();
    sqlx::query!(
        "update messaging.outbox
         set status = $2, available_at = now() + make_interval(secs => $3), last_error = $4 where id = $1",
        event.0,
        if failures.is_some() { "new" } else { "dead" },
        back_off(failures.unwrap_or(MAX_ATTEMPTS)).as_secs_f64(),
        reasons.join("\n"),
    )
    .execute(conn)
    .await?;
    Ok(())
}
