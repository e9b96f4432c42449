//! The catalogue: what the shop sells, and how it is found.
//!
//! Owns `products`, `product_variants`, `product_options`, `product_option_values`, `product_attributes`,
//! `media_assets`, `product_media` and `categories`, product types (`product_types`, `attribute_definitions`,
//! `typed_products`, `product_attribute_values`), `brands`, `collections`, what listings look at (`listed_products`,
//! `listing_counts`), old addresses (`redirects`), what is to come and what was (`product_schedules`, `product_previews`,
//! `product_revisions`), the picture files, and files of products on their way in (`imports` and what belongs to them).
//! Publishes `product_saved`, `category_saved`, `type_saved`, `brand_saved`, `collection_saved` and `stock_counted`. Consumes
//! `inventory.stock_changed`.

mod brand;
mod category;
mod collection;
mod config;
mod error;
mod events;
mod import;
pub mod jobs;
mod listing;
mod media;
mod product;
mod product_type;
mod publication;
mod redirect;
mod sitemap;
pub mod verify;

pub use config::Config;

use async_trait::async_trait;
use category::CategoryDraft;
use contracts::{
    Actor, BrandId, CategoryId, CollectionId, ImportId, MediaId, Page, PageRequest, Permission, ProductId,
    ProductTypeId, RedirectId, Result, Slug, VariantId,
    catalog::{
        Brand, BrandDraft, Category, Collection, CollectionDraft, FailedRow, Import, ImportDetail,
        ImportDraft, ImportField, Listing, ListingQuery, Media, MediaAsset, MediaChange, MediaDetail,
        MediaFile, MediaQuery, MediaUpload, Members, Product, ProductCard, ProductDraft, ProductQuery,
        ProductRevision, ProductRow, ProductType, ProductTypeDraft, Publication, Redirect, RedirectDraft,
        RedirectQuery, RemovedCategory, Schedule, SitemapEntry, Suggestions, Typed, VariantSnapshot,
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

    /// Keeps the pictures in a bucket instead: `s3://<bucket>/<folder>`; in the folder still when none is named.
    ///
    /// # Errors
    /// `Invalid` for another address, and in a build without the feature `s3`.
    pub fn keeping_pictures_at(mut self, url: Option<&str>) -> Result<Self> {
        if let Some(url) = url {
            self.files = self.files.in_bucket(url)?;
        }
        Ok(self)
    }

    /// Makes for some seconds what is made of pictures beside requests: AVIF files, in builds with the feature `avif`.
    ///
    /// # Errors
    /// When database or files do not answer.
    pub async fn prepare_pictures(&self) -> Result<()> {
        Ok(media::prepare::prepare(self.db.pool(), &self.files).await?)
    }

    /// Has [`Self::prepare_pictures`] begin again: after a restore only the originals are there.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn prepare_pictures_anew(&self) -> Result<()> {
        Ok(media::prepare::make_anew(self.db.pool()).await.map_err(Error::from)?)
    }

    /// Removes the files of pictures that never became part of the library.
    ///
    /// # Errors
    /// When database or folder do not answer.
    pub async fn sweep_pictures(&self) -> Result<()> {
        Ok(media::sweep(self.db.pool(), &self.files).await?)
    }

    /// Has products come on sale, or go off it, whose moment has come.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn apply_schedules(&self) -> Result<u32> {
        Ok(publication::apply(&self.db).await?)
    }

    /// Adds up what changes have left in the counts of listings.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn fold_listing_counts(&self) -> Result<()> {
        Ok(listing::fold_counts(self.db.pool()).await.map_err(Error::from)?)
    }

    /// Goes on with files of products that are to be read, compared or applied, for some seconds. One process at a
    /// time.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn work_on_imports(&self) -> Result<()> {
        Ok(import::work(&self.db).await?)
    }

    /// Takes the next step of an import: for tests that stop in between. Whether there was any.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn step_on_imports(&self) -> Result<bool> {
        Ok(import::step(&self.db).await?)
    }

    /// Deletes files of products that nobody needs any more.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn delete_old_imports(&self) -> Result<()> {
        Ok(import::delete_old(self.db.pool()).await.map_err(Error::from)?)
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

    async fn media_avif(&self, id: MediaId, width: u32) -> Result<Option<MediaFile>> {
        Ok(self.files.deliver_avif(id, width).await?)
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
        Ok(media::delete(&self.db, &actor, product, media).await?)
    }

    async fn order_media(&self, actor: Actor, product: ProductId, order: Vec<MediaId>) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::order(&self.db, &actor, product, order).await?)
    }

    async fn media_library(&self, actor: Actor, query: MediaQuery) -> Result<Page<MediaAsset>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(media::list::page(&self.db, &query).await.map_err(Error::from)?)
    }

    async fn media_asset(&self, actor: Actor, id: MediaId) -> Result<Option<MediaDetail>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(media::list::one(self.db.pool(), id).await.map_err(Error::from)?)
    }

    async fn upload_media(&self, actor: Actor, name: String, upload: MediaUpload) -> Result<MediaId> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::library::upload(&self.db, &self.files, &actor, name, upload).await?)
    }

    async fn change_media(&self, actor: Actor, id: MediaId, change: MediaChange) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::library::change(&self.db, &actor, id, &change).await?)
    }

    async fn replace_media(
        &self,
        actor: Actor,
        id: MediaId,
        name: String,
        bytes: Vec<u8>,
    ) -> Result<MediaId> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::library::replace(&self.db, &self.files, &actor, id, name, bytes).await?)
    }

    async fn attach_media(&self, actor: Actor, product: ProductId, media: Vec<MediaId>) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::attach(&self.db, &actor, product, media).await?)
    }

    async fn discard_media(&self, actor: Actor, media: Vec<MediaId>, even_if_used: bool) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(media::library::discard(&self.db, &self.files, &actor, media, even_if_used).await?)
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

    async fn delete_category(&self, actor: Actor, id: CategoryId) -> Result<Option<RemovedCategory>> {
        actor.require(Permission::EditCatalog)?;
        Ok(category::delete(&self.db, &actor, id).await?)
    }

    async fn set_category_slug(&self, actor: Actor, id: CategoryId, slug: String) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(category::set_slug(&self.db, &actor, id, &slug).await?)
    }

    async fn moved_to(&self, path: String) -> Result<Option<String>> {
        Ok(redirect::target(self.db.pool(), &path).await.map_err(Error::from)?)
    }

    async fn redirects(&self, actor: Actor, query: RedirectQuery) -> Result<Page<Redirect>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(redirect::page(&self.db, &query).await.map_err(Error::from)?)
    }

    async fn save_redirect(&self, actor: Actor, draft: RedirectDraft) -> Result<RedirectId> {
        actor.require(Permission::EditCatalog)?;
        Ok(redirect::save(&self.db, &actor, draft).await?)
    }

    async fn remove_redirect(&self, actor: Actor, id: RedirectId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(redirect::remove(&self.db, &actor, id).await?)
    }

    async fn import_redirects(&self, actor: Actor, lines: String) -> Result<u32> {
        actor.require(Permission::EditCatalog)?;
        Ok(redirect::import(&self.db, &actor, &lines).await?)
    }

    async fn sitemap_parts(&self) -> Result<Vec<ProductId>> {
        Ok(sitemap::parts(self.db.pool()).await.map_err(Error::from)?)
    }

    async fn sitemap_products(&self, after: ProductId, limit: u32) -> Result<Vec<SitemapEntry>> {
        Ok(sitemap::products(self.db.pool(), after, limit).await.map_err(Error::from)?)
    }

    async fn publication(&self, actor: Actor, product: ProductId) -> Result<Publication> {
        actor.require(Permission::ViewCatalog)?;
        Ok(publication::of(self.db.pool(), product).await?)
    }

    async fn set_schedule(&self, actor: Actor, product: ProductId, schedule: Schedule) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(publication::set(&self.db, &actor, product, schedule).await?)
    }

    async fn make_preview(&self, actor: Actor, product: ProductId) -> Result<String> {
        actor.require(Permission::EditCatalog)?;
        Ok(publication::make(&self.db, &actor, product).await?)
    }

    async fn end_previews(&self, actor: Actor, product: ProductId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(publication::end(&self.db, &actor, product).await?)
    }

    async fn previewed(&self, token: String) -> Result<Option<Product>> {
        Ok(publication::previewed(self.db.pool(), &token).await?)
    }

    async fn product_history(&self, actor: Actor, product: ProductId) -> Result<Vec<ProductRevision>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(product::history::list(self.db.pool(), product).await?)
    }

    async fn restore_product(
        &self,
        actor: Actor,
        product: ProductId,
        version: i64,
        present: i64,
    ) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(product::history::restore(&self.db, &actor, product, version, present).await?)
    }

    async fn export_products(
        &self,
        actor: Actor,
        query: ProductQuery,
        after: Option<ProductId>,
    ) -> Result<Vec<Product>> {
        actor.require(Permission::ViewCatalog)?;
        Ok(import::export(&self.db, &query, after).await?)
    }

    async fn open_import(&self, actor: Actor, draft: ImportDraft) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::open(&self.db, &actor, draft).await?)
    }

    async fn add_import_piece(&self, actor: Actor, id: ImportId, number: u32, bytes: Vec<u8>) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::add_piece(&self.db, id, number, &bytes).await?)
    }

    async fn finish_import_upload(&self, actor: Actor, id: ImportId) -> Result<Import> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::finish_upload(&self.db, id).await?)
    }

    async fn check_import(&self, actor: Actor, id: ImportId, mapping: Vec<ImportField>) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::check(&self.db, id, mapping).await?)
    }

    async fn start_import(&self, actor: Actor, id: ImportId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::start(&self.db, &actor, id).await?)
    }

    async fn cancel_import(&self, actor: Actor, id: ImportId) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::cancel(&self.db, &actor, id).await?)
    }

    async fn imports(&self, actor: Actor, page: PageRequest) -> Result<Page<Import>> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::page(self.db.pool(), page).await.map_err(Error::from)?)
    }

    async fn import(&self, actor: Actor, id: ImportId) -> Result<Option<ImportDetail>> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::detail(&self.db, id).await?)
    }

    async fn failed_import_rows(&self, actor: Actor, id: ImportId, after: u64) -> Result<Vec<FailedRow>> {
        actor.require(Permission::EditCatalog)?;
        Ok(import::failed_rows(&self.db, id, after).await?)
    }

    async fn restore_category(&self, actor: Actor, removed: RemovedCategory) -> Result<()> {
        actor.require(Permission::EditCatalog)?;
        Ok(category::restore(&self.db, &actor, removed).await?)
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
