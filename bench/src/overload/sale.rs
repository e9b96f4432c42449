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

/// What a shopper heard.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Told {
    Sold,
    SoldOut,
    Other(StatusCode),
}

/// What a shopper heard, how long after the opening they had come, and how long they waited.
struct Answer {
    told: Told,
    came: Duration,
    waited: Duration,
}

/// Fills everybody's cart, leaves so many units on the shelf, and lets everybody pay.
pub async fn hold(run: &Overload, machine: &Machine, stock: &Stock, findings: &mut Findings) -> Result<()> {
    let filling = stream::iter(0..run.shoppers).map(|_| Buyer::prepared(machine));
    let buyers: Vec<Buyer> = filling.buffer_unordered(SIDE_BY_SIDE).try_collect().await?;
    stock.leave(machine.variant, i32::try_from(run.units)?).await?;
    let pause = Duration::from_secs(run.sale_seconds) / run.shoppers.max(1);
    let opening = tokio::time::Instant::now();
    let paying =
        buyers.into_iter().zip(0..).map(|(buyer, number)| pay(buyer, machine, opening, pause * number));
    let told: Vec<Answer> = stream::iter(paying).buffer_unordered(usize::MAX).try_collect().await?;
    tell(run, &told, stock.left(machine.variant).await?, findings);
    Ok(())
}

async fn pay(
    mut buyer: Buyer,
    machine: &Machine,
    opening: tokio::time::Instant,
    came: Duration,
) -> Result<Answer> {
    sleep_until(opening + came).await;
    let began = Instant::now();
    let (status, outcome) = buyer.pay(machine).await?;
    let told = match outcome["outcome"].as_str() {
        Some("placed") => Told::Sold,
        Some("out_of_stock") => Told::SoldOut,
        _ => Told::Other(status),
    };
    Ok(Answer { told, came, waited: began.elapsed() })
}

fn tell(run: &Overload, answers: &[Answer], left: i32, findings: &mut Findings) {
    let count = |told| answers.iter().filter(|answer| answer.told == told).count() as u64;
    let (sold, late) = (count(Told::Sold), count(Told::SoldOut));
    findings.tell("flash sale, shoppers", u64::from(run.shoppers));
    findings.must("  units sold", sold, |sold| sold == u64::from(run.units));
    findings.must("  units left", u64::try_from(left).unwrap_or(u64::MAX), |left| left == 0);
    findings.tell("  slowest who bought, ms", slowest(answers, Told::Sold));
    findings.tell("  told that it is sold out", late);
    findings.must("  slowest of these, ms", slowest(answers, Told::SoldOut), |millis| millis < 2_000);
    let others = u64::from(run.shoppers) - sold - late;
    findings.must("  told something else", others, |count| count == 0);
    for answer in answers {
        if let Told::Other(status) = answer.told {
            println!("    {status} to one who came after {} ms", millis(answer.came));
        }
    }
    show_first_seconds(answers);
}

fn slowest(answers: &[Answer], told: Told) -> u64 {
    let waited = answers.iter().filter(|answer| answer.told == told).map(|answer| millis(answer.waited));
    waited.max().unwrap_or(0)
}

/// The seconds in which the units are sold: those who come later wait for nobody.
const FIRST_SECONDS: u64 = 8;

fn show_first_seconds(answers: &[Answer]) {
    for second in 0..FIRST_SECONDS {
        let came = answers.iter().filter(|answer| answer.came.as_secs() == second);
        let waits = came.map(|answer| millis(answer.waited)).max().unwrap_or(0);
        println!("    of those who came in second {second} the slowest waited {waits} ms");
    }
}
