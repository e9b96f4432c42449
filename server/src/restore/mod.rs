//! Putting a backup back. Everything is looked at before anything is changed; each database is replaced in one
//! transaction, so that it holds either what it held or what the backup holds; then what was cut at different
//! moments is brought together ([`reconcile`]).

mod load;
pub mod reconcile;

use crate::{
    backup::{
        manifest::{DatabaseCopy, Manifest},
        media,
    },
    databases::{Located, migrator},
};
use anyhow::{Context, Result, bail, ensure};
use chrono::{DateTime, Utc};
use platform::database::MESSAGING;
use sqlx::migrate::Migrator;
use std::path::Path;

/// Puts `backup` back into these databases and the folder of pictures; tells of every step. Returns the earliest
/// moment at which one of them was cut.
///
/// # Errors
/// Before anything is changed: when the backup is damaged, comes from a newer program, or the databases hold a
/// shop and `replace` was not said, or one is in use. Later: when a database does not take its rows; that one is
/// as it was, and the same command with `replace` goes on.
pub async fn put_back(
    backup: &Path,
    databases: &Located,
    pictures: &Path,
    replace: bool,
) -> Result<DateTime<Utc>> {
    let manifest = Manifest::read(backup)?;
    println!("{}: taken {} by version {}", backup.display(), manifest.taken_at, manifest.version);
    manifest.check(backup)?;
    let parts = parts(&manifest, databases)?;
    for (_, _, copy) in &parts {
        fits(copy)?;
    }
    databases.make_missing().await?;
    for (service, url, _) in &parts {
        load::require_free(service, url, replace).await?;
    }
    println!("the backup is whole and fits: {} databases are put back, each in one transaction", parts.len());
    let copied = media::copy(&backup.join("media"), pictures)?;
    println!("  {:16} {} of {} pictures were missing", "media", copied, manifest.media.len());
    for (service, url, copy) in &parts {
        load::replace(backup, service, url, copy).await.with_context(|| {
            format!("{service} is as it was; what was told above is put back. Go on with --replace")
        })?;
    }
    parts.iter().map(|(_, _, copy)| copy.cut_at).min().context("the backup holds no database")
}

type Part<'a> = (&'static str, &'a str, &'a DatabaseCopy);

fn parts<'a>(manifest: &'a Manifest, databases: &'a Located) -> Result<Vec<Part<'a>>> {
    let part = |(service, url): (&'static str, &'a str)| {
        let copy = manifest.databases.iter().find(|copy| copy.service == service);
        Ok((service, url, copy.with_context(|| format!("the backup does not hold {service}"))?))
    };
    databases.urls().map(part).collect()
}

/// Whether this program has every migration that made the copied schema, word for word.
fn fits(copy: &DatabaseCopy) -> Result<()> {
    for applied in &copy.migrations {
        let known =
            own_migrator(&copy.service, &applied.table).iter().find(|known| known.version == applied.version);
        let Some(known) = known else {
            bail!("{} comes from a newer program: migration {} is not known", copy.service, applied.version)
        };
        let same = hex::encode(&*known.checksum) == applied.checksum;
        ensure!(same, "{}: migration {} is not the one that was applied", copy.service, applied.version);
    }
    Ok(())
}

/// Whose migrations are written down in that schema.
fn own_migrator(service: &str, schema: &str) -> &'static Migrator {
    if schema == "messaging" { &MESSAGING } else { migrator(service) }
}
