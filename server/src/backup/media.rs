//! The pictures' originals. A picture never changes under its id, so a copy that is there is the right one.

use super::manifest::FileSum;
use anyhow::{Context, Result};
use std::{
    fs, io,
    path::{Path, PathBuf},
};

const ORIGINAL: &str = "original.webp";

/// Copies the originals that `to` does not have yet; how many there were.
///
/// # Errors
/// When one cannot be read or written.
pub fn copy(from: &Path, to: &Path) -> Result<u64> {
    let mut copied = 0;
    for picture in pictures(from)? {
        let (original, target) = (from.join(&picture).join(ORIGINAL), to.join(&picture));
        if target.join(ORIGINAL).exists() {
            continue;
        }
        fs::create_dir_all(&target)?;
        match copy_whole(&original, &target) {
            Ok(()) => copied += 1,
            // Removed this very moment, or not stored yet.
            Err(error) if error.kind() == io::ErrorKind::NotFound => fs::remove_dir(&target)?,
            Err(error) => return Err(error).with_context(|| format!("{} is not copied", original.display())),
        }
    }
    Ok(copied)
}

/// It gets its name when it is whole.
fn copy_whole(original: &Path, target: &Path) -> io::Result<()> {
    let unfinished = target.join(format!("{ORIGINAL}.{}.part", std::process::id()));
    fs::copy(original, &unfinished)?;
    fs::File::open(&unfinished)?.sync_all()?;
    fs::rename(unfinished, target.join(ORIGINAL))
}

/// The originals in a backup, with their sums, below the backup's folder.
///
/// # Errors
/// When one cannot be read.
pub fn listed(media: &Path) -> Result<Vec<FileSum>> {
    let backup = media.parent().unwrap_or(media);
    let originals =
        pictures(media)?.into_iter().map(|picture| Path::new("media").join(picture).join(ORIGINAL));
    originals.map(|original| FileSum::of(backup, &original)).collect()
}

fn pictures(folder: &Path) -> Result<Vec<PathBuf>> {
    let entries = match fs::read_dir(folder) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries.with_context(|| format!("{} cannot be read", folder.display()))?,
    };
    let names: io::Result<Vec<PathBuf>> = entries.map(|entry| Ok(entry?.file_name().into())).collect();
    let mut names = names?;
    names.retain(|name| name.to_str().is_some_and(|name| name.parse::<uuid::Uuid>().is_ok()));
    names.sort_unstable();
    Ok(names)
}
