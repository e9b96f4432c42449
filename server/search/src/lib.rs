//! Finding products: the port that a search engine has to fill, and the engines that fill it.
//!
//! An index is disposable. It owns nothing: what is in it was told by the catalogue ([`SearchEngine::apply`]), it
//! remembers up to where ([`SearchEngine::position`]), and it can be built anew beside the one that answers
//! ([`SearchEngine::begin_rebuild`]). [`Embedded`] keeps it in a folder of this process; behind the feature
//! `opensearch` there is an adapter for a server of one's own.

#![expect(clippy::float_arithmetic, reason = "relevance is a score, not money")]

mod answer;
mod document;
pub mod embedded;
mod language;
#[cfg(feature = "opensearch")]
pub mod opensearch;
mod query;
mod words;

pub use answer::{
    Answer, Bounds, Facet, FacetCount, Hit, NumberFacet, Part, PriceFacet, PriceStep, Relaxed, Suggestions,
};
pub use document::{
    BRAND, CATEGORY, Change, Document, FacetEntry, Offer, OfferKind, Status, Texts, VariantEntry,
};
pub use embedded::Embedded;
pub use language::Language;
pub use query::{Boost, Merchandising, Pin, Query, Range, Sort, SuggestQuery, Synonym, Target};

use async_trait::async_trait;
use uuid::Uuid;

/// How far an index has followed the catalogue, in the follower's own words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position(pub String);

/// Why an engine did not answer.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The embedded index: its files, or what is in them.
    #[error("index: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// Files and folders.
    #[error("index files: {0}")]
    Files(#[from] std::io::Error),
    /// A thread that worked on the index died.
    #[error("index worker: {0}")]
    Worker(String),
    /// Another server did not answer, or not as it should.
    #[error("search server: {0}")]
    Server(String),
}

/// What everything here returns.
pub type Result<T> = std::result::Result<T, Error>;

/// A search engine.
#[async_trait]
pub trait SearchEngine: Send + Sync {
    /// Takes over changes and, in the same step, the position they lead to. Applied twice is applied once. What was
    /// applied is found by searches that begin after this returns.
    async fn apply(&self, changes: Vec<Change>, position: Option<Position>) -> Result<()>;

    /// One page of what was asked for, with what can narrow it.
    async fn search(&self, query: Query) -> Result<Answer>;

    /// What to offer while somebody types.
    async fn suggest(&self, query: SuggestQuery) -> Result<Suggestions>;

    /// Why a product stands where it stands for these words: each part of its score. None when it is not found.
    async fn explain(&self, query: Query, product: Uuid) -> Result<Option<Vec<Part>>>;

    /// The last position that was applied; none for an index that has to be built first.
    async fn position(&self) -> Result<Option<Position>>;

    /// Begins an empty index beside the present one, which goes on answering.
    async fn begin_rebuild(&self) -> Result<Box<dyn Rebuild>>;
}

/// An index that is being built. Dropped unfinished, it leaves nothing behind.
#[async_trait]
pub trait Rebuild: Send {
    /// Adds documents and offers.
    async fn add(&mut self, changes: Vec<Change>) -> Result<()>;

    /// Puts the new index in the place of the old, at once for every search that begins afterwards. `position` is
    /// that of the catalogue when the rebuild began: the follower applies anew what changed since.
    async fn finish(self: Box<Self>, position: Position) -> Result<()>;
}
