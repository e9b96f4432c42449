//! The catalogue: what the shop sells, and how it is found.
//!
//! Owns `products`, `product_variants`, `product_options`, `product_option_values`, `product_attributes`,
//! `product_media` and `categories`, product types (`product_types`, `attribute_definitions`, `typed_products`,
//! `product_attribute_values`), `brands`, `collections`, what listings look at (`listed_products`,
//! `listing_counts`), and the picture files. Publishes `product_saved`, `category_saved`, `type_saved`,
//! `brand_saved` and `collection_saved`. Consumes `inventory.stock_changed`.

mod brand;
mod category;
mod collection;
mod config;
mod error;
mod events;
pub mod jobs;
mod listing;
mod media;
mod product;
mod product_type;
pub mod verify;

pub use config::Config;

use async_trait::async_trait;
use category::CategoryDraft;
use contracts::{
    Actor, BrandId, CategoryId, CollectionId, MediaId, Page, Permission, ProductId, ProductTypeId, Result,
    Slug, VariantId,
    catalog::{
        Brand, BrandDraft, Category, Collection, CollectionDraft, Listing, ListingQuery, Media, MediaFile,
        MediaUpload, Members, Product, ProductCard, ProductDraft, ProductQuery, ProductRow, ProductType,
        ProductTypeDraft, Suggestions, Typed, VariantSnapshot,
    },
};
use error::Error;
use media::files::Files;
use platform::Database;

/// The schema of the catalogue's database.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/catalog");

/// The service.
pub struct Catalog {
    db: Database,
    files: Files,
}

impl Catalog {
    /// The catalogue in this database, with its pictures in the configured folder.
    pub fn new(db: Database, config: Config) -> Self {
        Self { db, files: Files::new(config.media_dir) }
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
        Ok(listing::listing(&self.db, query).await?)
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
        Ok(listing::suggest(self.db.pool(), &text).await?)
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
        Ok(product::save(&self.db, &actor, draft, None).await?)
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

    async fn order_categories(
        &self,
        actor: Actor,
        parent: Option<CategoryId>,
        order: Vec<CategoryId>,
    ) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(category::order(&self.db, &actor, parent, &order).await?)
    }

    async fn product_types(&self, actor: Actor) -> Result<Vec<ProductType>> {
        actor.require(Permission::ViewCatalog)?;
        let mut connection = self.db.pool().acquire().await.map_err(Error::from)?;
        Ok(product_type::all(&mut connection).await.map_err(Error::from)?)
    }

    async fn save_product_type(&self, actor: Actor, draft: ProductTypeDraft) -> Result<ProductTypeId> {
        actor.require(Permission::EditCatalog)?;
        Ok(product_type::save(&self.db, &actor, draft).await?)
    }

    async fn delete_product_type(&self, actor: Actor, id: ProductTypeId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(product_type::delete(&self.db, &actor, id).await?)
    }

    async fn typed(&self, actor: Actor, product: ProductId) -> Result<Typed> {
        actor.require(Permission::ViewCatalog)?;
        let mut connection = self.db.pool().acquire().await.map_err(Error::from)?;
        Ok(product_type::typed(&mut connection, product).await.map_err(Error::from)?)
    }

    async fn save_typed_product(&self, actor: Actor, draft: ProductDraft, typed: Typed) -> Result<ProductId> {
        actor.require(Permission::EditCatalog)?;
        Ok(product::save(&self.db, &actor, draft, Some(typed)).await?)
    }

    async fn brands(&self) -> Result<Vec<Brand>> {
        Ok(brand::on_sale(self.db.pool()).await.map_err(Error::from)?)
    }

    async fn all_brands(&self, actor: Actor) -> Result<Vec<Brand>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(brand::all(self.db.pool()).await.map_err(Error::from)?)
    }

    async fn save_brand(&self, actor: Actor, draft: BrandDraft) -> Result<BrandId> {
        actor.require(Permission::EditCatalog)?;
        Ok(brand::save(&self.db, &actor, draft).await?)
    }

    async fn merge_brands(&self, actor: Actor, from: BrandId, into: BrandId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(brand::merge(&self.db, &actor, from, into).await?)
    }

    async fn collections(&self, actor: Actor) -> Result<Vec<Collection>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(collection::all(self.db.pool()).await?)
    }

    async fn save_collection(&self, actor: Actor, draft: CollectionDraft) -> Result<CollectionId> {
        actor.require(Permission::EditCatalog)?;
        Ok(collection::save(&self.db, &actor, draft).await?)
    }

    async fn delete_collection(&self, actor: Actor, id: CollectionId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(collection::delete(&self.db, &actor, id).await?)
    }

    async fn count_members(&self, actor: Actor, members: Members) -> Result<u32> {
        actor.require(Permission::ViewCatalog)?;
        Ok(collection::count(&self.db, &members).await?)
    }
}
