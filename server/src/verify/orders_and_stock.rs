//! Stock and orders say the same: what an order sold was taken from the shelves, and nothing else was: I-1.

use super::{SETTLED_SECONDS, books, finding};
use contracts::{Result, operations::Finding};
use orders::verify::Fact as Order;
use platform::Database;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Compares all orders with the reservations of their checkouts.
pub(super) async fn compare(orders: &[Order], inventory: &Database) -> Result<Finding> {
    let reservations = all_reservations(inventory).await?;
    let settled = orders.iter().filter(|order| order.age_seconds >= SETTLED_SECONDS);
    let rows = settled.filter_map(|order| breach(order, reservations.get(&order.checkout.0))).collect();
    let what = "every order that stands took its units from the shelves";
    Ok(finding("I-1", "orders and inventory", what, orders.len() as u64, rows))
}

fn breach(order: &Order, reservation: Option<&(String, i64)>) -> Option<String> {
    let stands = matches!(order.status.as_str(), "confirmed" | "shipped" | "delivered");
    let (status, units) = reservation.map_or(("none", 0), |(status, units)| (status.as_str(), *units));
    (stands && (status != "confirmed" || units != order.units)).then(|| {
        format!(
            "order {} ({}): {} units, its reservation is {status} with {units}",
            order.number, order.status, order.units
        )
    })
}

async fn all_reservations(db: &Database) -> Result<BTreeMap<Uuid, (String, i64)>> {
    let facts = books::all(db, inventory::verify::facts, |fact| fact.reservation.0).await?;
    Ok(facts.into_iter().map(|fact| (fact.reservation.0, (fact.status, fact.units))).collect())
}
