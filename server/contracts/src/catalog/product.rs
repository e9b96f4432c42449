//! Products, their variants, categories and media.

use crate::{CategoryId, MediaId, Money, ProductId, Sku, Slug, Timestamp, VariantId};
use serde::{Deserialize, Serialize};

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
    /// Its average, `#rrggbb`, to be shown until it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour: Option<String>,
    /// What stays in sight when it is cropped, as CSS' `object-position` has it, e.g. `30% 75%`; the middle when none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub focal: Option<String>,
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

    /// For the `style` of its `<img>`: the colour until it is there, and what stays in sight when it is cropped.
    pub fn style(&self) -> String {
        let mut style = String::new();
        for (property, value) in [("background-color:", &self.colour), (";object-position:", &self.focal)] {
            if let Some(value) = value {
                style.push_str(property);
                style.push_str(value);
            }
        }
        style
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
