//! Products, variants, categories, media and search.

mod draft;
mod listing;
mod product;
mod removed;

pub use draft::{MediaUpload, ProductDraft, ProductQuery, ProductRow, VariantDraft};
pub use listing::{FacetValue, Facets, Listing, ListingQuery, OptionFacet, ProductCard, Sort, Suggestions};
pub use product::{
    Attribute, Category, CategoryRef, Media, MediaFile, OptionChoice, OptionValue, Product, ProductOption,
    ProductStatus, Variant, VariantSnapshot,
};
pub use removed::RemovedCategory;

use crate::{
    Actor, CategoryId, MediaId, Page, ProductId, Sku, Slug, VariantId, contract::contract, event::events,
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
    /// What the shop sells. Owns `products`, `categories`, `product_attributes`, `product_media`.
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
        /// Removes a picture or video. Needs `EditCatalog`.
        async fn delete_media(&self, actor: Actor, product: ProductId, media: MediaId) -> Result<()>;
        /// Puts the pictures into this order. Needs `EditCatalog`.
        async fn order_media(&self, actor: Actor, product: ProductId, order: Vec<MediaId>) -> Result<()>;
        /// Creates (`id` none) or changes a category. Needs `EditCatalog`.
        async fn save_category(&self, actor: Actor, id: Option<CategoryId>, parent: Option<CategoryId>, name: String, description: String) -> Result<CategoryId>;
        /// Removes a category; its children and products move to its parent. What it takes to put it back, unless more
        /// than [`RemovedCategory::MOST`] products were in it. Needs `EditCatalog`.
        async fn delete_category(&self, actor: Actor, id: CategoryId) -> Result<Option<RemovedCategory>>;
        /// Puts a category back, with those of its children and products that nobody moved since. Needs `EditCatalog`.
        async fn restore_category(&self, actor: Actor, removed: RemovedCategory) -> Result<()>;
    }
}
