//! What a gateway tells by itself. Events come late, twice and in any order, so they are only a reason to
//! look: what counts is the object as the gateway shows it then.
//!
//! No connection is held while the gateway is asked: a burst of events must not empty the pool.

use crate::{
    Error, Payments, dispute,
    gateway::{Failure, Notice, Subject},
    payment, reconcile, refund,
};
use contracts::CheckoutId;
use platform::{Database, retention};

/// Verifies and applies an event; answers with the checkout it concerns, if any.
pub async fn receive(service: &Payments, body: &[u8], signature: &str) -> Result<Option<CheckoutId>, Error> {
    let notice = service.gateway.verify_webhook(body, signature)?;
    apply(service, &notice).await
}

/// Applies an event, once.
pub async fn apply(service: &Payments, notice: &Notice) -> Result<Option<CheckoutId>, Error> {
    let is_new = is_new(&service.db, &notice.event).await?;
    let checkout = match &notice.subject {
        Subject::Charge(reference) => on_charge(service, reference, is_new).await?,
        Subject::Refund(reference) if is_new => {
            refund::found::learn(service, reference).await?;
            None
        }
        Subject::RefundsOf(charge) if is_new => {
            reconcile::adopt_refunds(service, charge).await?;
            None
        }
        Subject::Dispute(_) | Subject::FraudWarning(_) if is_new => {
            dispute::record(service, &notice.subject).await?
        }
        _ => None,
    };
    remember(&service.db, &notice.event).await?;
    Ok(checkout)
}

/// A charge whose id is not known here names the payment that it was made for: its answer was lost.
async fn on_charge(service: &Payments, reference: &str, is_new: bool) -> Result<Option<CheckoutId>, Error> {
    if !is_new {
        let mut conn = service.db.pool().acquire().await?;
        let Some(id) = payment::repo::id_of(&mut conn, reference).await? else { return Ok(None) };
        return Ok(Some(payment::repo::get(&mut conn, id).await?.checkout));
    }
    let charge = match service.ask(service.gateway.retrieve(reference)).await {
        // Told of by another account, or by Stripe's other mode.
        Err(Failure::Refused(_)) => return Ok(None),
        answer => answer?,
    };
    let concerned = payment::repo::of_charge(&mut *service.db.pool().acquire().await?, &charge).await?;
    let Some(payment) = concerned else { return Ok(None) };
    Ok(Some(payment::settle(service, payment.id, None, &charge).await?.checkout))
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
