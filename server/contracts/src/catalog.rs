//! Products, variants, categories, media and search.

mod draft;
mod listing;
mod media;
mod product;

pub use draft::{MediaUpload, ProductDraft, ProductQuery, ProductRow, VariantDraft};
pub use listing::{FacetValue, Facets, Listing, ListingQuery, OptionFacet, ProductCard, Sort, Suggestions};
pub use media::{FocalPoint, MediaAsset, MediaChange, MediaDetail, MediaQuery, MediaState, MediaUse};
pub use product::{
    Attribute, Category, CategoryRef, Media, MediaFile, OptionChoice, OptionValue, Product, ProductOption,
    ProductStatus, Variant, VariantSnapshot,
};

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
    /// What the shop sells. Owns `products`, `categories`, `product_attributes`, `product_media`, `media_assets`.
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
        /// Removes a category; its children and products move to its parent. Needs `EditCatalog`.
        async fn delete_category(&self, actor: Actor, id: CategoryId) -> Result<()>;
    }
}
