//! The command line.

use crate::config::Config;
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// A whole shop: storefront, checkout, back office and nine services.
#[derive(Debug, Parser)]
#[command(name = "tradewind", version, about)]
pub struct Cli {
    /// How the shop is set up.
    #[command(flatten)]
    pub config: Config,
    /// What to do; `serve` when nothing is said.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What the binary can do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Run the shop (the default). With nothing configured: on its own Postgres, with the demo shop.
    Serve,
    /// Bring all databases up to date and stop.
    Migrate,
    /// Fill an empty shop with the demo shop and make the administrator.
    Seed,
    /// Add the products of a catalogue file (JSON in the format of `demo_shop/catalogue.json`).
    Import {
        /// The file; pictures are looked for beside it.
        file: PathBuf,
    },
    /// Look at the set-up and say what is missing or wrong.
    Doctor,
}
