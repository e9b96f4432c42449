//! Orders and mails say the same: whoever bought was told: I-14.

use super::{PAGE, finding};
use contracts::{Result, operations::Finding};
use platform::Database;
use std::collections::BTreeSet;
use uuid::Uuid;

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
    let (mut examined, mut rows, mut after) = (0, Vec::new(), Uuid::nil());
    loop {
        let page = orders::verify::facts(orders, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok((examined, rows)) };
        after = last.order.0;
        examined += page.len() as u64;
        for order in page.iter().filter(|order| order.age_seconds >= TOLD_SECONDS) {
            let stands = matches!(order.status.as_str(), "confirmed" | "shipped" | "delivered");
            if stands && !told.contains(&order.number) {
                rows.push(format!("order {} ({}): no mail", order.number, order.status));
            }
        }
    }
}

async fn all_told(db: &Database) -> sqlx::Result<BTreeSet<String>> {
    let (mut all, mut after) = (BTreeSet::new(), Uuid::nil());
    loop {
        let page = notifications::verify::facts(db, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok(all) };
        after = last.notification.0;
        all.extend(page.into_iter().map(|fact| fact.order));
    }
}
