//! Payments, the gateway's book and orders.

use super::{
    Report,
    runs::{self, Run},
};
use crate::{databases::Databases, services::Built};
use anyhow::{Context, Result};
use contracts::{Actor, CheckoutId, Money, OrderId, PaymentId, RefundId, payments::Payments as _};
use payments::{
    gateway::{Entry, Standing},
    verify::Fact,
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Payments of orders that orders has forgotten belong to none; whose they were, by checkout.
pub(super) async fn forget_lost_orders(databases: &Databases) -> Result<BTreeMap<CheckoutId, OrderId>> {
    let orders: Vec<Uuid> =
        sqlx::query_scalar("select id from orders").fetch_all(databases.of("orders")?.pool()).await?;
    let lost: Vec<(Uuid, Uuid)> = sqlx::query_as(
        "with lost as (
             select id, order_id from payments where order_id is not null and not order_id = any($1)
         )
         update payments set order_id = null from lost where payments.id = lost.id
         returning payments.checkout_id, lost.order_id",
    )
    .bind(&orders)
    .fetch_all(databases.of("payments")?.pool())
    .await?;
    Ok(lost.into_iter().map(|(checkout, order)| (CheckoutId(checkout), OrderId(order))).collect())
}

/// Takes over charges that payments has forgotten, and what became of those that it knows.
pub(super) async fn agree_with_gateway(
    databases: &Databases,
    built: &Built,
    runs: &[Run],
    report: &mut Report,
) -> Result<()> {
    let ours = facts(databases).await?;
    let known: BTreeSet<PaymentId> = ours.iter().map(|fact| fact.payment).collect();
    let book = book(built).await?;
    let has_money = |entry: &Entry| matches!(entry.standing, Standing::Authorised | Standing::Captured);
    for (payment, entry) in book.iter().filter(|(id, entry)| !known.contains(id) && has_money(entry)) {
        take_over(built, *payment, entry, report).await?;
    }
    for run in runs.iter().filter(|run| run.standing.has_claims() && !known.contains(&run.agreed.payment)) {
        name_order(built, run, book.contains_key(&run.agreed.payment), report).await?;
    }
    for fact in &ours {
        if book.get(&fact.payment).is_some_and(|entry| is_news(fact, entry)) {
            built.payments.refresh(fact.payment).await?;
            report.payments += 1;
        }
    }
    Ok(())
}

async fn take_over(built: &Built, payment: PaymentId, entry: &Entry, report: &mut Report) -> Result<()> {
    match payments::payment::adopt(&built.payments, payment, &entry.reference).await {
        Ok(_) => report.payments += 1,
        Err(error) => {
            report.open.push(format!("charge {} cannot be taken over: {error}", entry.reference));
        }
    }
    Ok(())
}

async fn name_order(built: &Built, run: &Run, is_there: bool, report: &mut Report) -> Result<()> {
    match (run.standing.order, is_there) {
        (Some(order), true) => built.payments.attach_order(run.agreed.payment, order).await?,
        (Some(order), false) if run.standing.stands => {
            report.open.push(format!("order {order}: neither payments nor the gateway know its payment"));
        }
        _ => {}
    }
    Ok(())
}

/// Whether the gateway knows more of a charge than we do.
fn is_news(fact: &Fact, entry: &Entry) -> bool {
    match fact.status.as_str() {
        "created" | "requires_action" => true,
        "authorised" => entry.standing != Standing::Authorised,
        _ => false,
    }
}

/// Takes over refunds that the gateway knows and payments has forgotten, by the ids that orders knows them by. Of
/// which lines one was that orders has forgotten, too, is left to a person.
pub(super) async fn agree_on_refunds(
    databases: &Databases,
    built: &Built,
    report: &mut Report,
) -> Result<()> {
    let counted: Vec<Uuid> =
        sqlx::query_scalar("select reference from order_movements where kind = 'refund'")
            .fetch_all(databases.of("orders")?.pool())
            .await?;
    let counted: BTreeSet<Uuid> = counted.into_iter().collect();
    let book = book(built).await?;
    for fact in facts(databases).await? {
        let Some(entry) =
            book.get(&fact.payment).filter(|entry| entry.terms.refunded > fact.refunded_at_gateway())
        else {
            continue;
        };
        let known = refunds_of(built, fact.payment).await?;
        built.payments.adopt_refunds(&entry.reference).await?;
        let learnt = refunds_of(built, fact.payment).await?;
        for (refund, amount) in learnt.into_iter().filter(|(id, _)| !known.contains_key(id)) {
            report.refunds += 1;
            if let Some(order) = fact.order.filter(|_| !counted.contains(&refund.0)) {
                report.open.push(format!("order {order}: {amount} went back, nobody knows for which lines"));
            }
        }
    }
    Ok(())
}

async fn refunds_of(built: &Built, payment: PaymentId) -> Result<BTreeMap<RefundId, Money>> {
    let payment = built.payments.payment(Actor::System, payment).await?.context("it is gone")?;
    Ok(payment.refunds.into_iter().map(|refund| (refund.id, refund.amount)).collect())
}

/// Gives up or sends back what was paid for a checkout that came to nothing, or that orders does not know.
pub(super) async fn give_back(databases: &Databases, built: &Built, report: &mut Report) -> Result<()> {
    let standings = runs::standings(databases).await?;
    for fact in facts(databases).await? {
        let has_money = fact.status == "authorised" || fact.captured > fact.refunded;
        let is_owed =
            standings.get(&fact.checkout).is_some_and(|run| run.has_claims() || run.order.is_some());
        if !has_money || is_owed {
            continue;
        }
        match return_money(built, &fact).await {
            Ok(()) => report.given_back += 1,
            Err(error) => report.open.push(format!("payment {} is of no order: {error}", fact.payment)),
        }
    }
    Ok(())
}

async fn return_money(built: &Built, fact: &Fact) -> Result<()> {
    let id = fact.payment;
    if fact.status == "authorised" {
        built.payments.void(id).await?;
        return Ok(());
    }
    let payment = built.payments.payment(Actor::System, id).await?.context("it is gone")?;
    let left = payment.captured.minus(payment.refunded).context("there is nothing left of it")?;
    let (refund, reason) = (RefundId(id.0), "The order was lost with a restored backup".to_owned());
    built.payments.refund(Actor::System, refund, id, left, reason, String::new()).await?;
    Ok(())
}

async fn facts(databases: &Databases) -> Result<Vec<Fact>> {
    Ok(payments::verify::facts(&databases.of("payments")?, Uuid::nil(), i64::MAX).await?)
}

/// The gateway's charges, by our payment.
async fn book(built: &Built) -> Result<BTreeMap<PaymentId, Entry>> {
    let (mut all, mut after) = (BTreeMap::new(), None::<String>);
    loop {
        let page = built.payments.gateway_book(after.as_deref()).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = Some(last.reference.clone());
        all.extend(page.into_iter().filter_map(|entry| Some((entry.terms.payment?, entry))));
    }
}
