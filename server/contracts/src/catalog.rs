//! Products, variants, categories, media and search.

mod brand;
mod collection;
mod draft;
mod listing;
mod product;
mod product_type;

pub use brand::{Brand, BrandDraft};
pub use collection::{Collection, CollectionDraft, Condition, Members};
pub use draft::{MediaUpload, ProductDraft, ProductQuery, ProductRow, VariantDraft};
pub use listing::{
    FacetValue, Facets, Listing, ListingQuery, OptionFacet, ProductCard, RangeFacet, Sort, Suggestions,
};
pub use product::{
    Attribute, Category, CategoryRef, Media, MediaFile, OptionChoice, OptionValue, Product, ProductOption,
    ProductStatus, Variant, VariantSnapshot,
};
pub use product_type::{
    AttributeDefinition, AttributeDraft, AttributeKind, ProductType, ProductTypeDraft, Typed, TypedValue,
};

use crate::{
    Actor, BrandId, CategoryId, CollectionId, MediaId, Page, ProductId, ProductTypeId, Sku, Slug, VariantId,
    contract::contract, event::events,
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
    /// What the shop sells. Owns `products`, `categories`, `product_attributes`, `product_media`, `product_types`,
    /// `brands`, `collections`.
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
        /// Removes a category; its children and products move to its parent. Needs `EditCatalog`.
        async fn delete_category(&self, actor: Actor, id: CategoryId) -> Result<()>;
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
