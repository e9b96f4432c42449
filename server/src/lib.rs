//! The only crate that names services: configuration, composition, the gateway, workers and tools.
//! `main.rs` is the binary; everything is here so that tests can put a whole shop together.

mod administrator;
pub mod backup;
pub mod cli;
pub mod config;
pub mod databases;
pub mod demo;
pub mod doctor;
pub mod http;
pub mod import;
mod operations;
pub mod restore;
mod serve;
pub mod services;
pub mod subscriptions;
pub mod telemetry;
mod tools;
pub mod verify;
mod welcome;
pub mod workers;

use cli::{AdminCommand, Cli, Command};

/// Does what the command line says.
///
/// # Errors
/// When something it needs cannot be had; the message says what to do.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let command = cli.command.unwrap_or(Command::Serve);
    // The doctor tells of wrong settings among other things; migrations and backups meet neither money nor mail.
    if !matches!(command, Command::Doctor | Command::Migrate | Command::Backup { .. }) {
        cli.config.check()?;
    }
    let config = cli.config.clone().without_empty();
    match command {
        Command::Serve => serve::serve(config).await,
        Command::Migrate => serve::migrate(config).await,
        Command::Seed => serve::seed(config).await,
        Command::Import { file, format, currency, dry_run } => {
            serve::import(config, &file, format, currency.as_deref(), dry_run).await
        }
        Command::Admin { command: AdminCommand::ResetPassword { email } } => {
            serve::reset_password(config, email).await
        }
        Command::Verify => serve::verify(config).await,
        Command::Backup { folder } => tools::backup(config, &folder).await,
        Command::Restore { folder, replace, only } => tools::restore(config, &folder, replace, &only).await,
        Command::Doctor => doctor::doctor(&cli.config).await,
    }
}
