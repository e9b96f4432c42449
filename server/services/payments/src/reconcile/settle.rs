//! Doing something about findings.

use super::{give_back, model, repo};
use crate::{Error, Payments, gateway::Charge, payment, refund};
use contracts::{
    Money, RefundId,
    payments::{
        Payment, Reconciliation, ReconciliationAction as Action, ReconciliationKind as Kind,
        ReconciliationOutcome as Outcome,
    },
};

/// Settles what is open; one that cannot be settled lets the others pass.
pub async fn settle_due(service: &Payments) -> Result<(), Error> {
    let mut conn = service.db.pool().acquire().await?;
    let mut open = repo::due(&mut conn).await?;
    open.extend(repo::waiting(&mut conn).await?);
    drop(conn);
    for finding in open {
        if let Err(error) = settle(service, &finding).await {
            tracing::warn!(finding = %finding.id, %error, "a finding stays open");
            let why = error.to_string();
            repo::tried(&mut *service.db.pool().acquire().await?, finding.id, Some(&why)).await?;
        }
    }
    Ok(())
}

async fn settle(service: &Payments, finding: &Reconciliation) -> Result<(), Error> {
    if let (Kind::LooseMoney, Some(payment)) = (finding.kind, finding.payment) {
        return give_back::finish(service, finding.id, payment).await;
    }
    let (charge, payment) = look(service, finding).await?;
    let Some(now) = model::compare(&charge, payment.as_ref()) else {
        return resolve(service, finding, Outcome::Agreed).await;
    };
    let outcome = act(service, finding, now.action, &charge, payment.as_ref()).await?;
    let (charge, payment) = look(service, finding).await?;
    match outcome.filter(|_| model::compare(&charge, payment.as_ref()).is_none()) {
        Some(outcome) => resolve(service, finding, outcome).await,
        None => repo::tried(&mut *service.db.pool().acquire().await?, finding.id, None).await,
    }
}

async fn look(service: &Payments, finding: &Reconciliation) -> Result<(Charge, Option<Payment>), Error> {
    let charge = service.ask(service.gateway.retrieve(&finding.charge_reference)).await?;
    let payment = payment::repo::of_charge(&mut *service.db.pool().acquire().await?, &charge).await?;
    Ok((charge, payment))
}

async fn resolve(service: &Payments, finding: &Reconciliation, outcome: Outcome) -> Result<(), Error> {
    let mut conn = service.db.pool().acquire().await?;
    if repo::resolve(&mut conn, finding.id, outcome, None).await? {
        tracing::info!(finding = %finding.id, outcome = outcome.as_str(), "a finding is settled");
    }
    Ok(())
}

/// None when there is nothing to do but wait for a person.
async fn act(
    service: &Payments,
    finding: &Reconciliation,
    action: Action,
    charge: &Charge,
    payment: Option<&Payment>,
) -> Result<Option<Outcome>, Error> {
    let (gateway, reference) = (&service.gateway, finding.charge_reference.as_str());
    match (action, payment) {
        (Action::Person, _) => Ok(None),
        (Action::Adopt, payment) if finding.kind == Kind::UnknownRefund && payment.is_some() => {
            adopt_refunds(service, reference).await?;
            Ok(Some(Outcome::Adopted))
        }
        (Action::Adopt, Some(payment)) => {
            payment::settle(service, payment.id, None, charge).await?;
            Ok(Some(Outcome::Adopted))
        }
        (_, None) if payment::restore(service, charge).await? => Ok(Some(Outcome::Adopted)),
        (Action::Void, _) => {
            service.ask(gateway.void(&format!("{}:void", finding.id), reference)).await?;
            Ok(Some(Outcome::Voided))
        }
        (Action::Refund, _) => {
            let Some(amount) = left(charge) else { return Ok(None) };
            let key = format!("{}:refund", finding.id);
            service.ask(gateway.refund(&key, reference, RefundId(finding.id.0), amount)).await?;
            Ok(Some(Outcome::Refunded))
        }
        (Action::Adopt, None) => Ok(None),
    }
}

/// What the gateway took and did not give back; none in a currency that is not ours.
fn left(charge: &Charge) -> Option<Money> {
    let currency = contracts::Currency::from_code(&charge.terms.sum.as_ref()?.currency)?;
    let minor = charge.terms.captured.checked_sub(charge.terms.refunded).filter(|left| *left > 0)?;
    Some(Money::new(minor, currency))
}

/// Takes over what became of all refunds of a charge, whoever made them.
pub async fn adopt_refunds(service: &Payments, charge: &str) -> Result<(), Error> {
    for refund in service.ask(service.gateway.refunds_of(charge)).await? {
        refund::found::learn(service, &refund.reference).await?;
    }
    Ok(())
}
