//! Which variant is meant, and what to say about it.

use crate::components::Tone;
use contracts::catalog::{Media, OptionValue, Product, Variant};

/// At and below this many, shoppers are told the number.
const FEW: u32 = 5;

/// The variant the address names: by SKU, else the first one with that choice, else the first in stock.
pub fn chosen<'a>(product: &'a Product, sku: &str, choice: &str) -> Option<&'a Variant> {
    let by_sku = product.variants.iter().find(|variant| variant.sku.as_str().eq_ignore_ascii_case(sku));
    let has_choice = |variant: &&Variant| variant.options.iter().any(|option| option.value == choice);
    let buyable = |variant: &&Variant| variant.in_stock;
    by_sku
        .or_else(|| product.variants.iter().filter(has_choice).find(buyable))
        .or_else(|| product.variants.iter().find(has_choice))
        .or_else(|| product.variants.iter().find(buyable))
        .or_else(|| product.variants.first())
}

/// The variant with another choice of one option that has most in common with the present one.
pub fn with_choice<'a>(product: &'a Product, present: &Variant, wanted: &OptionValue) -> Option<&'a Variant> {
    let common =
        |variant: &&Variant| variant.options.iter().filter(|option| present.options.contains(option)).count();
    let mut with: Vec<&Variant> =
        product.variants.iter().filter(|variant| variant.options.contains(wanted)).collect();
    with.sort_by_key(|variant| std::cmp::Reverse(common(variant)));
    with.into_iter().next()
}

/// Pictures of the chosen variant first, then the others.
pub fn pictures(product: &Product, variant: Option<&Variant>) -> Vec<Media> {
    let shows = |media: &&Media| {
        let Some(option) = &media.option else { return false };
        variant.is_some_and(|variant| variant.options.contains(option))
    };
    let (mut first, rest): (Vec<&Media>, Vec<&Media>) = product.media.iter().partition(shows);
    first.extend(rest);
    first.into_iter().cloned().collect()
}

/// The stock in plain words.
pub fn stock_words(available: u32) -> (Tone, String) {
    match available {
        0 => (Tone::Neutral, "Sold out".to_owned()),
        1 => (Tone::Warning, "Only one left".to_owned()),
        few if few <= FEW => (Tone::Warning, ["Only ", &few.to_string(), " left"].concat()),
        _ => (Tone::Positive, "In stock".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn id(number: u8) -> String {
        uuid::Uuid::from_u128(number.into()).to_string()
    }

    fn option(name: &str, value: &str) -> OptionValue {
        OptionValue { name: name.into(), value: value.into() }
    }

    fn product() -> Product {
        let variant = |number: u8, sku: &str, colour: &str, size: &str, in_stock: bool| {
            json!({
                "id": id(number), "sku": sku, "price": { "minor": 100, "currency": "EUR" }, "compare_at": null,
                "weight_g": 1, "in_stock": in_stock,
                "options": [{ "name": "Colour", "value": colour }, { "name": "Size", "value": size }],
            })
        };
        let media = |number: u8, colour: &str| {
            json!({
                "id": id(number), "media_type": "image", "url": "", "alt_text": colour, "width": 1, "height": 1,
                "option": { "name": "Colour", "value": colour },
            })
        };
        serde_json::from_value(json!({
            "id": id(1), "slug": "cup", "name": "Cup", "description": "", "brand": null, "status": "active",
            "options": [], "attributes": [], "categories": [], "version": 1, "updated_at": "2026-01-01T00:00:00Z",
            "variants": [
                variant(2, "CUP-1", "Chalk", "Small", false),
                variant(3, "CUP-2", "Chalk", "Large", true),
                variant(4, "CUP-3", "Sage", "Large", true),
            ],
            "media": [media(5, "Chalk"), media(6, "Sage")],
        }))
        .unwrap()
    }

    fn sku(variant: Option<&Variant>) -> &str {
        variant.map_or("", |variant| variant.sku.as_str())
    }

    #[test]
    fn the_address_decides_and_what_is_in_stock_comes_first() {
        let product = product();
        assert_eq!(sku(chosen(&product, "cup-1", "")), "CUP-1");
        assert_eq!(sku(chosen(&product, "", "Chalk")), "CUP-2");
        assert_eq!(sku(chosen(&product, "gone", "")), "CUP-2");
    }

    #[test]
    fn another_choice_keeps_the_others_where_it_can() {
        let product = product();
        let large = &product.variants[1];
        assert_eq!(sku(with_choice(&product, large, &option("Colour", "Sage"))), "CUP-3");
        assert_eq!(sku(with_choice(&product, &product.variants[2], &option("Size", "Small"))), "CUP-1");
        assert!(with_choice(&product, large, &option("Size", "Huge")).is_none());
    }

    #[test]
    fn pictures_of_the_chosen_colour_come_first() {
        let product = product();
        let shown = pictures(&product, chosen(&product, "CUP-3", ""));
        assert_eq!(shown.iter().map(|media| media.alt_text.as_str()).collect::<Vec<_>>(), ["Sage", "Chalk"]);
    }

    #[test]
    fn stock_is_told_in_words() {
        let words: Vec<String> = [0, 1, 3, 6].map(|count| stock_words(count).1).into();
        assert_eq!(words, ["Sold out", "Only one left", "Only 3 left", "In stock"]);
    }
}
