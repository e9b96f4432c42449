//! Entries of a catalogue file as a merchant would write them.

use super::catalogue::{Colourway, Product as Entry};
use contracts::{
    CategoryId, Currency, Money,
    catalog::{
        Attribute, OptionChoice, OptionValue, Product, ProductDraft, ProductOption, ProductStatus,
        VariantDraft,
    },
};

/// A new product that shoppers do not see yet.
pub(super) fn draft(entry: &Entry, currency: Currency, category: Option<CategoryId>) -> ProductDraft {
    let price = Money::new(entry.price_minor, currency);
    let choice = |choice: &Colourway| OptionChoice { value: choice.name.clone(), swatch: choice.hex.clone() };
    let variant = |choice: &Colourway| VariantDraft {
        id: None,
        sku: entry.sku(choice),
        options: vec![OptionValue { name: entry.option.clone(), value: choice.name.clone() }],
        price,
        compare_at: None,
        weight_g: entry.weight_g,
    };
    ProductDraft {
        id: None,
        version: None,
        name: entry.name.clone(),
        slug: entry.slug.clone(),
        description: entry.description.clone(),
        brand: entry.brand.clone(),
        status: ProductStatus::Draft,
        category,
        attributes: attributes(entry),
        options: vec![ProductOption {
            name: entry.option.clone(),
            values: entry.colourways.iter().map(choice).collect(),
        }],
        variants: entry.colourways.iter().map(variant).collect(),
    }
}

/// The same product, on sale.
pub(super) fn published(mut draft: ProductDraft, product: &Product) -> ProductDraft {
    for variant in &mut draft.variants {
        let same = product.variants.iter().find(|present| present.sku.as_str() == variant.sku);
        variant.id = same.map(|present| present.id);
    }
    let (id, version) = (Some(product.id), Some(product.version));
    ProductDraft { id, version, status: ProductStatus::Active, ..draft }
}

fn attributes(entry: &Entry) -> Vec<Attribute> {
    let rows = [
        ("Material", entry.material.clone()),
        ("Care", entry.care.clone()),
        ("Dimensions", dimensions(entry)),
        ("Weight", format!("{} g", entry.weight_g)),
    ];
    let filled = rows.into_iter().filter(|(_, value)| !value.is_empty());
    filled.map(|(name, value)| Attribute { name: name.into(), value }).collect()
}

fn dimensions(entry: &Entry) -> String {
    let size = |name: &str| entry.dimensions_mm.get(name).map(ToString::to_string);
    let sizes: Vec<String> = ["width", "depth", "height"].into_iter().filter_map(size).collect();
    if sizes.is_empty() { String::new() } else { format!("{} mm", sizes.join(" × ")) }
}
