//! Files of products: taken in pieces, read, compared with the catalogue, and applied a chunk at a time.

mod apply;
mod chunk;
mod export;
mod format;
mod known;
mod load;
mod merge;
mod pieces;
mod repo;
mod rows;
mod settle;
mod work;
mod write;

pub(crate) use export::export;
pub(crate) use repo::{delete_old, page};
pub(crate) use rows::{detail, failed_rows};
pub(crate) use work::{step, work};

use crate::error::Result;
use contracts::{
    Actor, Checks, Error as Refusal, ImportId,
    catalog::{Import, ImportDraft, ImportField, ImportFormat, ImportState},
};
use format::{
    columns,
    head::{self, ERROR, Head, head},
};
use platform::{Database, outbox};
use repo::Row;
use serde_json::json;
use sqlx::PgConnection;

/// Begins an import.
pub(crate) async fn open(db: &Database, actor: &Actor, draft: ImportDraft) -> Result<()> {
    let name = platform::pan::hidden(draft.file_name.trim().replace('\0', ""));
    let mut checks = Checks::default();
    let fits = (1..=255).contains(&name.chars().count());
    checks.require(fits, "file", "A file's name has 1 to 255 characters.");
    checks.finish()?;
    let author = (actor.user().map(|user| user.0), actor.label());
    let mut tx = db.begin().await?;
    repo::insert(&mut tx, draft.id, author, &name, draft.format, draft.currency).await?;
    Ok(tx.commit().await?)
}

/// Takes the next piece of a file; one that is there already changes nothing.
pub(crate) async fn add_piece(db: &Database, id: ImportId, number: u32, bytes: &[u8]) -> Result<()> {
    if !(1..=Import::PIECE).contains(&bytes.len()) {
        return Err(Refusal::field("file", "A piece of a file has 1 byte to 1 megabyte.").into());
    }
    let mut tx = db.begin().await?;
    let import = locked(&mut tx, id).await?;
    let next = pieces::count(&mut tx, id).await?;
    let number = i32::try_from(number).unwrap_or(i32::MAX);
    if import.state() != ImportState::Uploading || number > next {
        return Err(Refusal::conflict("This piece of the file is not expected now.").into());
    }
    let length = u64::try_from(import.bytes).unwrap_or(u64::MAX).saturating_add(bytes.len() as u64);
    if length > Import::MOST {
        return Err(Refusal::field("file", "A file has up to 200 MB.").into());
    }
    if number == next {
        pieces::add(&mut tx, &import, number, bytes).await?;
    }
    Ok(tx.commit().await?)
}

/// Finds out what a file is; the import of one that cannot be read has failed.
pub(crate) async fn finish_upload(db: &Database, id: ImportId) -> Result<Import> {
    let mut tx = db.begin().await?;
    let import = locked(&mut tx, id).await?;
    if import.state() != ImportState::Uploading {
        return Ok(import.try_into()?);
    }
    match beginning(&mut tx, &import).await? {
        Ok(found) => {
            let mapping = meaning(&mut tx, &found).await?;
            let delimiter = char::from(found.delimiter).to_string();
            repo::set_head(&mut tx, id, found.format, &delimiter, &found.headers, &mapping).await?;
        }
        Err(refused) => {
            let why = refused.for_field("file").unwrap_or(&refused.message);
            repo::set_state(&mut tx, id, ImportState::Failed, Some(why)).await?;
        }
    }
    let import = locked(&mut tx, id).await?;
    tx.commit().await?;
    Ok(import.try_into()?)
}

/// The head of a file, or why it has none.
async fn beginning(tx: &mut PgConnection, import: &Row) -> sqlx::Result<contracts::Result<Head>> {
    let first = pieces::window(tx, import, 0).await?;
    let is_known = import.format_said || import.state() != ImportState::Uploading;
    Ok(head(&first.bytes, first.is_end, is_known.then(|| import.format())))
}

/// What the columns meant last time, or what their names say.
async fn meaning(tx: &mut PgConnection, found: &Head) -> Result<Vec<ImportField>> {
    if found.format == ImportFormat::JsonLines {
        return Ok(Vec::new());
    }
    let guessed = columns::guess(found.format, &found.headers);
    let Some(known) = repo::remembered(tx, &remembered_as(found.format, &found.headers)).await? else {
        return Ok(guessed);
    };
    let mut known = known.into_iter();
    let fields = found.headers.iter().map(|header| {
        if header == ERROR { ImportField::Ignore } else { known.next().unwrap_or(ImportField::Ignore) }
    });
    Ok(fields.collect())
}

fn remembered_as(format: ImportFormat, headers: &[String]) -> String {
    format!("{}\u{1f}{}", format.as_str(), head::remembered_as(headers))
}

/// Has the lines read and compared with the catalogue.
pub(crate) async fn check(db: &Database, id: ImportId, mapping: Vec<ImportField>) -> Result<()> {
    let mut tx = db.begin().await?;
    let import = locked(&mut tx, id).await?;
    if !matches!(import.state(), ImportState::Uploaded | ImportState::Checking | ImportState::Ready) {
        return Err(Refusal::conflict("This import has begun already, or is over.").into());
    }
    let mapping = if import.format() == ImportFormat::JsonLines { Vec::new() } else { mapping };
    columns::check(import.format(), &import.headers, &mapping)?;
    let found = beginning(&mut tx, &import).await??;
    let kept: Vec<ImportField> = import
        .headers
        .iter()
        .zip(&mapping)
        .filter(|(header, _)| *header != ERROR)
        .map(|(_, field)| *field)
        .collect();
    repo::remember(&mut tx, &remembered_as(import.format(), &import.headers), &kept).await?;
    let from = (i64::try_from(found.bytes).unwrap_or(0), i64::try_from(found.lines).unwrap_or(0));
    repo::begin_check(&mut tx, id, &mapping, from).await?;
    Ok(tx.commit().await?)
}

/// Has a checked import applied.
pub(crate) async fn start(db: &Database, actor: &Actor, id: ImportId) -> Result<()> {
    let mut tx = db.begin().await?;
    let import = locked(&mut tx, id).await?;
    match import.state() {
        ImportState::Ready => {}
        ImportState::Running | ImportState::Done => return Ok(()),
        _ => return Err(Refusal::conflict("This import cannot be started now.").into()),
    }
    repo::set_state(&mut tx, id, ImportState::Running, None).await?;
    tell(&mut tx, actor, "import.started", &import).await?;
    Ok(tx.commit().await?)
}

/// Ends an import; what was applied stays.
pub(crate) async fn cancel(db: &Database, actor: &Actor, id: ImportId) -> Result<()> {
    let mut tx = db.begin().await?;
    let import = locked(&mut tx, id).await?;
    if import.state().is_over() {
        return Ok(());
    }
    repo::set_state(&mut tx, id, ImportState::Cancelled, None).await?;
    tell(&mut tx, actor, "import.cancelled", &import).await?;
    Ok(tx.commit().await?)
}

async fn tell(tx: &mut PgConnection, actor: &Actor, action: &str, import: &Row) -> sqlx::Result<()> {
    let details = json!({
        "file": import.file_name, "created": import.created_count, "changed": import.changed_count,
        "applied": import.applied_count, "failed_rows": import.failed_row_count,
    });
    outbox::audit(tx, "catalog", actor, action, &format!("import {}", import.id), details).await
}

async fn locked(tx: &mut PgConnection, id: ImportId) -> Result<Row> {
    Ok(repo::lock(tx, id).await?.ok_or_else(|| Refusal::not_found("import"))?)
}
