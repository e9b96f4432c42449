//! Products, variants, categories, media and search.

use crate::{
    Actor, CategoryId, MediaId, Money, Page, PageRequest, ProductId, Sku, Slug, Timestamp, VariantId,
    contract::contract, event::events,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Whether shoppers see a product.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProductStatus {
    /// Being written; staff only.
    Draft,
    /// On sale.
    Active,
    /// No longer on sale; kept for old orders.
    Archived,
}

impl ProductStatus {
    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Active => "active",
            Self::Archived => "archived",
        }
    }
}

/// A picture or video of a product. Pictures, a video's poster among them, are at `/media/<id>/<width>.webp`
/// for the widths in [`Media::WIDTHS`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Media {
    /// Its id; a changed picture is a new one.
    pub id: MediaId,
    /// `image` or `video`.
    pub media_type: String,
    /// Address of the picture, relative to the shop; of a video, wherever it is.
    pub url: String,
    /// What it shows, for those who do not see it.
    pub alt_text: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
    /// Shown for these option values only, e.g. `("Colour", "Chalk")`; for all when none.
    pub option: Option<OptionValue>,
}

impl Media {
    /// The widths a picture is delivered at, pixels.
    pub const WIDTHS: [u32; 4] = [240, 480, 800, 1200];

    /// Whether it is a video.
    pub fn is_video(&self) -> bool {
        self.media_type == "video"
    }

    /// The picture's (or poster's) address at one width.
    pub fn at(&self, width: u32) -> String {
        format!("/media/{}/{width}.webp", self.id)
    }

    /// For `srcset`: each width with its descriptor.
    pub fn srcset(&self) -> String {
        Self::WIDTHS.map(|width| format!("{} {width}w", self.at(width))).join(", ")
    }
}

/// A picture file, as delivered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MediaFile {
    /// The encoded picture.
    pub bytes: Vec<u8>,
    /// Its media type, e.g. `image/webp`.
    pub content_type: String,
}

/// One choice of one option.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptionValue {
    /// The option, e.g. `Colour`.
    pub name: String,
    /// The choice, e.g. `Chalk`.
    pub value: String,
}

/// An option of a product with its choices, in order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductOption {
    /// E.g. `Colour`.
    pub name: String,
    /// The choices.
    pub values: Vec<OptionChoice>,
}

/// A choice with its swatch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct OptionChoice {
    /// E.g. `Chalk`.
    pub value: String,
    /// A CSS colour `#rrggbb` for a swatch.
    pub swatch: Option<String>,
}

/// What a shopper buys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Variant {
    /// Its id.
    pub id: VariantId,
    /// Its stock-keeping unit, unique in the shop.
    pub sku: Sku,
    /// One choice per option of the product.
    pub options: Vec<OptionValue>,
    /// Gross price.
    pub price: Money,
    /// The former gross price, when reduced.
    pub compare_at: Option<Money>,
    /// Grams.
    pub weight_g: u32,
    /// Whether units can be bought, as the catalogue last heard from the inventory.
    pub in_stock: bool,
}

/// A node of the category tree, with its children.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(no_recursion))]
pub struct Category {
    /// Its id.
    pub id: CategoryId,
    /// Its parent, if it is not a root.
    pub parent: Option<CategoryId>,
    /// Its address part, unique in the shop.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// A sentence or two.
    pub description: String,
    /// Active products in it and below.
    pub product_count: u32,
    /// Its children, in order.
    pub children: Vec<Category>,
}

/// A step of a breadcrumb.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct CategoryRef {
    pub id: CategoryId,
    pub slug: Slug,
    pub name: String,
}

/// A product with everything its page shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Product {
    /// Its id.
    pub id: ProductId,
    /// Its address part, unique in the shop.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Plain text, paragraphs by blank lines.
    pub description: String,
    /// Its brand.
    pub brand: Option<String>,
    /// Whether shoppers see it.
    pub status: ProductStatus,
    /// Its options, in order; empty for a product with one variant.
    pub options: Vec<ProductOption>,
    /// Its variants, in order; at least one.
    pub variants: Vec<Variant>,
    /// Pictures, in order.
    pub media: Vec<Media>,
    /// Names and values such as material and care, in order.
    pub attributes: Vec<Attribute>,
    /// From the root to the product's own category.
    pub categories: Vec<CategoryRef>,
    /// Grows with each change; a save names the version it started from.
    pub version: i64,
    /// When it was last changed.
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = DateTime))]
    pub updated_at: Timestamp,
}

/// A fact about a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Attribute {
    pub name: String,
    pub value: String,
}

/// A product in a grid.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ProductCard {
    /// Its id.
    pub id: ProductId,
    /// Its address part.
    pub slug: Slug,
    /// Its name.
    pub name: String,
    /// Its brand.
    pub brand: Option<String>,
    /// The lowest gross price of its variants.
    pub price_from: Money,
    /// Whether variants differ in price.
    pub price_varies: bool,
    /// The former price of the cheapest variant, when reduced.
    pub compare_at: Option<Money>,
    /// The first picture, and the second for hovering.
    pub pictures: Vec<Media>,
    /// The first option's swatches.
    pub swatches: Vec<OptionChoice>,
    /// The only variant, when there is no choice to make.
    pub single_variant: Option<VariantId>,
    /// Whether any variant can be bought.
    pub in_stock: bool,
}

/// How a listing is ordered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    /// By relevance when searching, else as the merchant arranged it.
    #[default]
    Featured,
    /// Newest first.
    Newest,
    /// Cheapest first.
    PriceAsc,
    /// Dearest first.
    PriceDesc,
    /// By name.
    Name,
}

impl Sort {
    /// All of them, in the order a menu shows them.
    pub const ALL: [Self; 5] = [Self::Featured, Self::Newest, Self::PriceAsc, Self::PriceDesc, Self::Name];

    /// As in the address, e.g. `price_asc`.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Featured => "featured",
            Self::Newest => "newest",
            Self::PriceAsc => "price_asc",
            Self::PriceDesc => "price_desc",
            Self::Name => "name",
        }
    }

    /// The order with that address text; the default for any other text.
    pub fn from_text(text: &str) -> Self {
        Self::ALL.into_iter().find(|sort| sort.as_str() == text).unwrap_or_default()
    }
}

/// Which products are wanted. Values of one facet widen the result, facets narrow it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingQuery {
    /// Only this category and below.
    pub category: Option<Slug>,
    /// Words, typos allowed; everything when empty.
    pub search: String,
    /// Any of these brands.
    pub brands: Vec<String>,
    /// Gross minor units, inclusive.
    pub price_min: Option<i64>,
    /// Gross minor units, inclusive.
    pub price_max: Option<i64>,
    /// Option name to any of its values.
    pub options: BTreeMap<String, Vec<String>>,
    /// Only what can be bought now.
    pub in_stock: bool,
    /// The order.
    pub sort: Sort,
    /// The part of the list.
    pub page: PageRequest,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct FacetValue {
    /// The value as it goes into the address.
    pub value: String,
    /// The value as people read it.
    pub label: String,
    /// Products that choosing it would show, given the other facets.
    pub count: u32,
    /// Whether it is chosen.
    pub selected: bool,
    /// A CSS colour for a swatch.
    pub swatch: Option<String>,
}

/// What a listing can be narrowed by.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Facets {
    /// Categories below the present one.
    pub categories: Vec<FacetValue>,
    /// Brands.
    pub brands: Vec<FacetValue>,
    /// Options by name, e.g. `Colour`.
    pub options: Vec<OptionFacet>,
    /// Lowest and highest gross price without the price filter, minor units.
    pub price_min: i64,
    /// See `price_min`.
    pub price_max: i64,
    /// Products that can be bought now.
    pub in_stock: u32,
}

/// A facet made of one option.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct OptionFacet {
    pub name: String,
    pub values: Vec<FacetValue>,
}

/// The answer to a [`ListingQuery`].
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// The products.
    pub products: Page<ProductCard>,
    /// What can narrow them.
    pub facets: Facets,
    /// The category asked for, with its path from the root (itself last).
    pub path: Vec<CategoryRef>,
    /// The category's description.
    pub description: String,
}

/// What is offered while somebody types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Suggestions {
    pub products: Vec<ProductCard>,
    pub categories: Vec<CategoryRef>,
}

/// What a cart, an order and a stock list need to know of a variant, whatever its status.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct VariantSnapshot {
    /// The variant.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// The product's address part.
    pub slug: Slug,
    /// The product's name.
    pub name: String,
    /// The choices, e.g. `Chalk`, or empty.
    pub choices: String,
    /// The stock-keeping unit.
    pub sku: Sku,
    /// Gross price now.
    pub price: Money,
    /// Grams.
    pub weight_g: u32,
    /// The picture that shows it.
    pub picture: Option<Media>,
    /// Whether its product is on sale.
    pub on_sale: bool,
}

/// A product in the back office's list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct ProductRow {
    pub id: ProductId,
    pub slug: Slug,
    pub name: String,
    pub brand: Option<String>,
    pub status: ProductStatus,
    pub category: Option<String>,
    pub variants: u32,
    pub price_from: Money,
    pub picture: Option<Media>,
    pub in_stock: bool,
    pub updated_at: Timestamp,
}

/// Which products the back office wants.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductQuery {
    /// Part of a name or SKU.
    pub search: String,
    /// Only this status.
    pub status: Option<ProductStatus>,
    /// Only this category and below.
    pub category: Option<CategoryId>,
    /// `name`, `updated` or `price`, with a leading `-` for descending; newest first by default.
    pub sort: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// A product as a merchant writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDraft {
    /// The product to change; a new one when none.
    pub id: Option<ProductId>,
    /// The version the change started from; must still be the present one.
    pub version: Option<i64>,
    /// Required, up to 255 characters.
    pub name: String,
    /// Made of the name when empty.
    pub slug: String,
    /// Plain text.
    pub description: String,
    /// Empty for none.
    pub brand: String,
    /// Whether shoppers see it.
    pub status: ProductStatus,
    /// Its own category.
    pub category: Option<CategoryId>,
    /// In order.
    pub attributes: Vec<Attribute>,
    /// Options in order; every variant has one choice of each.
    pub options: Vec<ProductOption>,
    /// In order; at least one.
    pub variants: Vec<VariantDraft>,
}

/// A variant as a merchant writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantDraft {
    /// The variant to change; a new one when none.
    pub id: Option<VariantId>,
    /// Unique in the shop.
    pub sku: String,
    /// One choice per option.
    pub options: Vec<OptionValue>,
    /// Gross price, more than nothing.
    pub price: Money,
    /// The former gross price.
    pub compare_at: Option<Money>,
    /// Grams.
    pub weight_g: u32,
}

/// A picture to be added to a product.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct MediaUpload {
    /// The file; decoded, bounded and re-encoded by the service. At most 20 MiB.
    pub bytes: Vec<u8>,
    /// What it shows.
    pub alt_text: String,
    /// The choice it shows, if only one.
    pub option: Option<OptionValue>,
}

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
        /// Removes a category; its children and products move to its parent. Needs `EditCatalog`.
        async fn delete_category(&self, actor: Actor, id: CategoryId) -> Result<()>;
    }
}
