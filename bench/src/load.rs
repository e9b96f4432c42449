//! Many shoppers at once, for a while.

use crate::{client::Client, process};
use anyhow::Result;
use std::{
    cell::{Cell, RefCell},
    time::{Duration, Instant},
};

/// For how long, and how many at once.
#[derive(Clone, Copy)]
pub struct Pressure {
    pub seconds: u64,
    pub connections: u32,
}

/// Where the load goes.
#[derive(Clone, Copy)]
pub struct Server<'a> {
    pub base: &'a str,
    pub pid: u32,
}

/// What came of it.
pub struct Measured {
    pub per_second: u64,
    pub p50_micros: u64,
    pub p99_micros: u64,
    /// Processor time of the server for one, without that of Postgres.
    pub cpu_micros: Option<u64>,
    /// Memory of the server at the end of it.
    pub resident_mb: Option<u64>,
    pub failed: u64,
    /// The first failure, in words.
    pub failure: Option<String>,
}

#[derive(Default)]
struct Tally {
    micros: RefCell<Vec<u64>>,
    failed: Cell<u64>,
    failure: RefCell<Option<String>>,
    number: Cell<u64>,
}

/// Does `work` again and again over all connections; `work` gets a number that no other call gets.
pub async fn measure(
    server: Server<'_>,
    pressure: Pressure,
    work: impl AsyncFn(&mut Client, u64) -> Result<()>,
) -> Result<Measured> {
    let warm_up = Tally::default();
    press(server, pressure.connections, Duration::from_secs(1), &warm_up, &work).await?;
    let tally = Tally { number: warm_up.number, ..Tally::default() };
    let cpu = process::cpu_micros(server.pid);
    let began = Instant::now();
    press(server, pressure.connections, Duration::from_secs(pressure.seconds), &tally, &work).await?;
    let taken = began.elapsed();
    let cpu = process::cpu_micros(server.pid).zip(cpu).map(|(after, before)| after - before);
    Ok(Measured { resident_mb: process::resident_mb(server.pid), ..summary(&tally, taken, cpu) })
}

async fn press(
    server: Server<'_>,
    connections: u32,
    time: Duration,
    tally: &Tally,
    work: &impl AsyncFn(&mut Client, u64) -> Result<()>,
) -> Result<()> {
    let end = Instant::now() + time;
    let shoppers = (0..connections).map(|_| async {
        let mut client = Client::connect(server.base).await?;
        while Instant::now() < end {
            once(&mut client, tally, work).await;
        }
        Ok(())
    });
    futures::future::try_join_all(shoppers).await.map(|_: Vec<()>| ())
}

async fn once(client: &mut Client, tally: &Tally, work: &impl AsyncFn(&mut Client, u64) -> Result<()>) {
    let number = tally.number.get();
    tally.number.set(number + 1);
    let began = Instant::now();
    match work(client, number).await {
        Ok(()) => {
            tally.micros.borrow_mut().push(u64::try_from(began.elapsed().as_micros()).unwrap_or(u64::MAX));
        }
        Err(error) => {
            tally.failed.set(tally.failed.get() + 1);
            tally.failure.borrow_mut().get_or_insert_with(|| format!("{error:#}"));
        }
    }
}

fn summary(tally: &Tally, taken: Duration, cpu: Option<u64>) -> Measured {
    let mut micros = tally.micros.borrow().clone();
    micros.sort_unstable();
    let count = micros.len() as u64;
    let at = |percent: usize| {
        micros.get((micros.len() * percent / 100).min(micros.len().saturating_sub(1))).copied().unwrap_or(0)
    };
    let millis = u64::try_from(taken.as_millis()).unwrap_or(u64::MAX).max(1);
    Measured {
        per_second: count * 1000 / millis,
        p50_micros: at(50),
        p99_micros: at(99),
        cpu_micros: cpu.filter(|_| count > 0).map(|cpu| cpu / count),
        resident_mb: None,
        failed: tally.failed.get(),
        failure: tally.failure.borrow().clone(),
    }
}
