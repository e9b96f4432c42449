//! The engine within this process: Tantivy in a folder of its own.
//!
//! ```text
//! <folder>/current            the name of the index that answers
//! <folder>/v1-en-de-3/        that index
//! ```
//!
//! Opening never fails over what is in the folder: an index that cannot be read, or is of another version or other
//! languages, is thrown away, and the new one has no position, by which the catalogue knows that it has to be built.

mod dictionary;
mod keys;
mod live;
mod pass;
mod ranking;
mod remembered;
mod schema;
mod scores;
mod searching;
mod selection;
mod suggesting;
mod tally;
mod understand;
mod vocabulary;
mod write;

use crate::{
    Answer, Change, Error, Language, Part, Position, Query, Rebuild, Result, SearchEngine, SuggestQuery,
    Suggestions,
};
use async_trait::async_trait;
use live::{Live, folder_name};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
};
use uuid::Uuid;

/// Names the index that answers.
const CURRENT: &str = "current";

/// The embedded engine. Clones are the same engine.
#[derive(Clone)]
pub struct Embedded {
    root: Arc<Root>,
}

struct Root {
    folder: PathBuf,
    languages: Vec<Language>,
    live: RwLock<Arc<Live>>,
}

impl Embedded {
    /// The engine in this folder, which no other process may use. The first language stands in for texts that are
    /// searched in one that is not among them.
    ///
    /// # Errors
    /// When the folder cannot be written or is in use.
    pub fn open(folder: &Path, languages: &[Language]) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let languages = if languages.is_empty() { vec![Language::default()] } else { languages.to_vec() };
        let live = open_current(folder, &languages)?;
        remove_others(folder, &live.folder);
        let live = RwLock::new(Arc::new(live));
        Ok(Self { root: Arc::new(Root { folder: folder.into(), languages, live }) })
    }

    /// The bytes that the index takes.
    ///
    /// # Errors
    /// When its files cannot be read.
    pub fn size(&self) -> Result<u64> {
        self.live().size()
    }

    fn live(&self) -> Arc<Live> {
        Arc::clone(&self.root.live.read().unwrap_or_else(PoisonError::into_inner))
    }

    async fn blocking<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Live) -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let live = self.live();
        on_a_thread(move || work(&live)).await
    }
}

async fn on_a_thread<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    let worked = tokio::task::spawn_blocking(work).await;
    worked.map_err(|error| Error::Worker(error.to_string()))?
}

#[async_trait]
impl SearchEngine for Embedded {
    async fn apply(&self, changes: Vec<Change>, position: Option<Position>) -> Result<()> {
        self.blocking(move |live| {
            let applied = live.add(&changes).and_then(|()| live.commit(position));
            if applied.is_err() {
                live.roll_back()?;
            }
            applied
        })
        .await
    }

    async fn search(&self, query: Query) -> Result<Answer> {
        self.blocking(move |live| searching::search(live, &query)).await
    }

    async fn suggest(&self, query: SuggestQuery) -> Result<Suggestions> {
        self.blocking(move |live| suggesting::suggest(live, &query)).await
    }

    async fn explain(&self, query: Query, product: Uuid) -> Result<Option<Vec<Part>>> {
        self.blocking(move |live| searching::explain(live, &query, product)).await
    }

    async fn position(&self) -> Result<Option<Position>> {
        self.blocking(Live::position).await
    }

    async fn begin_rebuild(&self) -> Result<Box<dyn Rebuild>> {
        let root = Arc::clone(&self.root);
        on_a_thread(move || {
            let folder = root.folder.join(next_name(&root));
            let live = Live::open(&folder, &root.languages, true)?;
            Ok(Box::new(Building { root, live: Some(Arc::new(live)), folder }) as Box<dyn Rebuild>)
        })
        .await
    }
}

/// An index that is being built.
struct Building {
    root: Arc<Root>,
    live: Option<Arc<Live>>,
    folder: PathBuf,
}

#[async_trait]
impl Rebuild for Building {
    async fn add(&mut self, changes: Vec<Change>) -> Result<()> {
        let live = self.live.clone().ok_or_else(|| Error::Worker("the rebuild has ended".into()))?;
        on_a_thread(move || live.add(&changes)).await
    }

    async fn finish(mut self: Box<Self>, position: Position) -> Result<()> {
        on_a_thread(move || {
            let live = self.live.take().and_then(Arc::into_inner);
            let live = live.ok_or_else(|| Error::Worker("the rebuild is still being added to".into()))?;
            live.commit(Some(position))?;
            live.settle()?;
            let live = Live::open(&self.folder, &self.root.languages, false)?;
            put_in_place(&self.root, live)
        })
        .await
    }
}

impl Drop for Building {
    fn drop(&mut self) {
        let current = self.root.live.read().unwrap_or_else(PoisonError::into_inner).folder.clone();
        if current != self.folder {
            self.live = None;
            // What cannot be removed now is removed when the engine opens.
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// Every search that begins from now on is answered by this index. Those that go on hold the old one's files open.
fn put_in_place(root: &Root, live: Live) -> Result<()> {
    let folder = live.folder.clone();
    name_current(&root.folder, &folder)?;
    *root.live.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(live);
    remove_others(&root.folder, &folder);
    Ok(())
}

/// Written beside and renamed, so that a crash leaves the old name or the new one.
fn name_current(root: &Path, folder: &Path) -> Result<()> {
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let beside = root.join("current.new");
    fs::write(&beside, name.as_bytes())?;
    Ok(fs::rename(beside, root.join(CURRENT))?)
}

fn open_current(root: &Path, languages: &[Language]) -> Result<Live> {
    let name = fs::read_to_string(root.join(CURRENT)).unwrap_or_default();
    let wanted = folder_name(languages, 0);
    let same_kind =
        name.rsplit_once('-').map(|(kind, _)| kind) == wanted.rsplit_once('-').map(|(kind, _)| kind);
    if same_kind {
        match Live::open(&root.join(&name), languages, false) {
            Ok(live) => return Ok(live),
            Err(Error::Index(tantivy::TantivyError::LockFailure(lock, why))) => {
                return Err(tantivy::TantivyError::LockFailure(lock, why).into());
            }
            Err(error) => tracing::warn!(%error, "the search index cannot be read and is begun anew"),
        }
    }
    let folder = root.join(folder_name(languages, last_number(root) + 1));
    let live = Live::open(&folder, languages, false)?;
    name_current(root, &folder)?;
    Ok(live)
}

fn next_name(root: &Root) -> String {
    folder_name(&root.languages, last_number(&root.folder) + 1)
}

fn last_number(root: &Path) -> u64 {
    let entries = fs::read_dir(root).into_iter().flatten().flatten();
    let names = entries.filter_map(|entry| entry.file_name().into_string().ok());
    names.filter_map(|name| name.rsplit('-').next()?.parse().ok()).max().unwrap_or(0)
}

/// Removes what is left of earlier indexes.
fn remove_others(root: &Path, kept: &Path) {
    let entries = fs::read_dir(root).into_iter().flatten().flatten().map(|entry| entry.path());
    for path in entries.filter(|path| path.is_dir() && path != kept) {
        if let Err(error) = fs::remove_dir_all(&path) {
            tracing::warn!(%error, path = %path.display(), "an old search index cannot be removed");
        }
    }
}
