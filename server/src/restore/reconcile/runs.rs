//! The runs of the checkout: orders keeps what each agreed on, so orders decides what stands.

use crate::{databases::Databases, services::Built};
use anyhow::Result;
use chrono::{DateTime, TimeDelta, Utc};
use contracts::{CheckoutId, OrderId, PaymentId, Quantity, VariantId, inventory::StockLine};
use serde::Deserialize;
use std::collections::BTreeMap;
use uuid::Uuid;

/// A run that was final so long before the earliest cut is known to everybody.
const MARGIN: TimeDelta = TimeDelta::hours(1);
/// Rounds of driving: each state of a run takes at most one.
const ROUNDS: usize = 12;

/// Where a run and its order are.
pub(super) struct Standing {
    /// The order that came of it.
    pub order: Option<OrderId>,
    /// Whether the order is owed to a customer.
    pub stands: bool,
    /// Whether the run goes on.
    pub is_open: bool,
}

impl Standing {
    /// Whether units and money are rightly its own.
    pub fn has_claims(&self) -> bool {
        self.stands || self.is_open
    }
}

/// A run and what it agreed on.
pub(super) struct Run {
    pub checkout: CheckoutId,
    pub standing: Standing,
    pub agreed: Agreed,
}

/// Of what the flow remembers (`flows`' `checkout/run.rs`), the part that other services know, too.
#[derive(Deserialize)]
pub(super) struct Agreed {
    pub payment: PaymentId,
    items: Vec<Item>,
}

#[derive(Deserialize)]
struct Item {
    variant: VariantId,
    quantity: Quantity,
}

impl Agreed {
    pub fn lines(&self) -> Vec<StockLine> {
        let line = |item: &Item| StockLine { variant: item.variant, quantity: item.quantity };
        self.items.iter().map(line).collect()
    }
}

type Row = (Uuid, String, Option<Uuid>, Option<String>);

fn standing((_, state, order, status): &Row) -> Standing {
    Standing {
        order: order.map(OrderId),
        stands: matches!(status.as_deref(), Some("confirmed" | "shipped" | "delivered")),
        is_open: !matches!(state.as_str(), "completed" | "abandoned"),
    }
}

/// The runs that moved after the earliest cut, and all that are open.
pub(super) async fn since(databases: &Databases, cut_at: DateTime<Utc>) -> Result<Vec<Run>> {
    let rows: Vec<(Uuid, String, Option<Uuid>, Option<String>, String)> = sqlx::query_as(
        "select c.id, c.state, o.id, o.order_status, c.data::text
         from checkouts c left join orders o on o.checkout_id = c.id
         where c.data <> '{}' and (c.state not in ('completed', 'abandoned') or c.updated_at >= $1)",
    )
    .bind(cut_at - MARGIN)
    .fetch_all(databases.of("orders")?.pool())
    .await?;
    let run = |(id, state, order, status, data): (Uuid, String, Option<Uuid>, Option<String>, String)| {
        let agreed = serde_json::from_str(&data)?;
        Ok(Run { checkout: CheckoutId(id), standing: standing(&(id, state, order, status)), agreed })
    };
    rows.into_iter().map(run).collect()
}

/// Where all runs are that orders knows.
pub(super) async fn standings(databases: &Databases) -> Result<BTreeMap<CheckoutId, Standing>> {
    let rows: Vec<Row> = sqlx::query_as(
        "select c.id, c.state, o.id, o.order_status from checkouts c left join orders o on o.checkout_id = c.id",
    )
    .fetch_all(databases.of("orders")?.pool())
    .await?;
    Ok(rows.iter().map(|row| (CheckoutId(row.0), standing(row))).collect())
}

/// Drives the runs that stand open until none of them ends any more; how many ended.
pub(super) async fn drive(databases: &Databases, built: &Built) -> Result<u64> {
    let mut ended = 0;
    for _ in 0..ROUNDS {
        sqlx::query(
            "update checkouts
             set next_attempt_at = now(), updated_at = least(updated_at, now() - interval '20 seconds')
             where state not in ('completed', 'abandoned', 'stuck')",
        )
        .execute(databases.of("orders")?.pool())
        .await?;
        match built.services.checkout.recover().await? {
            0 => break,
            some => ended += u64::from(some),
        }
    }
    Ok(ended)
}
