//! Sending what is due: claim, post, note. No transaction is open while a receiver is spoken to.
//!
//! Each endpoint gets a turn of its own beside the others, which ends with its first failure: one that does not
//! answer holds up nobody else, and is asked once in a run.

use super::{
    endpoint_repo,
    log_repo::{self, Claimed, Tried},
    model::{self, MOST_FAILURES, Outcome, TEST, Verdict},
    outbound::{Message, Outbound},
    pause::pause,
    signature,
};
use crate::{Config, error::Result};
use contracts::{
    Timestamp, WebhookEndpointId,
    notifications::{WebhookPause, WebhookStatus},
};
use futures::future::join_all;
use platform::{
    Clock, Database,
    lease::{self, LEASE},
};
use sqlx::PgConnection;
use std::time::{Duration, Instant};

/// Endpoints that are served side by side.
const AT_ONCE: usize = 8;
/// How long an endpoint's turn is; a delivery that was begun is ended.
const TURN: Duration = Duration::from_secs(10);

/// Everything that sending needs.
#[derive(Clone, Copy)]
pub(crate) struct Courier<'a> {
    pub db: &'a Database,
    pub clock: &'a dyn Clock,
    pub outbound: &'a Outbound,
    pub config: &'a Config,
    pub domain: &'a str,
}

/// Sends what is due.
pub(crate) async fn send_due(courier: Courier<'_>) -> Result<()> {
    let due = log_repo::endpoints_due(courier.db.pool(), courier.clock.now()).await?;
    for some in due.chunks(AT_ONCE) {
        let mut turns = Vec::with_capacity(some.len());
        for endpoint in some {
            turns.push(turn(courier, *endpoint));
        }
        for outcome in join_all(turns).await {
            outcome?;
        }
    }
    Ok(())
}

async fn turn(courier: Courier<'_>, endpoint: WebhookEndpointId) -> Result<()> {
    let begun = Instant::now();
    while begun.elapsed() < TURN {
        let Some(delivery) = claim(courier, endpoint).await? else { return Ok(()) };
        if deliver(courier, &delivery).await? != Verdict::Delivered {
            return Ok(());
        }
    }
    Ok(())
}

async fn claim(courier: Courier<'_>, endpoint: WebhookEndpointId) -> Result<Option<Claimed>> {
    let now = courier.clock.now();
    let mut tx = courier.db.begin().await?;
    let claimed = log_repo::claim(&mut tx, endpoint, now, now + LEASE).await?;
    tx.commit().await?;
    Ok(claimed)
}

/// The receiver takes its time: nobody else takes the delivery meanwhile.
async fn renew(courier: Courier<'_>, delivery: &Claimed) -> sqlx::Result<()> {
    let mut connection = courier.db.pool().acquire().await?;
    log_repo::renew(&mut connection, delivery, courier.clock.now() + LEASE).await
}

async fn deliver(courier: Courier<'_>, delivery: &Claimed) -> Result<Verdict> {
    let message = message(delivery, courier.clock.now());
    let begun = Instant::now();
    let posting = courier.outbound.post(&delivery.url, &message);
    let outcome = lease::keep(|| renew(courier, delivery), posting).await;
    let took_ms = i32::try_from(begun.elapsed().as_millis()).unwrap_or(i32::MAX);
    let verdict = model::verdict(&outcome, &delivery.event_type, delivery.attempts, delivery.id);
    note(courier, delivery, &tried(outcome, verdict, took_ms, courier.clock.now()), verdict).await?;
    Ok(verdict)
}

/// The time is that of the try: receivers refuse what is old. While a secret is replaced by another, both sign.
fn message(delivery: &Claimed, now: Timestamp) -> Message<'_> {
    let (id, timestamp) = (delivery.event_id.to_string(), now.timestamp());
    let is_valid = delivery.former_secret_until.is_some_and(|until| until > now);
    let former = delivery.former_secret.as_deref().filter(|_| is_valid);
    let secrets: Vec<&str> = std::iter::once(delivery.secret.as_str()).chain(former).collect();
    let signature = signature::header(&secrets, &id, timestamp, &delivery.payload);
    Message { id, timestamp, signature, body: &delivery.payload }
}

fn tried(outcome: Outcome, verdict: Verdict, took_ms: i32, now: Timestamp) -> Tried {
    let error = model::failure(&outcome);
    let (response_status, response_body) = match outcome {
        Outcome::Answered(status, body) => (Some(i32::from(status)), Some(body)),
        Outcome::Unanswered(_) => (None, None),
    };
    let (status, next_attempt_at) = match verdict {
        Verdict::Delivered => (WebhookStatus::Delivered, now),
        Verdict::Again(wait) => (WebhookStatus::Waiting, now + wait),
        Verdict::GivenUp | Verdict::Gone => (WebhookStatus::Failed, now),
    };
    let delivered_at = (verdict == Verdict::Delivered).then_some(now);
    Tried { status, next_attempt_at, response_status, response_body, error, took_ms, delivered_at }
}

async fn note(courier: Courier<'_>, delivery: &Claimed, tried: &Tried, verdict: Verdict) -> Result<()> {
    let mut tx = courier.db.begin().await?;
    if log_repo::note(&mut tx, delivery, tried).await? {
        draw_consequences(courier, &mut tx, delivery, verdict).await?;
    }
    Ok(tx.commit().await?)
}

/// A test that fails says nothing about the deliveries in a row.
async fn draw_consequences(
    courier: Courier<'_>,
    tx: &mut PgConnection,
    delivery: &Claimed,
    verdict: Verdict,
) -> Result<()> {
    let endpoint = WebhookEndpointId(delivery.endpoint_id);
    match verdict {
        Verdict::Delivered => endpoint_repo::succeeded(tx, endpoint).await?,
        Verdict::Gone => pause(courier, tx, endpoint, WebhookPause::Gone).await?,
        Verdict::GivenUp if delivery.event_type != TEST => {
            let in_a_row = endpoint_repo::failed(&mut *tx, endpoint).await?;
            if in_a_row.is_some_and(|failures| failures >= MOST_FAILURES) {
                pause(courier, tx, endpoint, WebhookPause::Failures).await?;
            }
        }
        Verdict::GivenUp | Verdict::Again(_) => {}
    }
    Ok(())
}
