//! Backup and restore, as the command line asks for them.

use crate::{
    backup,
    config::Config,
    databases::{Databases, Located},
    restore::{self, reconcile::reconcile},
    services, verify,
};
use anyhow::{Result, ensure};
use chrono::{DateTime, Utc};
use platform::system_clock;
use std::path::Path;

/// Copies databases and pictures into a new folder.
///
/// # Errors
/// When one cannot be read or the folder cannot be written; says what to do.
pub async fn backup(config: Config, folder: &Path) -> Result<()> {
    let databases = Located::find(&config).await?;
    let taken = backup::take(&databases, &config.data.join("media"), folder, system_clock().now()).await;
    databases.close().await?;
    let manifest = taken?;
    for database in &manifest.databases {
        let rows: u64 = database.tables.iter().map(|table| table.rows).sum();
        println!("  {:16} {rows} rows in {} tables", database.service, database.tables.len());
    }
    println!("  {:16} {} pictures", "media", manifest.media.len());
    if let Some(bucket) = &config.media_url {
        println!(
            "  {:16} the pictures in {bucket} are not copied: have the bucket keep its own versions",
            "media"
        );
    }
    println!("{}: {} rows, {} bytes", folder.display(), manifest.rows(), manifest.bytes());
    Ok(())
}

/// Puts a backup back, brings the services together, and verifies the result.
///
/// # Errors
/// When the backup does not fit, a database does not take it, or the result breaks a rule.
pub async fn restore(config: Config, folder: &Path, replace: bool, only: &[String]) -> Result<()> {
    let mut located = Located::find(&config).await?;
    located.only(only)?;
    let put_back = restore::put_back(folder, &located, &config.data.join("media"), replace).await;
    let done = match put_back {
        Ok(cut_at) => bring_together(&config, cut_at).await,
        Err(error) => Err(error),
    };
    located.close().await?;
    done
}

async fn bring_together(config: &Config, cut_at: DateTime<Utc>) -> Result<()> {
    let databases = Databases::open(config).await?;
    let done = async {
        let built = services::build(config, &databases)?;
        built.catalog.prepare_pictures_anew().await?;
        println!("{}", reconcile(&databases, &built, cut_at).await?);
        let findings = built.verifier.verify().await?;
        ensure!(verify::print(&findings), "the restored shop breaks rules; the rows are named above");
        Ok(())
    };
    let done = done.await;
    databases.close().await?;
    done
}
