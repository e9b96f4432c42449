//! One index in its folder: open for searching, and for one writer.

use super::{
    dictionary::Dictionary,
    remembered::Remembered,
    schema::{Fields, VERSION},
    write::{Writing, offer_id},
};
use crate::{Change, Language, Position, Result};
use std::{
    fs,
    path::{Path, PathBuf},
    sync::{Mutex, PoisonError},
};
use tantivy::{Index, IndexReader, IndexWriter, ReloadPolicy, Term, directory::MmapDirectory};

/// What a writer may use while the shop runs, and while an index is built.
const MEMORY: usize = 48 << 20;
const MEMORY_OF_BUILD: usize = 256 << 20;

/// An index that answers.
pub(super) struct Live {
    pub index: Index,
    pub reader: IndexReader,
    pub fields: Fields,
    pub dictionary: Dictionary,
    pub folder: PathBuf,
    pub remembered: Remembered,
    writer: Mutex<(IndexWriter, Writing)>,
}

impl Live {
    /// Opens the index in a folder, or begins one there.
    pub(super) fn open(folder: &Path, languages: &[Language], building: bool) -> Result<Self> {
        fs::create_dir_all(folder)?;
        let fields = Fields::new(languages);
        let directory = MmapDirectory::open(folder).map_err(tantivy::TantivyError::from)?;
        let index = Index::open_or_create(directory, fields.schema.clone())?;
        let threads = if building { 2 } else { 1 };
        let memory = if building { MEMORY_OF_BUILD } else { MEMORY };
        let writer = index.writer_with_num_threads(threads, memory)?;
        let reader = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?;
        let writer = Mutex::new((writer, Writing::new(fields.clone())));
        let (dictionary, remembered) = (Dictionary::default(), Remembered::default());
        let live = Self { index, reader, fields, dictionary, folder: folder.into(), remembered, writer };
        live.dictionary.follow(&live.reader.searcher())?;
        Ok(live)
    }

    /// Takes changes into the writer; nobody finds them yet.
    pub(super) fn add(&self, changes: &[Change]) -> Result<()> {
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let (writer, writing) = &mut *writer;
        let id = |id: &str| Term::from_field_text(self.fields.id, id);
        for change in changes {
            match change {
                Change::Product(document) => {
                    writer.delete_term(id(&document.id.to_string()));
                    writer.add_document(writing.product(document))?;
                }
                Change::ProductGone(product) => {
                    writer.delete_term(id(&product.to_string()));
                }
                Change::Offer(offer) => {
                    writer.delete_term(id(&offer_id(offer.kind, &offer.key)));
                    writer.add_document(writing.offer(offer))?;
                }
                Change::OfferGone(kind, key) => {
                    writer.delete_term(id(&offer_id(*kind, key)));
                }
            }
        }
        Ok(())
    }

    /// Makes what was added durable and findable, with the position it leads to; without one the last remains.
    pub(super) fn commit(&self, position: Option<Position>) -> Result<()> {
        let position = match position {
            Some(position) => Some(position),
            None => self.position()?,
        };
        let mut writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut commit = writer.0.prepare_commit()?;
        if let Some(Position(text)) = &position {
            commit.set_payload(text);
        }
        commit.commit()?;
        drop(writer);
        self.reader.reload()?;
        self.dictionary.follow(&self.reader.searcher())
    }

    /// Forgets what was added since the last commit.
    pub(super) fn roll_back(&self) -> Result<()> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).0.rollback()?;
        Ok(())
    }

    /// Waits until no segments are being merged any more, and lets go of the folder.
    pub(super) fn settle(self) -> Result<()> {
        let (writer, _) = self.writer.into_inner().unwrap_or_else(PoisonError::into_inner);
        Ok(writer.wait_merging_threads()?)
    }

    /// What the last commit led to.
    pub(super) fn position(&self) -> Result<Option<Position>> {
        Ok(self.index.load_metas()?.payload.map(Position))
    }

    /// The bytes of its files.
    pub(super) fn size(&self) -> Result<u64> {
        let mut bytes = 0;
        for entry in fs::read_dir(&self.folder)? {
            bytes += entry?.metadata()?.len();
        }
        Ok(bytes)
    }
}

/// What the folder of an index is called: another version or other languages make another index.
pub(super) fn folder_name(languages: &[Language], number: u64) -> String {
    let codes: Vec<&str> = languages.iter().map(|language| language.code()).collect();
    format!("v{VERSION}-{}-{number}", codes.join("-"))
}
