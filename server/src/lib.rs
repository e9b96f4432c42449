//! The only crate that names services: configuration, composition, the gateway, workers and tools.
//! `main.rs` is the binary; everything is here so that tests can put a whole shop together.

pub mod cli;
pub mod config;
pub mod databases;
mod demo;
mod doctor;
pub mod http;
mod import;
mod operations;
mod serve;
pub mod services;
pub mod subscriptions;
pub mod telemetry;
pub mod workers;

use cli::{Cli, Command};

/// Does what the command line says.
///
/// # Errors
/// When something it needs cannot be had; the message says what to do.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    cli.config.check()?;
    match cli.command.unwrap_or(Command::Serve) {
        Command::Serve => serve::serve(cli.config).await,
        Command::Migrate => serve::migrate(cli.config).await,
        Command::Seed => serve::seed(cli.config).await,
        Command::Import { file } => serve::import(cli.config, &file).await,
        Command::Doctor => doctor::doctor(cli.config).await,
    }
}
