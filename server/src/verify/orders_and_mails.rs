//! Orders and mails say the same: whoever bought was told: I-14.

use super::{books, finding};
use contracts::{Result, operations::Finding};
use orders::verify::Fact as Order;
use platform::Database;
use std::collections::BTreeSet;

/// What is younger may be on its way still: events are tried again with growing pauses.
const TOLD_SECONDS: f64 = 600.0;

/// Compares all orders with the confirmations that were queued or sent.
pub(super) async fn compare(orders: &[Order], notifications: &Database) -> Result<Finding> {
    let told = all_told(notifications).await?;
    let untold = |order: &&Order| {
        let stands = matches!(order.status.as_str(), "confirmed" | "shipped" | "delivered");
        stands && order.age_seconds >= TOLD_SECONDS && !told.contains(&order.number)
    };
    let row = |order: &Order| format!("order {} ({}): no mail", order.number, order.status);
    let rows = orders.iter().filter(untold).map(row).collect();
    let what = "every order that stands was told by mail";
    Ok(finding("I-14", "orders and notifications", what, orders.len() as u64, rows))
}

async fn all_told(db: &Database) -> Result<BTreeSet<String>> {
    let facts = books::all(db, notifications::verify::facts, |fact| fact.notification.0).await?;
    Ok(facts.into_iter().map(|fact| fact.order).collect())
}
