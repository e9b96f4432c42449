//! What became of a charge whose answer was lost: the gateway's own book tells.

use crate::{Error, Payments, gateway::Charge};
use chrono::TimeDelta;
use contracts::payments::Payment;

/// How far the gateway's clock and ours may be apart, in the worst of cases.
const SKEW: TimeDelta = TimeDelta::hours(2);

/// The charge that was made for a payment, if there is one. None is no proof while the call may still be
/// on its way.
pub async fn charge_of(service: &Payments, payment: &Payment) -> Result<Option<Charge>, Error> {
    let since = payment.created_at - SKEW;
    let mut after: Option<String> = None;
    loop {
        let page = service.ask(service.gateway.book(after.as_deref())).await?;
        if let Some(entry) = page.iter().find(|entry| entry.terms.payment == Some(payment.id)) {
            return Ok(Some(service.ask(service.gateway.retrieve(&entry.reference)).await?));
        }
        match page.last() {
            Some(last) if last.created_at >= since => after = Some(last.reference.clone()),
            _ => return Ok(None),
        }
    }
}
