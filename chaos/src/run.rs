//! One run: shoppers buy while things go wrong, then everything is mended, and what the shoppers remember is
//! compared with what the shop and the gateway know.

use crate::{
    faults::World,
    machine::{Place, Postgres, Shop},
    mail::{self, Mailbox},
    proxy::Proxy,
    record::{Memory, all_mails_came, compare},
    shopper::{Shopper, Told},
    stripe::{self, Endpoint, Stripe},
};
use anyhow::{Context, Result, bail, ensure};
use rand::{RngExt, SeedableRng, rngs::StdRng};
use std::{
    collections::BTreeMap,
    net::{SocketAddr, TcpListener},
    time::{Duration, Instant},
};
use tokio::task::JoinSet;

const WEBHOOK_SECRET: &str = "whsec_chaos";

/// How long the shop may take, after everything is mended, until every rule holds.
const CALM: Duration = Duration::from_mins(5);

/// What a run is made of.
#[derive(Clone, Debug)]
pub struct Plan {
    /// Decides what goes wrong, and what shoppers do.
    pub seed: u64,
    /// How long things go wrong.
    pub time: Duration,
    /// Shoppers at once.
    pub shoppers: usize,
    /// Binaries and folder.
    pub place: Place,
    /// The folder is on a small disk of its own, which is filled once.
    pub fills_disk: bool,
}

/// Runs a plan; fails when anything was lost, sold twice or charged twice.
///
/// # Errors
/// Says what is wrong; the seed repeats it.
pub async fn run(plan: &Plan) -> Result<()> {
    println!("seed {}: {} shoppers, {:?}", plan.seed, plan.shoppers, plan.time);
    let mut world = open(plan).await?;
    let ran = suffer(plan, &mut world).await;
    let World { shop, postgres, .. } = world;
    let stopped = shop.stop().await;
    postgres.delete().await?;
    ran.with_context(|| format!("seed {}", plan.seed))?;
    stopped
}

async fn open(plan: &Plan) -> Result<World> {
    std::fs::create_dir_all(&plan.place.folder)?;
    let postgres = Postgres::start(&plan.place).await?;
    let stripe = Stripe::new(plan.seed);
    let to_postgres = Proxy::before(postgres.addr()?).await?;
    let to_stripe = Proxy::before(stripe::serve(stripe.clone()).await?).await?;
    let mailbox = Mailbox::default();
    let to_mail = Proxy::before(mail::serve(mailbox.clone()).await?).await?;
    let (addr, internal) = (free()?, free()?);
    let settings = [
        ("DATABASE_URL", postgres.url_by(to_postgres.addr())?),
        ("STRIPE_API_BASE", format!("http://{}/", to_stripe.addr())),
        ("SMTP_URL", format!("smtp://{}", to_mail.addr())),
        ("STRIPE_SECRET_KEY", "sk_test_chaos".to_owned()),
        ("STRIPE_PUBLISHABLE_KEY", "pk_test_chaos".to_owned()),
        ("STRIPE_WEBHOOK_SECRET", WEBHOOK_SECRET.to_owned()),
        ("TRADEWIND_BASE_URL", format!("http://localhost:{}", addr.port())),
        ("TRADEWIND_RATE_LIMIT", "4000000000".to_owned()),
        ("TRADEWIND_POOL_SIZE", "5".to_owned()),
        ("TRADEWIND_ADMIN_PASSWORD", "correct horse battery".to_owned()),
    ];
    let settings = settings.map(|(name, value)| (name.to_owned(), value)).into();
    let shop = Shop::start(&plan.place, addr, internal, settings).await?;
    let url = format!("http://{addr}/webhooks/stripe");
    stripe.tell(Endpoint { url, secret: WEBHOOK_SECRET.to_owned(), http: reqwest::Client::new() });
    Ok(World {
        shop,
        postgres,
        to_postgres,
        to_stripe,
        to_mail,
        stripe,
        mailbox,
        done: BTreeMap::new(),
        slowest_start: Duration::ZERO,
    })
}

fn free() -> Result<SocketAddr> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?)
}

async fn suffer(plan: &Plan, world: &mut World) -> Result<()> {
    let mut chance = StdRng::seed_from_u64(plan.seed);
    let (until, half) = (Instant::now() + plan.time, Instant::now() + plan.time / 2);
    let mut is_disk_due = plan.fills_disk;
    let mut shoppers = begin(plan, world, until, &mut chance).await?;
    while Instant::now() < until {
        tokio::time::sleep(Duration::from_millis(chance.random_range(200..1500))).await;
        if is_disk_due && Instant::now() > half {
            is_disk_due = false;
            world.fill_disk().await?;
        }
        world.suffer(&mut chance).await?;
    }
    let mut memory = Memory::default();
    while let Some(remembered) = shoppers.join_next().await {
        memory.add(remembered??);
    }
    let calm = settle(world, &memory).await?;
    compare(world, &memory).await?;
    tell(world, &memory, calm);
    Ok(())
}

async fn begin(
    plan: &Plan,
    world: &World,
    until: Instant,
    chance: &mut StdRng,
) -> Result<JoinSet<Result<Memory>>> {
    let variants = variants(world.shop.base()).await?;
    let mut coming = JoinSet::new();
    for number in 0..plan.shoppers {
        let (base, stripe, mailbox) =
            (world.shop.base().to_owned(), world.stripe.clone(), world.mailbox.clone());
        let (name, own) = (format!("shopper{number}"), StdRng::seed_from_u64(chance.random()));
        coming.spawn(async move { Shopper::register(&base, &name, stripe, &mailbox, own).await });
    }
    let mut shoppers = JoinSet::new();
    while let Some(shopper) = coming.join_next().await {
        let (shopper, variants) = (shopper??, variants.clone());
        shoppers.spawn(async move { Ok(shop_until(shopper, &variants, until).await) });
    }
    Ok(shoppers)
}

async fn shop_until(mut shopper: Shopper, variants: &[String], until: Instant) -> Memory {
    let mut memory = Memory::default();
    while Instant::now() < until {
        match shopper.buy(variants).await {
            Ok(Told::Placed { number, total }) => {
                memory.placed.push((shopper.email().to_owned(), number, total));
            }
            Ok(Told::Refused(why)) => *memory.refused.entry(why).or_default() += 1,
            Ok(Told::Nothing) => memory.unheard += 1,
            Err(_) => {
                memory.not_begun += 1;
                tokio::time::sleep(Duration::from_millis(300)).await;
            }
        }
    }
    memory
}

/// Variants that are on sale.
async fn variants(base: &str) -> Result<Vec<String>> {
    let http = reqwest::Client::new();
    let ask = async |path: String| -> Result<serde_json::Value> {
        let text = http.get(format!("{base}/api/v1{path}")).send().await?.text().await?;
        Ok(serde_json::from_str(&text)?)
    };
    let mut found = Vec::new();
    let list = ask("/products".to_owned()).await?;
    for product in list["products"].as_array().into_iter().flatten().take(6) {
        let slug = product["slug"].as_str().unwrap_or_default();
        let product = ask(format!("/products/{slug}")).await?;
        let of = product["variants"].as_array().into_iter().flatten();
        found.extend(of.filter_map(|variant| variant["id"].as_str().map(str::to_owned)));
    }
    ensure!(!found.is_empty(), "the shop sells nothing");
    Ok(found)
}

/// Waits until every rule holds and the mails have come; how long that took.
async fn settle(world: &World, memory: &Memory) -> Result<Duration> {
    let started = Instant::now();
    loop {
        let (holds, told) = world.shop.verify().await?;
        // What is younger than a minute is not compared yet.
        if holds && started.elapsed() > Duration::from_secs(65) && all_mails_came(world, memory) {
            return Ok(started.elapsed());
        }
        if started.elapsed() > CALM {
            let broken: Vec<&str> = told.lines().filter(|line| !line.starts_with("holds")).collect();
            bail!(
                "rules are broken or mails missing {CALM:?} after everything was mended:\n{}",
                broken.join("\n")
            );
        }
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
}

fn tell(world: &World, memory: &Memory, calm: Duration) {
    for (mishap, times) in &world.done {
        println!("  {times:>4} x {mishap}");
    }
    println!("  {:>4} answers to COMMIT were lost", world.to_postgres.lost());
    println!(
        "  {:>4} mails came, copies included; {} answers of the mail server were lost",
        world.mailbox.deliveries().len(),
        world.to_mail.lost()
    );
    println!(
        "  {} orders acknowledged, {} purchases refused, {} never heard of, {} not begun",
        memory.placed.len(),
        memory.refused.values().sum::<u32>(),
        memory.unheard,
        memory.not_begun
    );
    for (why, times) in &memory.refused {
        println!("  {times:>4} x refused: {why}");
    }
    println!(
        "  slowest start after a kill {:?}; every rule held {calm:?} after the last mishap",
        world.slowest_start
    );
    println!("  0 orders lost, 0 sold twice, 0 charged twice");
}
