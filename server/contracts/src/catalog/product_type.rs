//! Product types: what is to be said of every product of one kind.

use crate::{AttributeId, ProductTypeId};
use serde::{Deserialize, Serialize};

/// What an attribute of a product type holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AttributeKind {
    /// Up to 255 characters.
    #[default]
    Text,
    /// A decimal number, with the attribute's unit.
    Number,
    /// Yes or no.
    Boolean,
    /// A day.
    Date,
    /// One of the attribute's choices.
    Choice,
    /// Any of the attribute's choices.
    MultiChoice,
    /// Another product.
    Reference,
    /// A colour with its name.
    Colour,
}

impl AttributeKind {
    /// All of them, in the order a menu shows them.
    pub const ALL: [Self; 8] = [
        Self::Text,
        Self::Number,
        Self::Boolean,
        Self::Date,
        Self::Choice,
        Self::MultiChoice,
        Self::Reference,
        Self::Colour,
    ];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Date => "date",
            Self::Choice => "choice",
            Self::MultiChoice => "multi_choice",
            Self::Reference => "reference",
            Self::Colour => "colour",
        }
    }

    /// The kind of that name.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// Whether its values are among choices that the attribute names.
    pub fn has_choices(self) -> bool {
        matches!(self, Self::Choice | Self::MultiChoice)
    }

    /// Whether listings can be narrowed by it.
    pub fn can_filter(self) -> bool {
        !matches!(self, Self::Text | Self::Date | Self::Reference)
    }
}

/// What is to be said of the products of a type.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeDefinition {
    /// Its id.
    pub id: AttributeId,
    /// Its name for machines, unique in the type, e.g. `capacity`. Types that share a code share its kind.
    pub code: String,
    /// What shoppers read, e.g. `Capacity`; also what a filter is called.
    pub label: String,
    /// What it holds.
    pub kind: AttributeKind,
    /// Behind a number, e.g. `ml`; or empty.
    pub unit: String,
    /// Whether a product of the type cannot do without it.
    pub required: bool,
    /// Whether listings can be narrowed by it.
    pub filterable: bool,
    /// Whether shoppers see it on the product's page.
    pub shown: bool,
    /// What can be chosen, in order; empty for other kinds.
    pub choices: Vec<String>,
    /// Products that say something of it.
    pub products: u32,
}

/// A kind of product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductType {
    /// Its id.
    pub id: ProductTypeId,
    /// Its name, unique in the shop.
    pub name: String,
    /// Grows with each change; a save names the version it started from.
    pub version: i64,
    /// Products of the type.
    pub products: u32,
    /// What is to be said of them, in order.
    pub attributes: Vec<AttributeDefinition>,
}

/// A product type as a merchant writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductTypeDraft {
    /// The type to change; a new one when none.
    pub id: Option<ProductTypeId>,
    /// The version the change started from; must still be the present one.
    pub version: Option<i64>,
    /// Required, up to 100 characters.
    pub name: String,
    /// In order. Attributes that are no longer named are removed, with what products say of them.
    pub attributes: Vec<AttributeDraft>,
}

/// An attribute of a product type as a merchant writes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AttributeDraft {
    /// The attribute to change; a new one when none.
    pub id: Option<AttributeId>,
    /// Made of the label when empty.
    pub code: String,
    /// Required, up to 100 characters.
    pub label: String,
    /// Cannot change while products say something of it.
    pub kind: AttributeKind,
    /// Behind a number.
    pub unit: String,
    /// Whether a product of the type cannot do without it.
    pub required: bool,
    /// Whether listings can be narrowed by it.
    pub filterable: bool,
    /// Whether shoppers see it.
    pub shown: bool,
    /// What can be chosen. One that products have cannot be taken away.
    pub choices: Vec<String>,
}

/// A product's type with what is said of the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Typed {
    /// The type; a product without one has free attributes only.
    pub product_type: Option<ProductTypeId>,
    /// What is said, by the attributes' codes. Those of no attribute of the type are left out.
    pub values: Vec<TypedValue>,
}

/// What is said of one attribute of a product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct TypedValue {
    /// The attribute's code.
    pub code: String,
    /// One text, as people type it: a number (`12.5`), `true` or `false`, a day (`2027-03-01`), a choice, a SKU of
    /// the other product. The chosen of several; of a colour its name and `#rrggbb`. Nothing is said when all are
    /// empty.
    pub values: Vec<String>,
}
