//! Units on the shelves, and the checkouts that took them.

use super::{
    Report,
    runs::{self, Run},
};
use crate::{databases::Databases, services::Built};
use anyhow::Result;
use contracts::{
    CheckoutId, OrderId, ReservationId,
    inventory::{Inventory as _, Reserved},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// For a run to go on with, seconds.
const HOLD: u32 = 15 * 60;

/// Takes the units of orders that stand and of runs that go on, where inventory has forgotten that it gave them;
/// orders that were cancelled meanwhile get nothing back that inventory never gave.
pub(super) async fn take(
    databases: &Databases,
    built: &Built,
    runs: &[Run],
    report: &mut Report,
) -> Result<()> {
    let known = reservations(databases).await?;
    for run in runs {
        let status = known.get(&run.checkout).map(String::as_str);
        match (&run.standing, status) {
            (standing, None) if !standing.has_claims() => {
                nothing_to_return(databases, standing.order).await?
            }
            (standing, status) if standing.stands && status != Some("confirmed") => {
                taken(report, run, sell(built, run).await);
            }
            (standing, None) if standing.is_open => taken(report, run, hold(built, run).await),
            _ => {}
        }
    }
    Ok(())
}

fn taken(report: &mut Report, run: &Run, done: contracts::Result<bool>) {
    match done {
        Ok(true) => report.taken += 1,
        Ok(false) if !run.standing.stands => {}
        Ok(false) => report.open.push(format!("checkout {}: its units are gone", run.checkout)),
        Err(error) => report.open.push(format!("checkout {}: {error}", run.checkout)),
    }
}

async fn sell(built: &Built, run: &Run) -> contracts::Result<bool> {
    let held = hold(built, run).await?;
    if held {
        built.inventory.confirm(ReservationId(run.checkout.0)).await?;
    }
    Ok(held)
}

async fn hold(built: &Built, run: &Run) -> contracts::Result<bool> {
    let held = built.inventory.reserve(ReservationId(run.checkout.0), run.agreed.lines(), HOLD).await?;
    Ok(matches!(held, Reserved::Held { .. }))
}

/// As if the units had come back already.
async fn nothing_to_return(databases: &Databases, order: Option<OrderId>) -> Result<()> {
    let Some(order) = order else { return Ok(()) };
    sqlx::query("insert into stock_returns (reference, order_id) values ($1, $1) on conflict do nothing")
        .bind(order.0)
        .execute(databases.of("inventory")?.pool())
        .await?;
    Ok(())
}

/// Puts back what was sold for a checkout that came to nothing, or that orders does not know; `lost` names the
/// orders that payments remembered.
pub(super) async fn put_back(
    databases: &Databases,
    built: &Built,
    lost: &BTreeMap<CheckoutId, OrderId>,
    report: &mut Report,
) -> Result<()> {
    let inventory = databases.of("inventory")?;
    let standings = runs::standings(databases).await?;
    let returned: Vec<Uuid> =
        sqlx::query_scalar("select reference from stock_returns").fetch_all(inventory.pool()).await?;
    let returned: BTreeSet<Uuid> = returned.into_iter().collect();
    for (checkout, status) in reservations(databases).await? {
        let standing = standings.get(&checkout);
        if status != "confirmed" || standing.is_some_and(runs::Standing::has_claims) {
            continue;
        }
        let order = standing.and_then(|standing| standing.order).or_else(|| lost.get(&checkout).copied());
        let order = order.unwrap_or(OrderId(checkout.0));
        if returned.contains(&order.0) {
            continue;
        }
        let reservation = ReservationId(checkout.0);
        let lines = inventory::verify::lines(&inventory, reservation).await?;
        built.inventory.restock_returned(order.0, order, reservation, lines).await?;
        report.put_back += 1;
    }
    Ok(())
}

async fn reservations(databases: &Databases) -> Result<BTreeMap<CheckoutId, String>> {
    let facts = inventory::verify::facts(&databases.of("inventory")?, Uuid::nil(), i64::MAX).await?;
    Ok(facts.into_iter().map(|fact| (CheckoutId(fact.reservation.0), fact.status)).collect())
}
