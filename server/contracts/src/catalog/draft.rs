//! What the back office reads and writes.

use super::product::{Attribute, Media, OptionValue, Product, ProductOption, ProductStatus, Variant};
use crate::{CategoryId, Money, PageRequest, ProductId, Slug, Timestamp, VariantId};
use serde::{Deserialize, Serialize};

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
    /// Only what comes or goes by itself.
    #[serde(default)]
    pub scheduled: bool,
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

/// The draft that leaves a product as it is.
impl From<Product> for ProductDraft {
    fn from(product: Product) -> Self {
        Self {
            id: Some(product.id),
            version: Some(product.version),
            name: product.name,
            slug: product.slug.into(),
            description: product.description,
            brand: product.brand.unwrap_or_default(),
            status: product.status,
            category: product.categories.last().map(|category| category.id),
            attributes: product.attributes,
            options: product.options,
            variants: product.variants.into_iter().map(VariantDraft::from).collect(),
        }
    }
}

/// The draft that leaves a variant as it is.
impl From<Variant> for VariantDraft {
    fn from(variant: Variant) -> Self {
        Self {
            id: Some(variant.id),
            sku: variant.sku.into(),
            options: variant.options,
            price: variant.price,
            compare_at: variant.compare_at,
            weight_g: variant.weight_g,
        }
    }
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
