//! `tradewind-chaos`: proves that nothing is lost, nothing sold twice and nothing charged twice.

use anyhow::Result;
use chaos::{
    machine::Place,
    run::{Plan, run},
};
use clap::Parser;
use std::{path::PathBuf, time::Duration};

/// Runs shoppers against the real server while faults are injected, then compares everybody's records.
#[derive(Debug, Parser)]
#[command(name = "tradewind-chaos", version)]
struct Arguments {
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
    /// The folder for data and logs.
    #[arg(long, default_value = ".data/chaos")]
    folder: PathBuf,
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
    let first = arguments.seed.unwrap_or_else(rand::random);
    for seed in (0..arguments.runs).map(|number| first.wrapping_add(number)) {
        let place =
            Place { binaries: arguments.binaries.clone(), folder: arguments.folder.join(seed.to_string()) };
        let time = Duration::from_secs(arguments.seconds);
        run(&Plan { seed, time, shoppers: arguments.shoppers, place: place.clone() }).await?;
        std::fs::remove_dir_all(&place.folder)?;
    }
    println!("{} runs, 0 breaches", arguments.runs);
    Ok(())
}
