//! The command line.

use crate::{config::Config, import::file::Source};
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
    /// Make the administrator, and fill an empty shop with the demo shop: here in production, too.
    Seed,
    /// Add and change products by a file: CSV, JSON lines, what Shopify or WooCommerce export, or a catalogue with pictures.
    ///
    /// What a file holds is found out by its beginning; `--format` says it. Files that end with `.zst` are unpacked by
    /// `zstd`. What would happen is told first, and is all that happens with `--dry-run`. What is there already is found by
    /// address part or SKU and changed where the file says something else; docs/import.md describes the columns.
    ///
    /// A file that ends with `.json` is a catalogue like `demo_shop/catalogue.json`: a `currency` (ISO 4217) and
    /// `products`, each with slug, name, category (names from the root), description, `weight_g`, `price_minor` (gross,
    /// in minor units of the currency) and `colourways`: the choices of its one option, which is called Colour unless
    /// `option` says otherwise. A choice is a variant and has slug, name, picture `file`, and if wanted a swatch (`hex`)
    /// and opening units (`stock`); its SKU is made of both slugs. Its products that are there already stay as they are,
    /// what an interrupted import left open is completed, and stock is only put where no unit ever moved.
    Import {
        /// The file; pictures of a catalogue are looked for beside it.
        file: PathBuf,
        /// What the file holds.
        #[arg(long, value_enum)]
        format: Option<Source>,
        /// Of the prices (ISO 4217); the shop's when nothing is said.
        #[arg(long)]
        currency: Option<String>,
        /// Tell what would happen, and change nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Help administrators.
    Admin {
        /// With what.
        #[command(subcommand)]
        command: AdminCommand,
    },
    /// Examine every rule that stock, orders, money and events must keep, in all databases and against the
    /// payment gateway's own book; name what breaks one, and fail then. Changes nothing; the shop may run.
    Verify,
    /// Copy all nine databases and the pictures into a new folder; the shop may run meanwhile.
    ///
    /// Each database is copied as it was at one moment, and the nine moments lie close together. The folder holds
    /// addresses and hashes of passwords: keep it where only you can read it.
    Backup {
        /// The folder to be made.
        folder: PathBuf,
    },
    /// Put a backup back while the shop is stopped, bring the databases together, and verify the result.
    ///
    /// Everything is looked at before anything is changed. Each database is replaced in one transaction. What was
    /// cut at different moments is brought together then: events are told again, checkouts go on, charges are
    /// compared with the gateway's book; money and units of orders that the backup does not hold are given back.
    Restore {
        /// The backup's folder.
        folder: PathBuf,
        /// Give up what the databases hold now.
        #[arg(long)]
        replace: bool,
        /// Put back only this service's database; may be said several times.
        #[arg(long, value_name = "SERVICE")]
        only: Vec<String>,
    },
    /// Look at the set-up, and what it needs outside, and say what is missing or wrong.
    Doctor,
}

/// What can be done for administrators.
#[derive(Debug, Subcommand)]
pub enum AdminCommand {
    /// Set a new one-time password and print it; all sessions of the administrator end, and a second factor is
    /// taken away.
    ResetPassword {
        /// Whose; the first administrator's when nothing is said.
        #[arg(long)]
        email: Option<String>,
    },
}
