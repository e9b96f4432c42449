//! Tradewind's one binary: the shop, its nine services, its workers and its tools.

mod cli;
mod config;
mod databases;
mod demo;
mod doctor;
mod http;
mod import;
mod operations;
mod serve;
mod services;
mod subscriptions;
mod workers;

use clap::Parser;
use cli::{Cli, Command};
use std::process::ExitCode;

fn main() -> ExitCode {
    let cli = Cli::parse();
    platform::telemetry::start(cli.config.is_production());
    // Two TLS providers may be linked; which one is used must not depend on link order.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        tracing::debug!("the TLS provider was already chosen");
    }
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tradewind: {error:#}");
            ExitCode::FAILURE
        }
    }
}

#[tokio::main]
async fn run(cli: Cli) -> anyhow::Result<()> {
    cli.config.check()?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(cli.config).await,
        Command::Migrate => serve::migrate(cli.config).await,
        Command::Seed => serve::seed(cli.config).await,
        Command::Import { file } => serve::import(cli.config, &file).await,
        Command::Doctor => doctor::doctor(cli.config).await,
    }
}
