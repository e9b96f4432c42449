//! Products, variants, categories, media and search.

mod brand;
mod collection;
mod draft;
mod history;
mod import;
mod listing;
mod media;
mod product;
mod product_type;
mod publication;
mod redirect;
mod removed;
mod sitemap;

pub use brand::{Brand, BrandDraft};
pub use collection::{Collection, CollectionDraft, Condition, Members};
pub use draft::{MediaUpload, ProductDraft, ProductQuery, ProductRow, VariantDraft};
pub use history::{FieldChange, ProductRevision};
pub use import::{
    CountedUnits, FailedRow, Import, ImportCounts, ImportDetail, ImportDraft, ImportField, ImportFormat,
    ImportProblem, ImportState,
};
pub use listing::{
    FacetValue, Facets, Listing, ListingQuery, OptionFacet, ProductCard, RangeFacet, Sort, Suggestions,
};
pub use media::{FocalPoint, MediaAsset, MediaChange, MediaDetail, MediaQuery, MediaState, MediaUse};
pub use product::{
    Attribute, Category, CategoryRef, Media, MediaFile, OptionChoice, OptionValue, Product, ProductOption,
    ProductStatus, Variant, VariantSnapshot,
};
pub use product_type::{
    AttributeDefinition, AttributeDraft, AttributeKind, ProductType, ProductTypeDraft, Typed, TypedValue,
};
pub use publication::{Publication, Schedule};
pub use redirect::{Redirect, RedirectDraft, RedirectQuery, category_path, product_path};
pub use removed::RemovedCategory;
pub use sitemap::SitemapEntry;

use crate::{
    Actor, BrandId, CategoryId, CollectionId, ImportId, MediaId, Page, PageRequest, ProductId, ProductTypeId,
    RedirectId, Sku, Slug, VariantId, contract::contract, event::events,
};
use serde::{Deserialize, Serialize};

events! { "catalog" {
    /// A product was created, changed, published or withdrawn.
    ProductSaved / "product_saved" (product) {
        /// The product.
        product: ProductId,
        /// Its address part.
        slug: Slug,
        /// Its name.
        name: String,
        /// Its status.
        status: ProductStatus,
        /// Its variants as they are now.
        variants: Vec<VariantRef>,
    }
    /// A category was created, changed or removed.
    CategorySaved / "category_saved" (category) {
        /// The category.
        category: CategoryId,
    }
    /// A file said how many units there are of a product's variants.
    StockCounted / "stock_counted" (product) {
        /// The product.
        product: ProductId,
        /// The import that brought the file.
        import: ImportId,
        /// Who sent it.
        author: String,
        /// Units by variant; variants that it does not name keep theirs.
        lines: Vec<CountedUnits>,
    }
    /// A product type was created, changed or removed.
    TypeSaved / "type_saved" (product_type) {
        /// The type.
        product_type: ProductTypeId,
    }
    /// A brand was created, changed or merged with another.
    BrandSaved / "brand_saved" (brand) {
        /// The brand.
        brand: BrandId,
    }
    /// A collection was created, changed or removed.
    CollectionSaved / "collection_saved" (collection) {
        /// The collection.
        collection: CollectionId,
    }
}}

/// A variant as other services need to know it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct VariantRef {
    pub id: VariantId,
    pub sku: Sku,
    /// The choices joined, e.g. `Chalk`.
    pub choices: String,
}

contract! {
    /// What the shop sells and where it is found. Owns `products`, `categories`, `product_attributes`, `product_media`,
    /// `media_assets`, `product_types`, `brands`, `collections`, `redirects`.
    pub trait Catalog as "catalog" {
        /// The tree of categories with counts of active products.
        async fn categories(&self) -> Result<Vec<Category>>;
        /// A page of active products with facets. Unknown category: `NotFound`.
        async fn listing(&self, query: ListingQuery) -> Result<Listing>;
        /// An active product by its address part.
        async fn product_by_slug(&self, slug: Slug) -> Result<Option<Product>>;
        /// Active products in the order of `ids`; missing ones are left out.
        async fn cards(&self, ids: Vec<ProductId>) -> Result<Vec<ProductCard>>;
        /// Variants by id, any status; missing ones are left out.
        async fn variants(&self, ids: Vec<VariantId>) -> Result<Vec<VariantSnapshot>>;
        /// What to offer for the first letters of a search.
        async fn suggest(&self, text: String) -> Result<Suggestions>;
        /// A picture at one of [`Media::WIDTHS`].
        async fn media_file(&self, id: MediaId, width: u32) -> Result<Option<MediaFile>>;
        /// The same as AVIF, which is made some time after the upload; `None` until then.
        async fn media_avif(&self, id: MediaId, width: u32) -> Result<Option<MediaFile>>;
        /// The back office's list. Needs `ViewCatalog`.
        async fn products(&self, actor: Actor, query: ProductQuery) -> Result<Page<ProductRow>>;
        /// Any product by id. Needs `ViewCatalog`.
        async fn product(&self, actor: Actor, id: ProductId) -> Result<Option<Product>>;
        /// Creates or changes a product. `Conflict` when somebody else changed it. Needs `EditCatalog`.
        async fn save_product(&self, actor: Actor, draft: ProductDraft) -> Result<ProductId>;
        /// Adds a picture. Needs `EditCatalog`.
        async fn add_media(&self, actor: Actor, product: ProductId, upload: MediaUpload) -> Result<Media>;
        /// Adds a video: the address of an `.mp4` or `.webm` file (`https://` or of this shop) and the picture that
        /// is shown before it plays. Needs `EditCatalog`.
        async fn add_video(&self, actor: Actor, product: ProductId, url: String, poster: MediaUpload) -> Result<Media>;
        /// Takes a picture or video off a product; it stays in the library. Needs `EditCatalog`.
        async fn delete_media(&self, actor: Actor, product: ProductId, media: MediaId) -> Result<()>;
        /// Puts the pictures into this order. Needs `EditCatalog`.
        async fn order_media(&self, actor: Actor, product: ProductId, order: Vec<MediaId>) -> Result<()>;
        /// A part of the media library. Needs `ViewCatalog`.
        async fn media_library(&self, actor: Actor, query: MediaQuery) -> Result<Page<MediaAsset>>;
        /// An asset and where it is shown. Needs `ViewCatalog`.
        async fn media_asset(&self, actor: Actor, id: MediaId) -> Result<Option<MediaDetail>>;
        /// Adds a picture that no product shows yet; `upload.option` does not count. Needs `EditCatalog`.
        async fn upload_media(&self, actor: Actor, name: String, upload: MediaUpload) -> Result<MediaId>;
        /// Changes what is said about an asset, for all products that show it. Needs `EditCatalog`.
        async fn change_media(&self, actor: Actor, id: MediaId, change: MediaChange) -> Result<()>;
        /// Has all products that show an asset show another file instead; a video gets another poster. The former file
        /// stays in the library, unused. Needs `EditCatalog`.
        async fn replace_media(&self, actor: Actor, id: MediaId, name: String, bytes: Vec<u8>) -> Result<MediaId>;
        /// Puts assets of the library behind a product's pictures; those that it has already stay where they are. At
        /// most 100. Needs `EditCatalog`.
        async fn attach_media(&self, actor: Actor, product: ProductId, media: Vec<MediaId>) -> Result<()>;
        /// Deletes assets, at most 100. `Conflict`, and nothing is deleted, when a product shows one of them and
        /// `even_if_used` is not said. Needs `EditCatalog`.
        async fn discard_media(&self, actor: Actor, media: Vec<MediaId>, even_if_used: bool) -> Result<()>;
        /// Creates (`id` none) or changes a category. Needs `EditCatalog`.
        async fn save_category(&self, actor: Actor, id: Option<CategoryId>, parent: Option<CategoryId>, name: String, description: String) -> Result<CategoryId>;
        /// Removes a category; its children and products move to its parent. What it takes to put it back, unless more
        /// than [`RemovedCategory::MOST`] products were in it. Needs `EditCatalog`.
        async fn delete_category(&self, actor: Actor, id: CategoryId) -> Result<Option<RemovedCategory>>;
        /// Gives a category another address part; the former address leads to it. Field error `slug`. Needs `EditCatalog`.
        async fn set_category_slug(&self, actor: Actor, id: CategoryId, slug: String) -> Result<()>;
        /// Where an old path of this shop leads now; counted when it leads somewhere.
        async fn moved_to(&self, path: String) -> Result<Option<String>>;
        /// Old addresses, newest first. Needs `ViewCatalog`.
        async fn redirects(&self, actor: Actor, query: RedirectQuery) -> Result<Page<Redirect>>;
        /// Creates or changes one; field errors `source` and `target`. Needs `EditCatalog`.
        async fn save_redirect(&self, actor: Actor, draft: RedirectDraft) -> Result<RedirectId>;
        /// Takes one away. Needs `EditCatalog`.
        async fn remove_redirect(&self, actor: Actor, id: RedirectId) -> Result<()>;
        /// Saves one for each line of a text, `old,new`: all of them, or none and a message for each line that cannot be,
        /// at the field `lines`. How many there were. Needs `EditCatalog`.
        async fn import_redirects(&self, actor: Actor, lines: String) -> Result<u32>;
        /// After which ids the parts begin into which the addresses of products on sale are parted, each as long as a file
        /// of a sitemap may be; the first part is always there.
        async fn sitemap_parts(&self) -> Result<Vec<ProductId>>;
        /// Products on sale with ids after this one, at most `limit` (up to 1,000).
        async fn sitemap_products(&self, after: ProductId, limit: u32) -> Result<Vec<SitemapEntry>>;
        /// When a product comes and goes by itself, and who can look at it before. Needs `ViewCatalog`.
        async fn publication(&self, actor: Actor, product: ProductId) -> Result<Publication>;
        /// Sets when a product comes and goes; field errors `publish_at` and `unpublish_at`. Needs `EditCatalog`.
        async fn set_schedule(&self, actor: Actor, product: ProductId, schedule: Schedule) -> Result<()>;
        /// Makes a link that shows a product that is not on sale for seven days: its token, told only now. Needs
        /// `EditCatalog`.
        async fn make_preview(&self, actor: Actor, product: ProductId) -> Result<String>;
        /// Ends all such links of a product. Needs `EditCatalog`.
        async fn end_previews(&self, actor: Actor, product: ProductId) -> Result<()>;
        /// The product that such a link shows, whatever its status.
        async fn previewed(&self, token: String) -> Result<Option<Product>>;
        /// What a product was, newest first, with what each save changed. Needs `ViewCatalog`.
        async fn product_history(&self, actor: Actor, product: ProductId) -> Result<Vec<ProductRevision>>;
        /// Makes a product what it was in `version`, but for its status, stock and pictures: a save that started from the
        /// version `present`. `Conflict` when somebody else changed it. Needs `EditCatalog`.
        async fn restore_product(&self, actor: Actor, product: ProductId, version: i64, present: i64) -> Result<()>;
        /// At most [`PageRequest::BATCH`] whole products of the back office's list, by id: those that follow this one.
        /// Needs `ViewCatalog`.
        async fn export_products(&self, actor: Actor, query: ProductQuery, after: Option<ProductId>) -> Result<Vec<Product>>;
        /// Begins an import; the same id again changes nothing. Needs `EditCatalog`.
        async fn open_import(&self, actor: Actor, draft: ImportDraft) -> Result<()>;
        /// Takes a piece of the file, at most [`Import::PIECE`] bytes; pieces are numbered from 0 and come in order.
        /// Needs `EditCatalog`.
        async fn add_import_piece(&self, actor: Actor, id: ImportId, number: u32, bytes: Vec<u8>) -> Result<()>;
        /// The file is whole: finds out its format and what its columns may mean. The import of a file that cannot be read
        /// has failed, and says why. Needs `EditCatalog`.
        async fn finish_import_upload(&self, actor: Actor, id: ImportId) -> Result<Import>;
        /// Has the lines read and compared with the catalogue, by what the columns mean, which is remembered for files with
        /// the same columns. `Conflict` once it runs. Needs `EditCatalog`.
        async fn check_import(&self, actor: Actor, id: ImportId, mapping: Vec<ImportField>) -> Result<()>;
        /// Has a checked import applied. Repeating it changes nothing. Needs `EditCatalog`.
        async fn start_import(&self, actor: Actor, id: ImportId) -> Result<()>;
        /// Ends an import; what was applied stays. Repeating it changes nothing. Needs `EditCatalog`.
        async fn cancel_import(&self, actor: Actor, id: ImportId) -> Result<()>;
        /// All imports, the newest first. Needs `EditCatalog`.
        async fn imports(&self, actor: Actor, page: PageRequest) -> Result<Page<Import>>;
        /// One import. Needs `EditCatalog`.
        async fn import(&self, actor: Actor, id: ImportId) -> Result<Option<ImportDetail>>;
        /// At most [`PageRequest::BATCH`] lines that could not be applied, those after a line. Needs `EditCatalog`.
        async fn failed_import_rows(&self, actor: Actor, id: ImportId, after: u64) -> Result<Vec<FailedRow>>;
        /// Puts a category back, with those of its children and products that nobody moved since. Needs `EditCatalog`.
        async fn restore_category(&self, actor: Actor, removed: RemovedCategory) -> Result<()>;
        /// Puts the categories below one (the roots when none) into this order. `Conflict` when others are there by
        /// now. Needs `EditCatalog`.
        async fn order_categories(&self, actor: Actor, parent: Option<CategoryId>, order: Vec<CategoryId>) -> Result<()>;
        /// All product types, by name. Needs `ViewCatalog`.
        async fn product_types(&self, actor: Actor) -> Result<Vec<ProductType>>;
        /// Creates or changes a product type. Field errors `attributes[n].…`; `Conflict` when somebody else changed
        /// it. Needs `EditCatalog`.
        async fn save_product_type(&self, actor: Actor, draft: ProductTypeDraft) -> Result<ProductTypeId>;
        /// Removes a product type; its products keep nothing of what its attributes say. Needs `EditCatalog`.
        async fn delete_product_type(&self, actor: Actor, id: ProductTypeId) -> Result<()>;
        /// A product's type with what is said of the product. Needs `ViewCatalog`.
        async fn typed(&self, actor: Actor, product: ProductId) -> Result<Typed>;
        /// As `save_product`, with the product's type and all that is said by its attributes; `save_product` leaves
        /// both as they are. Field errors `typed[n]`, in the order of the values. Needs `EditCatalog`.
        async fn save_typed_product(&self, actor: Actor, draft: ProductDraft, typed: Typed) -> Result<ProductId>;
        /// Brands with products on sale, by name.
        async fn brands(&self) -> Result<Vec<Brand>>;
        /// All brands, by name. Needs `ViewCatalog`.
        async fn all_brands(&self, actor: Actor) -> Result<Vec<Brand>>;
        /// Creates or changes a brand; its products follow. Needs `EditCatalog`.
        async fn save_brand(&self, actor: Actor, draft: BrandDraft) -> Result<BrandId>;
        /// Gives a brand's products to another one and removes it. Needs `EditCatalog`.
        async fn merge_brands(&self, actor: Actor, from: BrandId, into: BrandId) -> Result<()>;
        /// All collections, by name. Needs `ViewCatalog`.
        async fn collections(&self, actor: Actor) -> Result<Vec<Collection>>;
        /// Creates or changes a collection. `Conflict` when somebody else changed it. Needs `EditCatalog`.
        async fn save_collection(&self, actor: Actor, draft: CollectionDraft) -> Result<CollectionId>;
        /// Removes a collection; its products stay. Needs `EditCatalog`.
        async fn delete_collection(&self, actor: Actor, id: CollectionId) -> Result<()>;
        /// Products on sale that these members would be now. Needs `ViewCatalog`.
        async fn count_members(&self, actor: Actor, members: Members) -> Result<u32>;
    }
}
