//! More than the shop can do: what is accepted ends, the rest is told to come back, who pays is never turned away,
//! log-ins do not hold up purchases, and a flash sale sells what there is, once.

mod arrivals;
mod buyer;
mod findings;
mod sale;

use crate::{
    Overload,
    client::Client,
    load::{self, Pressure, Server},
    purchase::Stock,
};
use anyhow::{Context, Result, ensure};
use arrivals::{Heard, Rush, answered, rush};
use buyer::{Buyer, Machine};
use findings::Findings;
use http::Method;
use platform::{Database, private_postgres::PrivatePostgres};
use std::{
    cell::Cell,
    time::{Duration, Instant},
};

/// Shoppers at a time that bring the shop to its peak.
const CONNECTIONS: [u32; 3] = [8, 32, 64];
const TIMES_THE_PEAK: u64 = 3;
/// What a page takes when the shop is calm again, at most.
const CALM: Duration = Duration::from_millis(250);
/// Log-ins a second: several times what two hashes at a time can do.
const LOG_INS: u64 = 300;

/// Measures everything, prints it and fails when something is not as it must be.
pub async fn measure(run: &Overload, postgres: &PrivatePostgres) -> Result<()> {
    let machine = Machine::new(&run.shop, postgres).await?;
    let inventory = Database::open("inventory", &postgres.url("inventory"), 1).await?;
    let stock = Stock::new(inventory)?;
    stock.restock_all(1_000_000).await?;
    let mut findings = Findings::default();
    if !run.sale_only {
        too_many_pages(run, &machine, &mut findings).await?;
        too_many_log_ins(run, &machine, &mut findings).await?;
    }
    sale::hold(run, &machine, &stock, &mut findings).await?;
    findings.conclude()
}

/// Pages that are rendered anew each time.
async fn page(client: &mut Client, number: u64) -> Result<Heard> {
    client.get(&format!("/shop?n={number}"), "").await.map(|answer| answered(&answer))
}

async fn too_many_pages(run: &Overload, machine: &Machine, findings: &mut Findings) -> Result<()> {
    let peak = peak(run).await?;
    findings.tell("peak, pages per second", peak);
    let pressure = Rush { per_second: peak * TIMES_THE_PEAK, seconds: run.seconds };
    let (rushed, paid) = beside(machine, rush(&run.shop, pressure, page)).await?;
    let goodput = rushed.served.len() as u64 / run.seconds;
    findings.must("of these at 3 times the load, %", goodput * 100 / peak.max(1), |share| share >= 80);
    findings.tell("turned away", rushed.refused.len() as u64);
    findings.must("  slowest refusal, ms", slowest(&rushed.refused), |millis| millis < 1_000);
    findings.must("  without Retry-After", rushed.silent, |count| count == 0);
    findings.must("answered in another way, or not", rushed.broken, |count| count == 0);
    findings.tell("  slowest page, ms", slowest(&rushed.served));
    paid.tell(findings);
    findings.must("calm again after, ms", recovery(&run.shop).await?, |millis| millis < 10_000);
    Ok(())
}

async fn peak(run: &Overload) -> Result<u64> {
    let server = Server { base: &run.shop, pid: run.shop_pid };
    let work = async |client: &mut Client, number: u64| {
        ensure!(page(client, number).await? == Heard::Served, "a page was not served");
        Ok(())
    };
    let mut peak = 0;
    for connections in CONNECTIONS {
        let pressure = Pressure { seconds: run.seconds, connections };
        peak = peak.max(load::measure(server, pressure, work).await?.per_second);
    }
    ensure!(peak > 0, "the shop serves no page");
    Ok(peak)
}

async fn too_many_log_ins(run: &Overload, machine: &Machine, findings: &mut Findings) -> Result<()> {
    let calm = Paid::default();
    for _ in 0..10 {
        calm.buy_once(machine).await?;
    }
    findings.tell("a purchase while it is calm, ms", calm.slowest.get());
    let guess = async |client: &mut Client, number: u64| {
        let body = format!("{{\"email\":\"{number}@example.test\",\"password\":\"a guess\"}}");
        Ok(answered(&client.json(Method::POST, "/sessions", &[], body).await?))
    };
    let pressure = Rush { per_second: LOG_INS, seconds: run.seconds };
    let (rushed, paid) = beside(machine, rush(&run.shop, pressure, guess)).await?;
    findings.tell("log-ins that were looked at", rushed.served.len() as u64);
    findings.tell("log-ins that were turned away", rushed.refused.len() as u64);
    findings.must("  slowest refusal, ms", slowest(&rushed.refused), |millis| millis < 1_500);
    findings.must("log-ins answered in another way, or not", rushed.broken, |count| count == 0);
    paid.tell(findings);
    Ok(())
}

/// Purchases, one after the other, for as long as the work takes.
async fn beside<T>(machine: &Machine, work: impl Future<Output = Result<T>>) -> Result<(T, Paid)> {
    let paid = Paid::default();
    let buying = async {
        loop {
            paid.buy_once(machine).await?;
        }
    };
    let done = tokio::select! {
        done = work => done?,
        failed = buying => return failed,
    };
    Ok((done, paid))
}

/// What became of purchases.
#[derive(Default)]
struct Paid {
    placed: Cell<u64>,
    shed: Cell<u64>,
    slowest: Cell<u64>,
}

impl Paid {
    async fn buy_once(&self, machine: &Machine) -> Result<()> {
        let mut buyer = Buyer::prepared(machine).await?;
        let began = Instant::now();
        let (status, outcome) = buyer.pay(machine).await?;
        self.slowest.set(self.slowest.get().max(millis(began.elapsed())));
        let count = if outcome["outcome"] == "placed" { &self.placed } else { &self.shed };
        count.set(count.get() + 1);
        ensure!(status.as_u16() < 500 || status.as_u16() == 503, "a purchase ended with {status} {outcome}");
        Ok(())
    }

    fn tell(&self, findings: &mut Findings) {
        findings.tell("purchases meanwhile", self.placed.get());
        findings.must("  that were not let in", self.shed.get(), |count| count == 0);
        findings.tell("  slowest payment, ms", self.slowest.get());
    }
}

/// How long until three pages in a row are served as when it is calm.
async fn recovery(shop: &str) -> Result<u64> {
    let began = Instant::now();
    let mut client = Client::connect(shop).await?;
    let mut calm = 0;
    for number in 0.. {
        let asked = Instant::now();
        let served = page(&mut client, number).await? == Heard::Served;
        calm = if served && asked.elapsed() < CALM { calm + 1 } else { 0 };
        if calm == 3 {
            break;
        }
        ensure!(began.elapsed() < Duration::from_secs(60), "the shop does not calm down");
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    Ok(millis(began.elapsed()))
}

fn slowest(times: &[Duration]) -> u64 {
    times.iter().max().map_or(0, |time| millis(*time))
}

fn millis(time: Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// The variant that is sold: the first that the shop lists.
async fn first_product(shop: &str) -> Result<String> {
    let list = Client::connect(shop).await?.get("/shop", "").await?.text();
    let product = list.split("href=\"/p/").nth(1).and_then(|rest| rest.split(['"', '?']).next());
    Ok(product.context("the shop has no product")?.to_owned())
}
