//! Measures the shop against a bare handler that runs the same statements; see `scripts/bench`.

mod bare;
mod client;
mod form;
mod json;
mod lists;
mod load;
mod overload;
mod process;
mod purchase;
mod report;
mod shop;
mod statements;

use anyhow::{Context, Result};
use clap::{Parser, Subcommand};
use platform::private_postgres::PrivatePostgres;
use std::{net::SocketAddr, path::PathBuf};

#[derive(Parser)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves JSON straight from the shop's databases.
    Bare {
        /// Where to listen.
        #[arg(long)]
        addr: SocketAddr,
        /// The shop's data folder, in which its Postgres runs.
        #[arg(long)]
        data: PathBuf,
    },
    /// Measures both and prints a table.
    Run(Run),
    /// Asks for more than the shop can do, prints what became of it, and fails when it is not as it must be.
    Overload(Overload),
    /// Fills a fresh shop and measures every list of the back office: at a thousand rows, and at as many as wanted.
    Lists(Lists),
}

/// What to measure.
#[derive(clap::Args)]
pub struct Run {
    /// The shop, as `http://localhost:3000`.
    #[arg(long)]
    shop: String,
    /// The shop's process.
    #[arg(long)]
    shop_pid: u32,
    /// The bare handler.
    #[arg(long)]
    bare: String,
    /// The bare handler's process.
    #[arg(long)]
    bare_pid: u32,
    /// The shop's data folder.
    #[arg(long)]
    data: PathBuf,
    /// How long each measurement takes.
    #[arg(long, default_value = "5")]
    seconds: u64,
    /// Shoppers at a time, each with a connection of its own.
    #[arg(long, default_value = "16")]
    connections: u32,
}

/// How much more than the shop can do.
#[derive(clap::Args)]
pub struct Overload {
    /// The shop, as `http://localhost:3000`.
    #[arg(long)]
    shop: String,
    /// The shop's process.
    #[arg(long)]
    shop_pid: u32,
    /// The shop's data folder.
    #[arg(long)]
    data: PathBuf,
    /// How long each measurement takes.
    #[arg(long, default_value = "10")]
    seconds: u64,
    /// Who come to the flash sale.
    #[arg(long, default_value = "5000")]
    shoppers: u32,
    /// What there is to be had.
    #[arg(long, default_value = "100")]
    units: u32,
    /// Over how many seconds they come.
    #[arg(long, default_value = "60")]
    sale_seconds: u64,
    /// Nothing but the flash sale.
    #[arg(long)]
    sale_only: bool,
}

/// How long the lists are.
#[derive(clap::Args)]
pub struct Lists {
    /// The shop, as `http://localhost:3000`.
    #[arg(long)]
    shop: String,
    /// The shop's data folder. What is in its databases is buried below the rows that are made.
    #[arg(long)]
    data: PathBuf,
    /// Rows of each list.
    #[arg(long, default_value = "1000000")]
    rows: u64,
    /// Who looks.
    #[arg(long, default_value = "admin@tradewind.test")]
    email: String,
    /// Their password.
    #[arg(long)]
    password: String,
}

fn main() -> Result<()> {
    let threads = match Cli::parse().command {
        Command::Bare { .. } => tokio::runtime::Builder::new_multi_thread(),
        // One thread makes the load, so that the other processors are the servers'.
        Command::Run(_) | Command::Overload(_) | Command::Lists(_) => {
            tokio::runtime::Builder::new_current_thread()
        }
    };
    let mut threads = threads;
    threads.enable_all().build()?.block_on(async {
        match Cli::parse().command {
            Command::Bare { addr, data } => bare::serve(addr, &postgres(&data).await?).await,
            Command::Run(run) => shop::measure(&run, &postgres(&run.data).await?).await,
            Command::Overload(run) => overload::measure(&run, &postgres(&run.data).await?).await,
            Command::Lists(run) => lists::measure(&run, &postgres(&run.data).await?).await,
        }
    })
}

async fn postgres(data: &std::path::Path) -> Result<PrivatePostgres> {
    let running = PrivatePostgres::running(&data.join("postgres")).await?;
    running.with_context(|| format!("no Postgres runs in {}", data.display()))
}
