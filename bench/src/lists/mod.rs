//! The lists of the back office at a thousand rows and at a million: what a page of each takes, whole, as the shop
//! renders it, with every filter, every sort and every kind of search.

mod cases;
mod desk;
mod fill;

use crate::Lists;
use anyhow::{Result, ensure};
use cases::CASES;
use desk::{Desk, Taken};
use platform::private_postgres::PrivatePostgres;
use std::time::Duration;

/// What the million is compared with.
const FEW: u64 = 1_000;
/// What a page may take.
const BUDGET: Duration = Duration::from_millis(100);

/// Fills the shop's tables, measures, prints the table and fails when a page takes longer than it may.
pub async fn measure(run: &Lists, postgres: &PrivatePostgres) -> Result<()> {
    ensure!(run.rows > FEW, "please ask for more than {FEW} rows");
    fill::fill(postgres, 1, FEW).await?;
    let few = all(run).await?;
    fill::fill(postgres, FEW + 1, run.rows).await?;
    let many = all(run).await?;
    report(run.rows, &few, &many)
}

async fn all(run: &Lists) -> Result<Vec<Taken>> {
    let mut desk = Desk::open(run).await?;
    let mut taken = Vec::new();
    for case in &CASES {
        taken.push(desk.look(&case.path()).await?);
    }
    Ok(taken)
}

fn report(rows: u64, few: &[Taken], many: &[Taken]) -> Result<()> {
    println!(
        "{:<12}{:<26}{:>18}{:>10}{:>10}{:>10}{:>10}  within {} ms",
        "list",
        "case",
        "rows",
        format!("p50 {FEW}"),
        "p99",
        format!("p50 {rows}"),
        "p99",
        BUDGET.as_millis()
    );
    let mut over = Vec::new();
    for (case, (few, many)) in CASES.iter().zip(few.iter().zip(many)) {
        let verdict = verdict(many);
        println!(
            "{:<12}{:<26}{:>18}{:>10}{:>10}{:>10}{:>10}  {verdict}",
            case.list,
            case.name,
            many.rows,
            millis(few.p50),
            millis(few.p99),
            millis(many.p50),
            millis(many.p99),
        );
        if verdict == "OVER" {
            over.push(format!("{} {}", case.list, case.name));
        }
    }
    ensure!(over.is_empty(), "over {} ms: {}", BUDGET.as_millis(), over.join("; "));
    Ok(())
}

/// The slowest of thirty calls may have met something else on the machine; half of them have not.
fn verdict(taken: &Taken) -> &'static str {
    match (taken.p99 <= BUDGET, taken.p50 <= BUDGET) {
        (true, _) => "holds",
        (false, true) => "mostly",
        (false, false) => "OVER",
    }
}

fn millis(time: Duration) -> String {
    let micros = time.as_micros();
    format!("{}.{}", micros / 1000, micros % 1000 / 100)
}
