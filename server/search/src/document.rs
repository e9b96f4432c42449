//! What an index is told.

use crate::Language;
use std::collections::BTreeMap;
use uuid::Uuid;

/// The facet of brands.
pub const BRAND: &str = "brand";
/// The facet of categories; its values are ids.
pub const CATEGORY: &str = "category";

/// A product as it is found. Swatches and labels are not here: they are how a value is shown, and the catalogue knows.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// The product.
    pub id: Uuid,
    /// Whether shoppers find it.
    pub status: Status,
    /// Its words by language. A language without its own is searched by those of the first there is.
    pub texts: BTreeMap<Language, Texts>,
    /// Its brand, which is also a value of the facet [`BRAND`].
    pub brand: Option<String>,
    /// SKUs of all variants, EANs, manufacturer's numbers: found first, by the whole of them.
    pub codes: Vec<String>,
    /// Its category and all above it.
    pub categories: Vec<Uuid>,
    /// Filterable values that hold for all its variants.
    pub facets: Vec<FacetEntry>,
    /// Its variants. None at all means that it cannot be bought.
    pub variants: Vec<VariantEntry>,
    /// Filterable numbers, e.g. `("Weight", 1.5)`.
    pub numbers: Vec<(String, f64)>,
    /// The lowest gross price, minor units of the shop's currency.
    pub price_minor: i64,
    /// Seconds since 1970.
    pub created: i64,
    /// Units sold lately, or whatever else grows with popularity.
    pub sales: u64,
    /// The merchant's own order, smallest first.
    pub position: i64,
}

/// Whether shoppers find a product.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Status {
    /// They do.
    #[default]
    Active,
    /// Only the back office does.
    Hidden,
}

/// The words of a product in one language.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Texts {
    /// Its name.
    pub name: String,
    /// What it is, each as a whole: names of its categories from the nearest up, its product type.
    pub kinds: Vec<String>,
    /// Values of its attributes and options.
    pub attributes: Vec<String>,
    /// Its description without mark-up.
    pub description: String,
}

/// A filterable value.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct FacetEntry {
    pub name: String,
    pub value: String,
}

/// A variant as filters see it: who wants it red and large wants one that is both.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VariantEntry {
    /// Its choices, e.g. colour red.
    pub choices: Vec<FacetEntry>,
    /// Whether it can be bought now.
    pub in_stock: bool,
}

/// Something beside products that is offered while somebody types.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// What it is.
    pub kind: OfferKind,
    /// What the caller knows it by: a category's id, a search's words.
    pub key: String,
    /// What it is called, by language.
    pub names: BTreeMap<Language, String>,
    /// Products in it, searches made: more come first.
    pub weight: u64,
}

/// What is offered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum OfferKind {
    /// A category.
    Category,
    /// What others searched for.
    Search,
}

/// One change of what can be found.
#[derive(Clone, Debug, PartialEq)]
pub enum Change {
    /// A product is like this now.
    Product(Box<Document>),
    /// A product is gone.
    ProductGone(Uuid),
    /// An offer is like this now.
    Offer(Offer),
    /// An offer is gone.
    OfferGone(OfferKind, String),
}
