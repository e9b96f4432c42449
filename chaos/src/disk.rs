//! A disk that is full to the last byte. It has to be a small one that nobody else needs.

use anyhow::{Context, Result};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
};

/// More than this is no small disk: filling it would take a while and hurt others.
const SMALL: u64 = 4 << 30;

/// What fills the disk; it is free again when this is dropped.
pub struct Ballast(PathBuf);

impl Drop for Ballast {
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.0);
    }
}

/// Fills the disk that `folder` is on.
///
/// # Errors
/// When it is not a small one.
pub fn fill(folder: &Path) -> Result<Ballast> {
    let path = folder.join("ballast");
    let mut file = File::create(&path).context("the disk takes no file at all")?;
    let ballast = Ballast(path);
    // Smaller and smaller pieces, so that nothing is left at the end.
    for size in [1 << 20, 4096, 1] {
        while write(&mut file, size)? {
            anyhow::ensure!(file.metadata()?.len() < SMALL, "{} is on no small disk", folder.display());
        }
    }
    Ok(ballast)
}

/// Whether it still went in.
fn write(file: &mut File, size: usize) -> Result<bool> {
    match file.write_all(&vec![1; size]) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::StorageFull => Ok(false),
        Err(error) => Err(error.into()),
    }
}
