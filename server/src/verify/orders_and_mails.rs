//! Orders and mails say the same: whoever bought was told: I-14.

use super::{PAGE, all, finding, orders_and_payments::all_orders};
use contracts::{Result, operations::Finding};
use platform::Database;
use std::collections::BTreeSet;

/// What is younger may be on its way still: events are tried again with growing pauses.
const TOLD_SECONDS: f64 = 600.0;

/// Compares all orders with the confirmations that were queued or sent.
pub(super) async fn compare(orders: &Database, notifications: &Database) -> Result<Finding> {
    let rows = breaches(orders, notifications).await.map_err(|error| platform::failure("verify", &error))?;
    Ok(finding(
        "I-14",
        "orders and notifications",
        "every order that stands was told by mail",
        rows.0,
        rows.1,
    ))
}

async fn breaches(orders: &Database, notifications: &Database) -> sqlx::Result<(u64, Vec<String>)> {
    let told = all_told(notifications).await?;
    let orders = all_orders(orders).await?;
    let breach = |order: &orders::verify::Fact| {
        let stands = matches!(order.status.as_str(), "confirmed" | "shipped" | "delivered");
        (stands && !told.contains(&order.number))
            .then(|| format!("order {} ({}): no mail", order.number, order.status))
    };
    let old = orders.iter().filter(|order| order.age_seconds >= TOLD_SECONDS);
    Ok((orders.len() as u64, old.filter_map(breach).collect()))
}

async fn all_told(db: &Database) -> sqlx::Result<BTreeSet<String>> {
    let facts =
        all(|after| notifications::verify::facts(db, after, PAGE), |fact| fact.notification.0).await?;
    Ok(facts.into_iter().map(|fact| fact.order).collect())
}
