//! What a gateway tells by itself. Events come late, twice and in any order, so they are only a reason to
//! look: what counts is the object as the gateway shows it then.
//!
//! No connection is held while the gateway is asked: a burst of events must not empty the pool.

use crate::{Error, Payments, gateway::Subject, payment, refund};
use contracts::CheckoutId;
use platform::{Database, retention};

/// Verifies and applies an event; answers with the checkout it concerns, if any.
pub async fn receive(service: &Payments, body: &[u8], signature: &str) -> Result<Option<CheckoutId>, Error> {
    let notice = service.gateway.verify_webhook(body, signature)?;
    let is_new = is_new(&service.db, &notice.event).await?;
    let checkout = match &notice.subject {
        Subject::Charge(reference) => on_charge(service, reference, is_new).await?,
        Subject::Refund(reference) if is_new => on_refund(service, reference).await?,
        Subject::Refund(_) | Subject::Other => None,
    };
    remember(&service.db, &notice.event).await?;
    Ok(checkout)
}

async fn on_charge(service: &Payments, reference: &str, is_new: bool) -> Result<Option<CheckoutId>, Error> {
    let Some(id) = payment::repo::id_of(&mut *service.db.pool().acquire().await?, reference).await? else {
        return Ok(None);
    };
    if is_new {
        return Ok(Some(payment::refresh(service, id).await?.checkout));
    }
    Ok(Some(payment::repo::get(&mut *service.db.pool().acquire().await?, id).await?.checkout))
}

async fn on_refund(service: &Payments, reference: &str) -> Result<Option<CheckoutId>, Error> {
    let known = refund::repo::id_of(&mut *service.db.pool().acquire().await?, reference).await?;
    match known {
        Some(id) => refund::settle_one(service, id).await?,
        None => refund::found::take_over(service, reference).await?,
    }
    Ok(None)
}

async fn is_new(db: &Database, event: &str) -> Result<bool, Error> {
    let seen = sqlx::query!("select event_id from webhook_events where event_id = $1", event);
    Ok(seen.fetch_optional(db.pool()).await?.is_none())
}

/// Only once it was applied: an event whose effect failed has to work when it is sent again.
async fn remember(db: &Database, event: &str) -> Result<(), Error> {
    sqlx::query!("insert into webhook_events (event_id) values ($1) on conflict do nothing", event)
        .execute(db.pool())
        .await?;
    Ok(())
}

/// How long events are remembered, days; gateways send one again for three.
const REMEMBERED_DAYS: i32 = 30;

/// Forgets events that no gateway sends again.
pub async fn forget(service: &Payments) -> Result<(), Error> {
    retention::in_batches(|limit| delete_old(&service.db, limit)).await?;
    Ok(())
}

async fn delete_old(db: &Database, limit: i64) -> Result<u64, sqlx::Error> {
    let deleted = sqlx::query!(
        "delete from webhook_events where event_id in (
             select event_id from webhook_events where received_at < now() - make_interval(days => $1)
             order by received_at limit $2)",
        REMEMBERED_DAYS,
        limit,
    );
    Ok(deleted.execute(db.pool()).await?.rows_affected())
}
