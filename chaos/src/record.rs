//! What everybody remembers at the end: the shoppers, the shop, the gateway and the mail server.

use crate::faults::World;
use anyhow::{Context, Result, ensure};
use std::collections::{BTreeMap, BTreeSet};

/// What shoppers remember of all their purchases.
#[derive(Clone, Debug, Default)]
pub struct Memory {
    /// Address, number and total of every order they were told of.
    pub placed: Vec<(String, String, i64)>,
    /// Purchases that were refused, by what was said.
    pub refused: BTreeMap<String, u32>,
    /// Purchases of which they never heard.
    pub unheard: u32,
    /// Purchases that were not begun, since nothing could be put into the cart.
    pub not_begun: u32,
}

impl Memory {
    /// Takes another shopper's memory in.
    pub fn add(&mut self, other: Self) {
        self.placed.extend(other.placed);
        for (why, times) in other.refused {
            *self.refused.entry(why).or_default() += times;
        }
        self.unheard += other.unheard;
        self.not_begun += other.not_begun;
    }
}

/// What shoppers remember against the shop's orders, the gateway's book and the mails.
///
/// # Errors
/// Names what was lost, taken twice or told twice.
pub async fn compare(world: &World, memory: &Memory) -> Result<()> {
    let url = world.postgres.url().replace("/postgres?", "/orders?");
    let pool = sqlx::PgPool::connect(&url).await.context("the orders database does not answer")?;
    let compared = compare_orders(world, memory, &pool).await;
    pool.close().await;
    compared?;
    compare_mails(world, memory)
}

async fn compare_orders(world: &World, memory: &Memory, pool: &sqlx::PgPool) -> Result<()> {
    for (email, number, total) in &memory.placed {
        let order: Option<(String, String, i64)> =
            sqlx::query_as("select email, order_status, total_amount_minor from orders where number = $1")
                .bind(number)
                .fetch_optional(pool)
                .await?;
        let (whose, status, charged) = order.with_context(|| format!("order {number} of {email} is lost"))?;
        ensure!(whose == *email, "order {number} is {whose}'s, not {email}'s");
        ensure!(status == "confirmed", "order {number} of {email} is {status}");
        ensure!(charged == *total, "order {number} of {email} costs {charged}, not {total}");
    }
    let standing: i64 = sqlx::query_scalar("select count(*) from orders where order_status <> 'cancelled'")
        .fetch_one(pool)
        .await?;
    let taken = world.stripe.ledger().intents.values().filter(|intent| intent.status == "succeeded").count();
    ensure!(i64::try_from(taken)? == standing, "{taken} charges were taken for {standing} orders");
    let told = memory.placed.len();
    let heard_or_not = i64::try_from(told)? + i64::from(memory.unheard);
    ensure!(
        standing <= heard_or_not,
        "{standing} orders stand, shoppers know of {told} and miss {}",
        memory.unheard
    );
    Ok(())
}

/// Whoever was told of an order has its confirmation: one mail, though copies of it may have come.
fn compare_mails(world: &World, memory: &Memory) -> Result<()> {
    let deliveries = world.mailbox.deliveries();
    for (email, number, _) in &memory.placed {
        let subject = confirmation_of(number);
        let of_order = deliveries.iter().filter(|delivery| delivery.subject == subject);
        let ids: BTreeSet<&str> = of_order.map(|delivery| delivery.message_id.as_str()).collect();
        ensure!(ids.len() == 1, "order {number} of {email} was confirmed by {} mails", ids.len());
    }
    Ok(())
}

/// Whether all mails of these orders have come.
pub fn all_mails_came(world: &World, memory: &Memory) -> bool {
    let subjects: BTreeSet<String> =
        world.mailbox.deliveries().into_iter().map(|delivery| delivery.subject).collect();
    memory.placed.iter().all(|(_, number, _)| subjects.contains(&confirmation_of(number)))
}

/// The subject of the mail that confirms an order.
fn confirmation_of(number: &str) -> String {
    format!("Your order {number}")
}
