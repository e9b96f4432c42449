//! The flash sale: many more shoppers than there are units.

use super::{
    buyer::{Buyer, Machine},
    findings::Findings,
    millis,
};
use crate::{Overload, purchase::Stock};
use anyhow::Result;
use futures::{StreamExt, TryStreamExt, stream};
use http::StatusCode;
use std::time::{Duration, Instant};
use tokio::time::sleep_until;

/// Carts that are filled at a time, before the sale.
const SIDE_BY_SIDE: usize = 8;

/// What a shopper heard, and after how long.
enum Told {
    Sold,
    SoldOut(Duration),
    Other(StatusCode),
}

/// Fills everybody's cart, leaves so many units on the shelf, and lets everybody pay.
pub async fn hold(run: &Overload, machine: &Machine, stock: &Stock, findings: &mut Findings) -> Result<()> {
    let filling = stream::iter(0..run.shoppers).map(|_| Buyer::prepared(machine));
    let buyers: Vec<Buyer> = filling.buffer_unordered(SIDE_BY_SIDE).try_collect().await?;
    stock.leave(machine.variant, i32::try_from(run.units)?).await?;
    let pause = Duration::from_secs(run.sale_seconds) / run.shoppers.max(1);
    let opening = tokio::time::Instant::now();
    let paying =
        buyers.into_iter().zip(0..).map(|(buyer, number)| pay(buyer, machine, opening + pause * number));
    let told: Vec<Told> = stream::iter(paying).buffer_unordered(usize::MAX).try_collect().await?;
    tell(run, &told, stock.left(machine.variant).await?, findings);
    Ok(())
}

async fn pay(mut buyer: Buyer, machine: &Machine, comes: tokio::time::Instant) -> Result<Told> {
    sleep_until(comes).await;
    let began = Instant::now();
    let (status, outcome) = buyer.pay(machine).await?;
    Ok(match outcome["outcome"].as_str() {
        Some("placed") => Told::Sold,
        Some("out_of_stock") => Told::SoldOut(began.elapsed()),
        _ => Told::Other(status),
    })
}

fn tell(run: &Overload, told: &[Told], left: i32, findings: &mut Findings) {
    let sold = told.iter().filter(|told| matches!(told, Told::Sold)).count() as u64;
    let late = told.iter().filter_map(|told| match told {
        Told::SoldOut(took) => Some(*took),
        Told::Sold | Told::Other(_) => None,
    });
    let mut late: Vec<Duration> = late.collect();
    late.sort_unstable();
    findings.tell("flash sale, shoppers", u64::from(run.shoppers));
    findings.must("  units sold", sold, |sold| sold == u64::from(run.units));
    findings.must("  units left", u64::try_from(left).unwrap_or(u64::MAX), |left| left == 0);
    findings.tell("  told that it is sold out", late.len() as u64);
    findings
        .must("  slowest of these, ms", late.last().map_or(0, |time| millis(*time)), |millis| millis < 2_000);
    let others = told.iter().filter(|told| matches!(told, Told::Other(_))).count() as u64;
    findings.must("  told something else", others, |count| count == 0);
    if let Some(Told::Other(status)) = told.iter().find(|told| matches!(told, Told::Other(_))) {
        println!("    the first: {status}");
    }
}
