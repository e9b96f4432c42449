//! The form of a collection: what is in its inputs.

use contracts::{
    Currency, Money,
    catalog::{Collection, Condition, Members},
};
use serde::{Deserialize, Serialize};

/// A collection as it is typed. Products are chosen by hand unless `by` is `rule`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct CollectionText {
    pub id: String,
    pub version: String,
    pub name: String,
    pub slug: String,
    pub description: String,
    /// `hand` or `rule`.
    pub by: String,
    /// Those that are there, each with its place.
    pub products: Vec<ChosenText>,
    /// SKUs or names of further ones, one a line.
    pub add: String,
    /// `all` or `any` of the conditions.
    pub matching: String,
    pub conditions: Vec<ConditionText>,
    /// Of the prices in conditions.
    pub currency: String,
}

/// A product that was chosen by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChosenText {
    pub id: String,
    /// Its place among the others; behind them when empty.
    pub position: String,
    /// Ticked to take it out.
    pub remove: String,
}

/// A condition; which of its inputs count is for `field` to say, and one without a field is left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ConditionText {
    pub field: String,
    pub category: String,
    pub brand: String,
    pub low: String,
    pub high: String,
    pub name: String,
    pub value: String,
    pub days: String,
}

impl CollectionText {
    /// The form of a collection as it stands.
    pub fn of(collection: &Collection, currency: Currency) -> Self {
        let (by, matching, products, conditions) = match &collection.members {
            Members::Hand { products } => {
                let chosen = (1_u32..).zip(products).map(|(place, id)| ChosenText {
                    id: id.to_string(),
                    position: place.to_string(),
                    remove: String::new(),
                });
                ("hand", "all", chosen.collect(), Vec::new())
            }
            Members::Rule { all, conditions } => {
                let texts = conditions.iter().map(|it| condition(it, currency)).collect();
                ("rule", if *all { "all" } else { "any" }, Vec::new(), texts)
            }
        };
        Self {
            id: collection.id.to_string(),
            version: collection.version.to_string(),
            name: collection.name.clone(),
            slug: collection.slug.to_string(),
            description: collection.description.clone(),
            by: by.to_owned(),
            products,
            add: String::new(),
            matching: matching.to_owned(),
            conditions,
            currency: currency.code().to_owned(),
        }
    }

    /// What a new one begins with.
    pub fn empty(currency: Currency) -> Self {
        Self {
            by: "hand".to_owned(),
            matching: "all".to_owned(),
            currency: currency.code().to_owned(),
            ..Self::default()
        }
    }
}

fn condition(it: &Condition, currency: Currency) -> ConditionText {
    let price = |minor: &Option<i64>| minor.map(|it| Money::new(it, currency).decimal()).unwrap_or_default();
    let of = |field: &str| ConditionText { field: field.to_owned(), ..ConditionText::default() };
    match it {
        Condition::Category { category } => {
            ConditionText { category: category.to_string(), ..of("category") }
        }
        Condition::Brand { brand } => ConditionText { brand: brand.to_string(), ..of("brand") },
        Condition::Price { min, max } => ConditionText { low: price(min), high: price(max), ..of("price") },
        Condition::Attribute { name, value } => {
            ConditionText { name: name.clone(), value: value.clone(), ..of("attribute") }
        }
        Condition::InStock => of("in_stock"),
        Condition::NewerThan { days } => ConditionText { days: days.to_string(), ..of("newer_than") },
        Condition::OnSale => of("on_sale"),
    }
}
