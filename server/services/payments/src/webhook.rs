//! What a gateway tells by itself. Events come late, twice and in any order, so they are only a reason to
//! look: what counts is the object as the gateway shows it then.

use crate::{Error, Payments, gateway::Subject, payment, refund};
use contracts::CheckoutId;
use sqlx::PgConnection;

/// Verifies and applies an event; answers with the checkout it concerns, if any.
pub async fn receive(service: &Payments, body: &[u8], signature: &str) -> Result<Option<CheckoutId>, Error> {
    let notice = service.gateway.verify_webhook(body, signature)?;
    let mut conn = service.db.pool().acquire().await?;
    let is_new = is_new(&mut conn, &notice.event).await?;
    let checkout = match &notice.subject {
        Subject::Charge(reference) => on_charge(service, &mut conn, reference, is_new).await?,
        Subject::Refund(reference) => on_refund(service, &mut conn, reference, is_new).await?,
        Subject::Other => None,
    };
    remember(&mut conn, &notice.event).await?;
    Ok(checkout)
}

async fn on_charge(
    service: &Payments,
    conn: &mut PgConnection,
    reference: &str,
    is_new: bool,
) -> Result<Option<CheckoutId>, Error> {
    let Some(id) = payment::repo::id_of(conn, reference).await? else {
        return Ok(None);
    };
    if is_new {
        payment::refresh(service, id).await?;
    }
    Ok(Some(payment::repo::get(conn, id).await?.checkout))
}

async fn on_refund(
    service: &Payments,
    conn: &mut PgConnection,
    reference: &str,
    is_new: bool,
) -> Result<Option<CheckoutId>, Error> {
    let Some(id) = refund::repo::id_of(conn, reference).await? else {
        return Ok(None);
    };
    if is_new {
        refund::settle_one(service, id).await?;
    }
    Ok(None)
}

async fn is_new(conn: &mut PgConnection, event: &str) -> Result<bool, Error> {
    let seen = sqlx::query!("select event_id from webhook_events where event_id = $1", event);
    Ok(seen.fetch_optional(conn).await?.is_none())
}

/// Only once it was applied: an event whose effect failed has to work when it is sent again.
async fn remember(conn: &mut PgConnection, event: &str) -> Result<(), Error> {
    sqlx::query!("insert into webhook_events (event_id) values ($1) on conflict do nothing", event)
        .execute(conn)
        .await?;
    Ok(())
}
