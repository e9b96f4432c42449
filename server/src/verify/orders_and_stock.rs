//! Stock and orders say the same: what an order sold was taken from the shelves, and nothing else was: I-1.

use super::{PAGE, SETTLED_SECONDS, all, finding, orders_and_payments::all_orders};
use contracts::{Result, operations::Finding};
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
    let orders = all_orders(orders).await?;
    let breach = |order: &orders::verify::Fact| {
        let stands = matches!(order.status.as_str(), "confirmed" | "shipped" | "delivered");
        let (status, units) =
            reservations.get(&order.checkout.0).map_or(("none", 0), |(s, u)| (s.as_str(), *u));
        (stands && (status != "confirmed" || units != order.units)).then(|| {
            format!(
                "order {} ({}): {} units, its reservation is {status} with {units}",
                order.number, order.status, order.units
            )
        })
    };
    let settled = orders.iter().filter(|order| order.age_seconds >= SETTLED_SECONDS);
    Ok((orders.len() as u64, settled.filter_map(breach).collect()))
}

async fn all_reservations(db: &Database) -> sqlx::Result<BTreeMap<Uuid, (String, i64)>> {
    let facts = all(|after| inventory::verify::facts(db, after, PAGE), |fact| fact.reservation.0).await?;
    Ok(facts.into_iter().map(|fact| (fact.reservation.0, (fact.status, fact.units))).collect())
}
