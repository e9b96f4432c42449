//! What a backup holds, so that a restore can tell whether it is whole and whether it fits.

use anyhow::{Context, Result, ensure};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{Read, Write},
    path::{Path, PathBuf},
};

/// The layout of the folder; another number is another layout.
const FORMAT: u32 = 1;
const FILE: &str = "manifest.json";

/// A whole backup.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Manifest {
    format: u32,
    /// The version of the program that took it.
    pub version: String,
    /// When it was begun.
    pub taken_at: DateTime<Utc>,
    /// The nine databases.
    pub databases: Vec<DatabaseCopy>,
    /// The pictures' originals.
    pub media: Vec<FileSum>,
}

/// One database as it was at one moment.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct DatabaseCopy {
    /// Whose it is.
    pub service: String,
    /// The moment of its snapshot.
    pub cut_at: DateTime<Utc>,
    /// What had made its schema.
    pub migrations: Vec<Applied>,
    /// Its tables.
    pub tables: Vec<TableCopy>,
    /// Where its counters stood.
    pub sequences: Vec<Sequence>,
}

/// A migration that had been applied.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Applied {
    /// Where it is written down: the service's own, or `messaging`'s.
    pub table: String,
    /// Its number.
    pub version: i64,
    /// Of its text, hexadecimal.
    pub checksum: String,
}

/// The rows of a table.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct TableCopy {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// The columns, in the file's order.
    pub columns: Vec<String>,
    /// How many rows.
    pub rows: u64,
    /// The file.
    pub file: FileSum,
}

/// Where a counter stood.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Sequence {
    /// Its schema.
    pub schema: String,
    /// Its name.
    pub name: String,
    /// The last value it gave.
    pub value: i64,
}

/// A file and its sum.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSum {
    /// Below the backup's folder.
    pub path: PathBuf,
    /// How long.
    pub bytes: u64,
    /// Of its content, hexadecimal.
    pub sha256: String,
}

impl Manifest {
    /// Of a backup by this program.
    pub fn new(taken_at: DateTime<Utc>, databases: Vec<DatabaseCopy>, media: Vec<FileSum>) -> Self {
        Self { format: FORMAT, version: env!("CARGO_PKG_VERSION").to_owned(), taken_at, databases, media }
    }

    /// All rows of all tables.
    pub fn rows(&self) -> u64 {
        self.tables().map(|table| table.rows).sum()
    }

    /// All bytes of all files.
    pub fn bytes(&self) -> u64 {
        self.files().map(|file| file.bytes).sum()
    }

    fn tables(&self) -> impl Iterator<Item = &TableCopy> {
        self.databases.iter().flat_map(|database| &database.tables)
    }

    fn files(&self) -> impl Iterator<Item = &FileSum> {
        self.tables().map(|table| &table.file).chain(&self.media)
    }

    /// Writes it; durable when it returns.
    ///
    /// # Errors
    /// When the disk does not take it.
    pub fn write(&self, folder: &Path) -> Result<()> {
        let mut file = File::create(folder.join(FILE))?;
        file.write_all(&serde_json::to_vec_pretty(self)?)?;
        Ok(file.sync_all()?)
    }

    /// Reads it.
    ///
    /// # Errors
    /// When the folder is no backup, or one of another layout.
    pub fn read(folder: &Path) -> Result<Self> {
        let place = folder.join(FILE);
        let text = std::fs::read(&place).with_context(|| format!("{} is no backup", folder.display()))?;
        let manifest: Self =
            serde_json::from_slice(&text).with_context(|| format!("{} cannot be read", place.display()))?;
        ensure!(manifest.format == FORMAT, "the backup has layout {}, not {FORMAT}", manifest.format);
        Ok(manifest)
    }

    /// Reads every file and compares its sum.
    ///
    /// # Errors
    /// Names the first file that is missing, or not what was written.
    pub fn check(&self, folder: &Path) -> Result<()> {
        for file in self.files() {
            let plain = file.path.components().all(|part| matches!(part, std::path::Component::Normal(_)));
            ensure!(plain, "{} leads out of the backup", file.path.display());
            let found = FileSum::of(folder, &file.path)?;
            ensure!(found == *file, "{} is not what was backed up", file.path.display());
        }
        Ok(())
    }
}

impl FileSum {
    /// The sum of `path` below `folder`.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn of(folder: &Path, path: &Path) -> Result<Self> {
        let place = folder.join(path);
        let mut file = File::open(&place).with_context(|| format!("{} cannot be read", place.display()))?;
        let (mut sum, mut bytes, mut buffer) = (Sha256::new(), 0, vec![0; 1 << 16]);
        loop {
            let read = file.read(&mut buffer)?;
            if read == 0 {
                let sha256 = hex::encode(sum.finalize());
                return Ok(Self { path: path.to_owned(), bytes, sha256 });
            }
            bytes += read as u64;
            sum.update(&buffer[..read]);
        }
    }
}
