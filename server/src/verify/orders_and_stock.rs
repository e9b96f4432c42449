//! Stock and orders say the same: what an order sold was taken from the shelves, and nothing else was: I-1.

use super::{PAGE, SETTLED_SECONDS, finding};
use contracts::{Result, operations::Finding};
use inventory::verify::Fact as Reservation;
use platform::Database;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Compares all orders with the reservations of their checkouts.
pub(super) async fn compare(orders: &Database, inventory: &Database) -> Result<Finding> {
    let rows = breaches(orders, inventory).await.map_err(|error| platform::failure("verify", &error))?;
    let what = "every order that stands took its units from the shelves";
    Ok(finding("I-1", "orders and inventory", what, rows.0, rows.1))
}

async fn breaches(orders: &Database, inventory: &Database) -> sqlx::Result<(u64, Vec<String>)> {
    let reservations = all_reservations(inventory).await?;
    let (mut examined, mut rows, mut after) = (0, Vec::new(), Uuid::nil());
    loop {
        let page = orders::verify::facts(orders, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok((examined, rows)) };
        after = last.order.0;
        examined += page.len() as u64;
        for order in page.iter().filter(|order| order.age_seconds >= SETTLED_SECONDS) {
            let stands = matches!(order.status.as_str(), "confirmed" | "shipped" | "delivered");
            let (status, units) =
                reservations.get(&order.checkout.0).map_or(("none", 0), |(s, u)| (s.as_str(), *u));
            if stands && (status != "confirmed" || units != order.units) {
                rows.push(format!(
                    "order {} ({}): {} units, its reservation is {status} with {units}",
                    order.number, order.status, order.units
                ));
            }
        }
    }
}

async fn all_reservations(db: &Database) -> sqlx::Result<BTreeMap<Uuid, (String, i64)>> {
    let (mut all, mut after) = (BTreeMap::new(), Uuid::nil());
    loop {
        let page: Vec<Reservation> = inventory::verify::facts(db, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = last.reservation.0;
        all.extend(page.into_iter().map(|fact| (fact.reservation.0, (fact.status, fact.units))));
    }
}
