//! Files of products by the command line: the same way that they take in the back office, and the pictures of the Magento
//! sample after it.

mod complete_journey;
mod icecat;
mod magento;
mod pictures;
mod source;

pub use source::Source;

use anyhow::{Context, Result, bail};
use contracts::{
    Actor, Currency, ImportId, Services,
    catalog::{Import, ImportCounts, ImportDetail, ImportDraft, ImportState},
};
use std::{path::Path, time::Duration};

const LOOK_AGAIN: Duration = Duration::from_millis(250);

/// How a file is to be imported.
#[derive(Clone, Copy, Debug)]
pub struct Wish<'a> {
    /// The file.
    pub file: &'a Path,
    /// What it holds; found out by its beginning when none.
    pub source: Option<Source>,
    /// Of the prices; the shop's when none.
    pub currency: Option<Currency>,
    /// Whether nothing is to be changed.
    pub dry_run: bool,
}

/// Sends a file, tells what would happen, and unless it is a dry run has it happen. Returns the import as it ended.
///
/// # Errors
/// When the file cannot be read, or the import fails.
pub async fn import(services: &Services, wish: Wish<'_>) -> Result<ImportDetail> {
    source::require(wish.file)?;
    let id = ImportId(platform::ids::mint());
    let import = send(services, id, wish).await?;
    if let Some(failure) = import.failure {
        bail!("{failure}");
    }
    services.catalog.check_import(Actor::System, id, import.mapping).await?;
    let checked = wait(services, id).await?;
    tell(&checked);
    if wish.dry_run {
        services.catalog.cancel_import(Actor::System, id).await?;
        return Ok(checked);
    }
    services.catalog.start_import(Actor::System, id).await?;
    let done = wait(services, id).await?;
    println!("{} products were written.", done.import.counts.applied);
    if wish.source == Some(Source::Magento) {
        println!("{} pictures were added.", pictures::add(services, wish.file).await?);
    }
    Ok(done)
}

async fn send(services: &Services, id: ImportId, wish: Wish<'_>) -> Result<Import> {
    let file_name = wish.file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let format = wish.source.map(Source::format);
    let draft = ImportDraft { id, file_name, format, currency: wish.currency };
    services.catalog.open_import(Actor::System, draft).await?;
    let (mut number, mut piece) = (0, Vec::new());
    for bytes in source::pieces(wish.file, wish.source)? {
        piece.extend(bytes?);
        while piece.len() >= Import::PIECE {
            let rest = piece.split_off(Import::PIECE);
            services.catalog.add_import_piece(Actor::System, id, number, piece).await?;
            (number, piece) = (number + 1, rest);
        }
    }
    if !piece.is_empty() {
        services.catalog.add_import_piece(Actor::System, id, number, piece).await?;
    }
    Ok(services.catalog.finish_import_upload(Actor::System, id).await?)
}

/// The import once the shop is no longer at work on it.
async fn wait(services: &Services, id: ImportId) -> Result<ImportDetail> {
    let mut told = ImportCounts::default();
    loop {
        let found = services.catalog.import(Actor::System, id).await?.context("the import is gone")?;
        let counts = found.import.counts;
        if (counts.checked, counts.applied) != (told.checked, told.applied) {
            tracing::info!(
                rows = counts.rows,
                checked = counts.checked,
                applied = counts.applied,
                "importing"
            );
            told = counts;
        }
        match found.import.state {
            ImportState::Failed => bail!("{}", found.import.failure.unwrap_or_default()),
            ImportState::Cancelled => bail!("somebody cancelled the import"),
            state if !state.is_working() => return Ok(found),
            _ => tokio::time::sleep(LOOK_AGAIN).await,
        }
    }
}

fn tell(checked: &ImportDetail) {
    let counts = checked.import.counts;
    println!(
        "{} lines, {} products: {} new, {} changed, {} unchanged; {} lines cannot be imported.",
        counts.rows, counts.products, counts.created, counts.changed, counts.unchanged, counts.failed_rows
    );
    for problem in &checked.problems {
        println!("  line {}, {}: {} {}", problem.line, problem.column, problem.message, problem.value);
    }
}
