//! The catalogue: what the shop sells, and how it is found.
//!
//! Owns `products`, `product_variants`, `product_options`, `product_option_values`, `product_attributes`,
//! `product_media` and `categories`, what listings look at (`listed_products`, `listing_counts`), and the
//! picture files, and what its search indexes have to look at (`search_changes`). Publishes `product_saved` and `category_saved`. Consumes `inventory.stock_changed`.

mod category;
mod config;
mod error;
mod events;
mod finding;
pub mod jobs;
mod listing;
mod media;
mod product;
pub mod verify;

pub use config::Config;

use async_trait::async_trait;
use category::CategoryDraft;
use contracts::{
    Actor, CategoryId, MediaId, Page, Permission, ProductId, Result, Slug, VariantId,
    catalog::{
        Category, Listing, ListingQuery, Media, MediaFile, MediaUpload, Product, ProductCard, ProductDraft,
        ProductQuery, ProductRow, Suggestions, VariantSnapshot,
    },
};
use error::Error;
use finding::Finding;
use media::files::Files;
use platform::Database;
use std::path::PathBuf;

/// The schema of the catalogue's database.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/catalog");

/// The service.
pub struct Catalog {
    db: Database,
    files: Files,
    finding: Finding,
}

impl Catalog {
    /// The catalogue in this database, with its pictures in the configured folder.
    pub fn new(db: Database, config: Config) -> Self {
        Self { db, files: Files::new(config.media_dir), finding: Finding::default() }
    }

    /// With a search index of its own below this folder. Until [`Self::follow_search`] has opened and filled it, and in
    /// processes that do not follow, the database answers searches.
    #[must_use]
    pub fn searching_in(mut self, folder: PathBuf) -> Self {
        self.finding = Finding::new(folder);
        self
    }

    /// Keeps the search index of this process up to date; never ends.
    pub async fn follow_search(&self) {
        self.finding.follow(self.db.pool()).await;
    }

    /// Brings the search index up to date once; searches that begin afterwards ask it.
    ///
    /// # Errors
    /// When database or index do not answer.
    pub async fn catch_up_search(&self) -> Result<()> {
        Ok(self.finding.catch_up(self.db.pool()).await?)
    }

    /// Has every process build its search index anew, while the present one answers.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn rebuild_search(&self) -> Result<()> {
        Ok(finding::ask_for_rebuild(self.db.pool()).await.map_err(Error::from)?)
    }

    /// Forgets changes that every search index has seen, or is built anew instead of reading.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_search_changes(&self) -> Result<()> {
        Ok(finding::forget_changes(self.db.pool()).await.map_err(Error::from)?)
    }

    /// Removes the files of pictures that never became part of a product.
    ///
    /// # Errors
    /// When database or folder do not answer.
    pub async fn sweep_pictures(&self) -> Result<()> {
        Ok(media::sweep(self.db.pool(), &self.files).await?)
    }

    /// Adds up what changes have left in the counts of listings.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn fold_listing_counts(&self) -> Result<()> {
        Ok(listing::fold_counts(self.db.pool()).await.map_err(Error::from)?)
    }
}

#[async_trait]
impl contracts::catalog::Catalog for Catalog {
    async fn categories(&self) -> Result<Vec<Category>> {
        Ok(category::tree(self.db.pool()).await?)
    }

    async fn listing(&self, query: ListingQuery) -> Result<Listing> {
        Ok(listing::listing(&self.db, &self.finding, query).await?)
    }

    async fn product_by_slug(&self, slug: Slug) -> Result<Option<Product>> {
        Ok(product::at(self.db.pool(), &slug).await?)
    }

    async fn cards(&self, ids: Vec<ProductId>) -> Result<Vec<ProductCard>> {
        Ok(listing::cards::of(self.db.pool(), &ids).await.map_err(Error::from)?)
    }

    async fn variants(&self, ids: Vec<VariantId>) -> Result<Vec<VariantSnapshot>> {
        Ok(listing::variants(self.db.pool(), &ids).await.map_err(Error::from)?)
    }

    async fn suggest(&self, text: String) -> Result<Suggestions> {
        Ok(listing::suggest(self.db.pool(), &self.finding, &text).await?)
    }

    async fn media_file(&self, id: MediaId, width: u32) -> Result<Option<MediaFile>> {
        Ok(self.files.deliver(id, width).await?)
    }

    async fn products(&self, actor: Actor, query: ProductQuery) -> Result<Page<ProductRow>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(product::list::page(&self.db, &query).await.map_err(Error::from)?)
    }

    async fn product(&self, actor: Actor, id: ProductId) -> Result<Option<Product>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(product::with_id(self.db.pool(), id).await?)
    }

    async fn save_product(&self, actor: Actor, draft: ProductDraft) -> Result<ProductId> {
        actor.require(Permission::EditCatalog)?;
        Ok(product::save(&self.db, &actor, draft).await?)
    }

    async fn add_media(&self, actor: Actor, product: ProductId, upload: MediaUpload) -> Result<Media> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::add(&self.db, &self.files, &actor, product, upload).await?)
    }

    async fn add_video(
        &self,
        actor: Actor,
        product: ProductId,
        url: String,
        poster: MediaUpload,
    ) -> Result<Media> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::add_video(&self.db, &self.files, &actor, product, &url, poster).await?)
    }

    async fn delete_media(&self, actor: Actor, product: ProductId, media: MediaId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::delete(&self.db, &self.files, &actor, product, media).await?)
    }

    async fn order_media(&self, actor: Actor, product: ProductId, order: Vec<MediaId>) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::order(&self.db, &actor, product, order).await?)
    }

    async fn save_category(
        &self,
        actor: Actor,
        id: Option<CategoryId>,
        parent: Option<CategoryId>,
        name: String,
        description: String,
    ) -> Result<CategoryId> {
        actor.require(Permission::EditCatalog)?;
        let draft = CategoryDraft { id, parent, name, description };
        Ok(category::save(&self.db, &actor, draft).await?)
    }

    async fn delete_category(&self, actor: Actor, id: CategoryId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(category::delete(&self.db, &actor, id).await?)
    }
}
