//! Runs that a person has to look at: what is known of one, and what the person decides.

use super::{
    Parts,
    run::{Agreed, Failure},
};
use contracts::{
    Actor, CheckoutId, Error, PaymentId, Permission, ReservationId, Result,
    checkout::{Inspection, StuckRun},
    orders::{CheckoutDecision, CheckoutRecord, CheckoutState as S, Intervention, Order},
    payments::AtGateway,
};
use std::time::Duration;

/// How long a person waits for the gateway's word.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn list(parts: &Parts, actor: Actor) -> Result<Vec<StuckRun>> {
    let runs = parts.orders.stuck_checkouts(actor).await?;
    Ok(runs.into_iter().map(told).collect())
}

fn told(record: CheckoutRecord) -> StuckRun {
    let agreed = Agreed::of(&record).ok();
    StuckRun {
        id: record.id,
        state: record.state,
        is_tried_again: !record.state.is_final(),
        attempts: record.attempts,
        failure: record.failure,
        order: record.order,
        total: agreed.as_ref().map(|agreed| agreed.total),
        email: agreed.map(|agreed| agreed.who.email.to_string()),
        started_at: record.started_at,
        since: record.updated_at,
        next_attempt_at: record.next_attempt_at,
    }
}

pub(super) async fn inspect(parts: &Parts, actor: Actor, id: CheckoutId) -> Result<Option<Inspection>> {
    actor.require(Permission::OperateSystem)?;
    let Some(record) = parts.orders.checkout(id).await? else { return Ok(None) };
    let agreed = Agreed::of(&record).ok();
    let order = record.order.or(agreed.as_ref().and_then(|agreed| agreed.order));
    let payment = agreed.map(|agreed| agreed.payment);
    let (payment, order, reservation, steps, at_gateway) = tokio::join!(
        async { optional(payment.map(|id| parts.payments.payment(Actor::System, id))).await },
        async { optional(order.map(|id| parts.orders.order(Actor::System, id))).await },
        parts.inventory.reservation(actor.clone(), ReservationId(id.0)),
        parts.orders.checkout_steps(actor.clone(), id),
        at_gateway(parts, &actor, payment),
    );
    let (order, (at_gateway, gateway_problem)) = (order?, at_gateway);
    let acts = acts(record.state, order.as_ref());
    Ok(Some(Inspection {
        run: told(record),
        payment: payment?,
        at_gateway,
        gateway_problem,
        reservation: reservation?,
        order,
        steps: steps?,
        acts,
    }))
}

async fn optional<T>(call: Option<impl Future<Output = Result<Option<T>>>>) -> Result<Option<T>> {
    match call {
        Some(call) => call.await,
        None => Ok(None),
    }
}

/// What the gateway says, or why it says nothing: the rest of the page is worth more without it than nothing.
async fn at_gateway(
    parts: &Parts,
    actor: &Actor,
    payment: Option<PaymentId>,
) -> (Option<AtGateway>, Option<String>) {
    let Some(payment) = payment else { return (None, None) };
    let asked = tokio::time::timeout(PATIENCE, parts.payments.at_gateway(actor.clone(), payment)).await;
    match asked.unwrap_or_else(|_| Err(Error::unavailable("The payment provider takes too long."))) {
        Ok(charge) => (charge, None),
        Err(error) => (None, Some(error.message)),
    }
}

/// What can be decided about a run. What was sent is not undone.
fn acts(state: S, order: Option<&Order>) -> Vec<Intervention> {
    let was_sent = order.is_some_and(|order| order.items.iter().any(|item| item.shipped > 0));
    let undo = (!was_sent).then_some(Intervention::Undo);
    match state {
        S::Completed | S::Abandoned => Vec::new(),
        S::Stuck | S::Undoing => vec![Intervention::Retry, Intervention::Settle],
        S::Confirmed => {
            [Some(Intervention::Retry), undo, Some(Intervention::Settle)].into_iter().flatten().collect()
        }
        _ => [Some(Intervention::Retry), undo].into_iter().flatten().collect(),
    }
}

/// Records what a person decided. What happens next is the flow's own work.
pub(super) async fn decide(
    parts: &Parts,
    actor: Actor,
    id: CheckoutId,
    act: Intervention,
    reason: String,
) -> Result<()> {
    actor.require(Permission::OperateSystem)?;
    let reason = act.reason(&reason)?;
    let run = parts.orders.checkout(id).await?.ok_or_else(|| Error::not_found("checkout"))?;
    let data = match act {
        Intervention::Undo => undone(&run, &reason)?,
        Intervention::Retry | Intervention::Settle => run.data.clone(),
    };
    let decision = CheckoutDecision { id, from: run.state, act, reason, data };
    parts.orders.decide_checkout(actor, decision).await.map(|_| ())
}

/// The notes of a run that is undone from here: the undo has to know how far it came.
fn undone(run: &CheckoutRecord, reason: &str) -> Result<String> {
    let mut agreed = Agreed::of(run)?;
    if !matches!(run.state, S::Undoing | S::Stuck) {
        agreed.failed_in = Some(run.state);
        agreed.failure = Some(Failure::Refused(reason.to_owned()));
    }
    agreed.to_text()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_run_that_has_ended_leaves_nothing_to_decide() {
        assert!(acts(S::Completed, None).is_empty() && acts(S::Abandoned, None).is_empty());
    }

    #[test]
    fn what_is_stuck_is_tried_again_or_settled_and_what_goes_forward_can_be_undone() {
        assert_eq!(acts(S::Stuck, None), [Intervention::Retry, Intervention::Settle]);
        assert_eq!(acts(S::Authorised, None), [Intervention::Retry, Intervention::Undo]);
        assert!(acts(S::Confirmed, None).contains(&Intervention::Undo));
    }
}
