//! What shoppers find.

use super::product::{CategoryRef, Media, OptionChoice};
use crate::{Money, Page, PageRequest, ProductId, Slug, VariantId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// Only the products of this brand, on its page.
    pub brand: Option<Slug>,
    /// Only the products of this collection; featured is its own order.
    pub collection: Option<Slug>,
    /// Words, typos allowed; everything when empty.
    pub search: String,
    /// Any of these brands.
    pub brands: Vec<String>,
    /// Gross minor units, inclusive.
    pub price_min: Option<i64>,
    /// Gross minor units, inclusive.
    pub price_max: Option<i64>,
    /// Name of an option or attribute to any of its values; a number's name with `.min` or `.max` to a bound.
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
    /// Options and attributes by name, e.g. `Colour`.
    pub options: Vec<OptionFacet>,
    /// Attributes that are numbers.
    pub ranges: Vec<RangeFacet>,
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

/// A facet made of a number: between which bounds products are without this filter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RangeFacet {
    /// E.g. `Width`.
    pub name: String,
    /// E.g. `mm`; or empty.
    pub unit: String,
    /// The lowest, a decimal number.
    pub min: String,
    /// The highest.
    pub max: String,
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
    /// What the category, brand or collection asked for is called; empty for the whole shop.
    pub title: String,
    /// Its description.
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
