//! The form of a product type: what is in its inputs.

use contracts::catalog::{AttributeDefinition, ProductType};
use serde::{Deserialize, Serialize};

/// A product type as it is typed. Attributes without a label are left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypeText {
    pub id: String,
    pub version: String,
    pub name: String,
    pub attributes: Vec<AttributeText>,
}

/// An attribute as it is typed. Its code is called `key` here: a refused form does not keep what is called a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributeText {
    pub id: String,
    pub key: String,
    pub label: String,
    pub kind: String,
    pub unit: String,
    /// One a line.
    pub choices: String,
    pub required: String,
    pub filterable: String,
    pub shown: String,
    /// Its place among the others; behind them when empty.
    pub position: String,
    /// Ticked to remove it with what products say of it.
    pub remove: String,
}

impl TypeText {
    /// The form of a type as it stands.
    pub fn of(product_type: &ProductType) -> Self {
        Self {
            id: product_type.id.to_string(),
            version: product_type.version.to_string(),
            name: product_type.name.clone(),
            attributes: (1..).zip(&product_type.attributes).map(|(at, it)| attribute(at, it)).collect(),
        }
    }
}

fn attribute(position: u32, it: &AttributeDefinition) -> AttributeText {
    let ticked = |is: bool| if is { "true".to_owned() } else { String::new() };
    AttributeText {
        id: it.id.to_string(),
        key: it.code.clone(),
        label: it.label.clone(),
        kind: it.kind.as_str().to_owned(),
        unit: it.unit.clone(),
        choices: it.choices.join("\n"),
        required: ticked(it.required),
        filterable: ticked(it.filterable),
        shown: ticked(it.shown),
        position: position.to_string(),
        remove: String::new(),
    }
}
