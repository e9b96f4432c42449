//! What is different between two states of a product, in words for a person.

use crate::product::choices;
use contracts::{
    Money,
    catalog::{FieldChange, Product, ProductOption, Variant},
};
use std::collections::BTreeMap;

#[derive(Default)]
struct Differences(Vec<FieldChange>);

impl Differences {
    fn note(&mut self, field: impl Into<String>, before: impl Into<String>, after: impl Into<String>) {
        let (before, after) = (before.into(), after.into());
        if before != after {
            self.0.push(FieldChange { field: field.into(), before, after });
        }
    }

    /// Names and values, each name on its own.
    fn note_all(&mut self, of: &str, before: &BTreeMap<&str, String>, after: &BTreeMap<&str, String>) {
        for (name, was) in before {
            let is = after.get(name).map(String::as_str).unwrap_or_default();
            self.note(format!("{of} {name}"), was.as_str(), is);
        }
        for (name, is) in after.iter().filter(|(name, _)| !before.contains_key(*name)) {
            self.note(format!("{of} {name}"), "", is.as_str());
        }
    }
}

/// Each difference once, in the order of the product's form.
pub(super) fn between(before: &Product, after: &Product) -> Vec<FieldChange> {
    let mut found = Differences::default();
    found.note("Name", &before.name, &after.name);
    found.note("Description", &before.description, &after.description);
    let brand = |product: &Product| product.brand.clone().unwrap_or_default();
    found.note("Brand", brand(before), brand(after));
    found.note("Address part", before.slug.as_str(), after.slug.as_str());
    found.note("Status", before.status.as_str(), after.status.as_str());
    found.note("Category", category(before), category(after));
    found.note_all("Option", &options(before), &options(after));
    variants(&mut found, before, after);
    found.note_all("Attribute", &attributes(before), &attributes(after));
    found.0
}

fn category(product: &Product) -> String {
    product.categories.iter().map(|step| step.name.as_str()).collect::<Vec<_>>().join(" / ")
}

fn options(product: &Product) -> BTreeMap<&str, String> {
    let values = |option: &ProductOption| {
        let values = option.values.iter().map(|choice| match &choice.swatch {
            Some(swatch) => format!("{} ({swatch})", choice.value),
            None => choice.value.clone(),
        });
        values.collect::<Vec<_>>().join(", ")
    };
    product.options.iter().map(|option| (option.name.as_str(), values(option))).collect()
}

fn attributes(product: &Product) -> BTreeMap<&str, String> {
    let mut all = BTreeMap::<&str, String>::new();
    for attribute in &product.attributes {
        let value = all.entry(&attribute.name).or_default();
        if !value.is_empty() {
            value.push_str(", ");
        }
        value.push_str(&attribute.value);
    }
    all
}

fn variants(found: &mut Differences, before: &Product, after: &Product) {
    for was in &before.variants {
        match after.variants.iter().find(|is| is.id == was.id) {
            Some(is) => variant(found, was, is),
            None => found.note(format!("Variant {}", was.sku), in_short(was), ""),
        }
    }
    let is_new = |is: &&Variant| !before.variants.iter().any(|was| was.id == is.id);
    for is in after.variants.iter().filter(is_new) {
        found.note(format!("Variant {}", is.sku), "", in_short(is));
    }
}

fn variant(found: &mut Differences, was: &Variant, is: &Variant) {
    let sku = is.sku.as_str();
    let former = |money: Option<Money>| money.map(|money| money.to_string()).unwrap_or_default();
    found.note("SKU", was.sku.as_str(), sku);
    found.note(format!("Choices of {sku}"), choices(&was.options), choices(&is.options));
    found.note(format!("Price of {sku}"), was.price.to_string(), is.price.to_string());
    found.note(format!("Former price of {sku}"), former(was.compare_at), former(is.compare_at));
    found.note(format!("Weight of {sku}"), grams(was), grams(is));
}

fn in_short(variant: &Variant) -> String {
    let parts = [choices(&variant.options), variant.price.to_string()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn grams(variant: &Variant) -> String {
    format!("{} g", variant.weight_g)
}
