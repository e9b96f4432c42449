//! Everything a shop keeps, as files: its nine databases and the originals of its pictures.
//!
//! ```text
//! <folder>/manifest.json                     versions, rows, sums; written last
//! <folder>/<service>/<schema>.<table>.copy   what Postgres' `copy` tells of a table
//! <folder>/media/<picture>/original.webp     smaller sizes are made anew on demand
//! ```
//!
//! Each database is read in one snapshot, all nine begin within moments, and the shop may run meanwhile. What
//! lies between the nine moments is settled by `restore` ([`crate::restore::reconcile`]). The schema is not
//! copied: the migrations of this program make it.

pub mod manifest;
pub mod media;
pub(crate) mod snapshot;

use crate::databases::Located;
use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use manifest::Manifest;
use snapshot::Snapshot;
use std::{
    fs::DirBuilder,
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
};

/// Takes a backup into `folder`, which must not be there yet, and tells what was done.
///
/// # Errors
/// When the folder exists, a database does not answer, or the disk is full; nothing is left behind then that
/// could be taken for a backup.
pub async fn take(databases: &Located, media: &Path, folder: &Path, at: DateTime<Utc>) -> Result<Manifest> {
    ensure!(!folder.exists(), "{} exists already; a backup gets a folder of its own", folder.display());
    let draft = draft_of(folder)?;
    let taken = fill(databases, media, &draft, at).await;
    if taken.is_err() {
        let _ = std::fs::remove_dir_all(&draft);
    }
    let manifest = taken?;
    std::fs::rename(&draft, folder).with_context(|| format!("{} cannot get its name", draft.display()))?;
    Ok(manifest)
}

/// Open to its owner alone: a backup holds addresses and hashes of passwords.
fn draft_of(folder: &Path) -> Result<PathBuf> {
    let mut name = folder.file_name().context("the backup needs a folder's name")?.to_owned();
    name.push(format!(".{}.part", std::process::id()));
    let draft = folder.with_file_name(name);
    let made = DirBuilder::new().recursive(true).mode(0o700).create(&draft);
    made.with_context(|| format!("{} cannot be made", draft.display()))?;
    Ok(draft)
}

async fn fill(databases: &Located, media: &Path, draft: &Path, at: DateTime<Utc>) -> Result<Manifest> {
    // Twice: a picture that is added before the snapshot is copied before or after it.
    media::copy(media, &draft.join("media"))?;
    let begun = databases.urls().map(|(service, url)| Snapshot::begin(service, url));
    let snapshots = futures::future::try_join_all(begun).await?;
    let copied = snapshots.into_iter().map(|snapshot| snapshot.copy_to(draft));
    let databases = futures::future::try_join_all(copied).await?;
    media::copy(media, &draft.join("media"))?;
    let media = media::listed(&draft.join("media"))?;
    let manifest = Manifest::new(at, databases, media);
    manifest.write(draft)?;
    Ok(manifest)
}
