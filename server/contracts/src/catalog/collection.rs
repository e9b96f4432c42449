//! Collections: products that belong together for a while, chosen by hand or by rule.

use crate::{BrandId, CategoryId, CollectionId, ProductId, Slug};
use serde::{Deserialize, Serialize};

/// What a product has to be for a rule.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "field", rename_all = "snake_case")]
pub enum Condition {
    /// In this category or below.
    Category {
        /// Which.
        category: CategoryId,
    },
    /// Of this brand.
    Brand {
        /// Which.
        brand: BrandId,
    },
    /// Its lowest gross price is within these bounds, minor units, inclusive.
    Price {
        /// At least.
        min: Option<i64>,
        /// At most.
        max: Option<i64>,
    },
    /// It has this choice of an option, or of an attribute that listings can be narrowed by.
    Attribute {
        /// E.g. `Material`.
        name: String,
        /// E.g. `Oak`.
        value: String,
    },
    /// It can be bought now.
    InStock,
    /// It came into the shop within so many days.
    NewerThan {
        /// 1 to 3650.
        days: u16,
    },
    /// One of its variants has a former price.
    OnSale,
}

/// Which products a collection has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "by", rename_all = "snake_case")]
pub enum Members {
    /// These, in this order.
    Hand {
        /// At most 1000.
        products: Vec<ProductId>,
    },
    /// Whatever meets the conditions, at every look.
    Rule {
        /// All conditions, or any of them.
        all: bool,
        /// 1 to 20.
        conditions: Vec<Condition>,
    },
}

/// Products that belong together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// Its id.
    pub id: CollectionId,
    /// Its name.
    pub name: String,
    /// Its address part, unique among collections.
    pub slug: Slug,
    /// Plain text on its page; or empty.
    pub description: String,
    /// Which products it has.
    pub members: Members,
    /// Grows with each change; a save names the version it started from.
    pub version: i64,
}

/// A collection as a merchant writes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CollectionDraft {
    /// The collection to change; a new one when none.
    pub id: Option<CollectionId>,
    /// The version the change started from; must still be the present one.
    pub version: Option<i64>,
    /// Required, up to 100 characters.
    pub name: String,
    /// Made of the name when empty.
    pub slug: String,
    /// Plain text.
    pub description: String,
    /// Which products it has.
    pub members: Members,
}
