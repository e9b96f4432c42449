//! A line of what WooCommerce exports: a product by itself, one with variations, or a variation that names its parent.

use super::{
    Reading,
    row::{Cells, Given, GivenVariant, attribute, reduced},
};
use contracts::catalog::{Attribute, ImportField as F, OptionChoice, ProductOption};

/// What a line says.
pub(super) fn given(reading: &Reading, cells: &[String]) -> Given {
    let mut cells = Cells::new(reading, cells);
    let kinds = cells.text(F::Kind).unwrap_or("simple").to_lowercase();
    let mut given = if kinds.split(',').any(|kind| kind.trim() == "variation") {
        variation(&mut cells)
    } else {
        product(&mut cells, kinds.split(',').any(|kind| kind.trim() == "variable"))
    };
    if given.key.is_empty() {
        cells.wrong(F::Sku, "Please say which product this is: by its SKU, its ID or its parent.", "");
    }
    given.problem = cells.problem;
    given
}

/// All that is the product's stands in its parent's line.
fn variation(cells: &mut Cells) -> Given {
    let parent = cells.text(F::Parent).unwrap_or_default();
    let key = match parent.strip_prefix("id:") {
        Some(number) => format!("n:{number}"),
        None => parent_key(parent),
    };
    let variant = GivenVariant { choices: cells.choices(), ..variant(cells) };
    Given { key, variants: vec![variant], ..Given::default() }
}

fn parent_key(sku: &str) -> String {
    if sku.is_empty() { String::new() } else { format!("w:{}", sku.to_uppercase()) }
}

fn product(cells: &mut Cells, has_variations: bool) -> Given {
    let number = cells.text(F::Number).unwrap_or_default();
    let (key, variants) = if has_variations {
        let key = parent_key(cells.text(F::Sku).unwrap_or_default());
        (key, Vec::new())
    } else {
        let variant = variant(cells);
        let key = if variant.sku.is_empty() { String::new() } else { format!("s:{}", variant.sku) };
        (key, vec![variant])
    };
    let key = if key.is_empty() && !number.is_empty() { format!("n:{number}") } else { key };
    let (options, attributes) =
        if has_variations { (options(cells), Vec::new()) } else { (Vec::new(), facts(cells)) };
    Given {
        key,
        slug: None,
        name: cells.optional(F::Name),
        description: cells.description(),
        brand: cells.optional(F::Brand),
        status: cells.status(),
        category: cells.category(true),
        attributes,
        options,
        variants,
        problem: None,
    }
}

fn variant(cells: &mut Cells) -> GivenVariant {
    let (price, sale) = (cells.price(F::Price), cells.price(F::SalePrice));
    let (price, compare_at) = reduced(price, sale, None);
    let (sku, weight_g, stock) = (cells.sku(), cells.weight(), cells.stock());
    GivenVariant { sku, choices: Vec::new(), price, compare_at, weight_g, stock }
}

/// The attributes of a product without variations are facts.
fn facts(cells: &Cells) -> Vec<Attribute> {
    let rows =
        F::OPTIONS.into_iter().filter_map(|(name, value)| Some((cells.text(name)?, cells.text(value)?)));
    rows.map(|(name, value)| attribute(name, value)).chain(cells.attributes()).collect()
}

/// Those of one with variations are what its variations differ in.
fn options(cells: &Cells) -> Vec<ProductOption> {
    let rows =
        F::OPTIONS.into_iter().filter_map(|(name, value)| Some((cells.text(name)?, cells.text(value)?)));
    rows.map(|(name, values)| ProductOption { name: name.to_owned(), values: choices(values) }).collect()
}

/// `S, M, L`
fn choices(values: &str) -> Vec<OptionChoice> {
    let values = values.split(',').map(str::trim).filter(|value| !value.is_empty());
    values.map(|value| OptionChoice { value: value.to_owned(), swatch: None }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::format::{
        Former,
        columns::{Columns, guess},
    };
    use contracts::{Currency, catalog::ImportFormat};

    const HEADERS: &str =
        "ID|Type|SKU|Name|Regular price|Sale price|Categories|Parent|Attribute 1 name|Attribute 1 value(s)";

    fn read(line: &str) -> Given {
        let cells = |line: &str| line.split('|').map(str::to_owned).collect::<Vec<_>>();
        let headers = cells(HEADERS);
        let format = ImportFormat::WooCommerce;
        let mapping = guess(format, &headers);
        Reading { format, columns: Columns::new(headers, mapping), currency: Currency::Eur }
            .given(&cells(line))
    }

    #[test]
    fn a_variation_belongs_to_its_parent_and_brings_a_variant() {
        let parent = read("10|variable|Tee|Tee|||Men > Tops, Sale||Size|S, M");
        assert_eq!((parent.key.as_str(), parent.variants.len()), ("w:TEE", 0));
        assert_eq!(parent.category.unwrap(), ["Men", "Tops"]);
        assert_eq!(parent.options[0].values.len(), 2);
        let variation = read("11|variation|TEE-S|Tee - S|20|15||tee|Size|S");
        assert_eq!((variation.key.as_str(), variation.name.as_deref()), ("w:TEE", None));
        let variant = &variation.variants[0];
        assert_eq!(variant.price.map(|price| price.minor), Some(1500));
        assert_eq!(variant.compare_at.and_then(Former::money).map(|price| price.minor), Some(2000));
        assert_eq!(
            (variant.choices[0].name.as_deref(), variant.choices[0].value.as_str()),
            (Some("Size"), "S")
        );
    }

    #[test]
    fn without_skus_lines_are_told_apart_by_their_numbers() {
        assert_eq!(read("10|variable||Tee|||||Size|S").key, "n:10");
        assert_eq!(read("11|variation|TEE-S||20|||id:10|Size|S").key, "n:10");
        let simple = read("12|simple, virtual|MUG|Mug|9||||Glaze|Matt");
        assert_eq!((simple.key.as_str(), simple.attributes.len()), ("s:MUG", 1));
        assert!(read("|variation|X||20|||||").problem.is_some());
    }
}
