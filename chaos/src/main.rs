//! `tradewind-chaos`: proves that nothing is lost, nothing sold twice and nothing charged twice.

use anyhow::Result;
use chaos::{
    machine::Place,
    run::{Plan, run},
    stripe::{Endpoint, Stripe, serve_on},
};
use clap::{Args, Parser, Subcommand};
use std::{path::PathBuf, time::Duration};

/// Runs shoppers against the real server while faults are injected, then compares everybody's records.
#[derive(Debug, Parser)]
#[command(name = "tradewind-chaos", version, args_conflicts_with_subcommands = true)]
struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,
    /// Decides what goes wrong; a new one for each run when not given.
    #[arg(long)]
    seed: Option<u64>,
    /// Runs, each with the next seed.
    #[arg(long, default_value = "1")]
    runs: u64,
    /// How long things go wrong in each, seconds.
    #[arg(long, default_value = "60")]
    seconds: u64,
    /// Shoppers at once.
    #[arg(long, default_value = "8")]
    shoppers: usize,
    /// The folder with `tradewind` and `tradewind-postgres`.
    #[arg(long, default_value = "target/debug")]
    binaries: PathBuf,
    /// The folder is on a small disk of its own: fill it once in each run.
    #[arg(long)]
    small_disk: bool,
    /// The folder for data and logs.
    #[arg(long, default_value = ".data/chaos")]
    folder: PathBuf,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serves the emulator of Stripe alone, with its pages for payers, until it is ended.
    Stripe(Emulator),
}

#[derive(Debug, Args)]
struct Emulator {
    /// Where; a free port when 0. The address is printed once it answers.
    #[arg(long, default_value = "0")]
    port: u16,
    /// Where events are sent; nowhere when not given, they can be listed then.
    #[arg(long, requires = "secret")]
    webhook: Option<String>,
    /// What signs them.
    #[arg(long)]
    secret: Option<String>,
}

async fn emulate(emulator: Emulator) -> Result<()> {
    let stripe = Stripe::new(rand::random());
    if let Some((url, secret)) = emulator.webhook.zip(emulator.secret) {
        stripe.tell(Endpoint { url, secret, http: reqwest::Client::new() });
    }
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", emulator.port)).await?;
    println!("http://{}", listener.local_addr()?);
    serve_on(stripe, listener).await
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    if let Some(Command::Stripe(emulator)) = arguments.command {
        return emulate(emulator).await;
    }
    let first = arguments.seed.unwrap_or_else(rand::random);
    for seed in (0..arguments.runs).map(|number| first.wrapping_add(number)) {
        let place =
            Place { binaries: arguments.binaries.clone(), folder: arguments.folder.join(seed.to_string()) };
        let time = Duration::from_secs(arguments.seconds);
        let (shoppers, fills_disk) = (arguments.shoppers, arguments.small_disk);
        run(&Plan { seed, time, shoppers, place: place.clone(), fills_disk }).await?;
        std::fs::remove_dir_all(&place.folder)?;
    }
    println!("{} runs, 0 breaches", arguments.runs);
    Ok(())
}
