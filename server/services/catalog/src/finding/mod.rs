//! The search index of this process: opened and kept up to date beside requests, asked once it knows everything.

mod document;
mod follow;
pub(crate) mod listing;

pub(crate) use follow::{ask_for_rebuild, forget_changes};

use crate::error::Error;
use search::{Embedded, Language};
use std::{
    path::{Path, PathBuf},
    sync::{
        OnceLock,
        atomic::{AtomicBool, Ordering},
    },
};

/// Facets of options are called by this and the option's name.
pub(crate) const OPTION: &str = "option ";
/// Processes that may share a data folder, each with an index of its own.
const MOST_REPLICAS: u32 = 16;

/// The index, if this process has one.
#[derive(Default)]
pub(crate) struct Finding {
    folder: Option<PathBuf>,
    engine: OnceLock<Embedded>,
    ready: AtomicBool,
}

impl Finding {
    /// With its index below a folder.
    pub(crate) fn new(folder: PathBuf) -> Self {
        Self { folder: Some(folder), ..Self::default() }
    }

    /// The index, when it knows everything; else the database answers.
    pub(crate) fn ready(&self) -> Option<&Embedded> {
        if self.ready.load(Ordering::Acquire) { self.engine.get() } else { None }
    }

    /// Opens the index: the first below the folder that no other process has open.
    fn open(&self) -> Result<Option<&Embedded>, Error> {
        let Some(folder) = &self.folder else { return Ok(None) };
        if let Some(engine) = self.engine.get() {
            return Ok(Some(engine));
        }
        let engine = first_free(folder)?;
        Ok(Some(self.engine.get_or_init(|| engine)))
    }
}

fn first_free(folder: &Path) -> Result<Embedded, Error> {
    let mut last = None;
    for replica in 0..MOST_REPLICAS {
        match Embedded::open(&folder.join(replica.to_string()), &[Language::En]) {
            Ok(engine) => return Ok(engine),
            Err(error) => last = Some(error),
        }
    }
    Err(last.map_or_else(|| Error::Refused(contracts::Error::not_found("search index")), Error::Search))
}
