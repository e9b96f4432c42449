//! Products as files that an import takes and finds nothing to change by. No I/O.

use super::csv::Row;
use contracts::{
    Money,
    catalog::{OptionValue, Product, Variant},
};
use serde_json::json;

/// How products are written.
#[derive(Clone, Copy)]
pub enum ProductForm {
    /// A row for each variant; what is the product's stands in its first.
    Csv,
    /// A line for each product.
    JsonLines,
}

/// The columns of the CSV file, see `docs/import.md`. Stock has a list of its own: a file that is sent back later would
/// undo what was sold meanwhile.
pub const HEADINGS: &[&str] = &[
    "slug",
    "name",
    "description",
    "brand",
    "status",
    "category",
    "attributes",
    "sku",
    "price",
    "compare_at",
    "weight_g",
    "option1_name",
    "option1_value",
    "option2_name",
    "option2_value",
    "option3_name",
    "option3_value",
    "option4_name",
    "option4_value",
    "option5_name",
    "option5_value",
];
const MOST_OPTIONS: usize = 5;

impl ProductForm {
    /// Whether a file of it is JSON lines.
    pub fn is_json_lines(self) -> bool {
        matches!(self, Self::JsonLines)
    }

    /// A product's rows.
    pub fn rows(self, product: &Product) -> Vec<Row> {
        match self {
            Self::Csv => {
                product.variants.iter().enumerate().map(|(at, one)| row(product, one, at == 0)).collect()
            }
            Self::JsonLines => vec![vec![line(product)]],
        }
    }
}

fn row(product: &Product, variant: &Variant, is_first: bool) -> Row {
    let of_product = |text: String| if is_first { text } else { String::new() };
    let mut row = vec![
        product.slug.to_string(),
        of_product(product.name.clone()),
        of_product(product.description.clone()),
        of_product(product.brand.clone().unwrap_or_default()),
        of_product(product.status.as_str().to_owned()),
        of_product(path(product).join(" > ")),
        of_product(attributes(product)),
        variant.sku.to_string(),
        variant.price.decimal(),
        variant.compare_at.map(Money::decimal).unwrap_or_default(),
        variant.weight_g.to_string(),
    ];
    for place in 0..MOST_OPTIONS {
        let choice = variant.options.get(place);
        let cell = |of: fn(&OptionValue) -> &String| choice.map(of).cloned().unwrap_or_default();
        row.extend([cell(|choice| &choice.name), cell(|choice| &choice.value)]);
    }
    row
}

fn path(product: &Product) -> Vec<&str> {
    product.categories.iter().map(|category| category.name.as_str()).collect()
}

fn attributes(product: &Product) -> String {
    let lines = product.attributes.iter().map(|attribute| format!("{}: {}", attribute.name, attribute.value));
    lines.collect::<Vec<_>>().join("\n")
}

fn line(product: &Product) -> String {
    let variants = product.variants.iter().map(|variant| {
        json!({
            "sku": variant.sku,
            "options": variant.options,
            "price": variant.price.decimal(),
            "compare_at": variant.compare_at.map(Money::decimal),
            "weight_g": variant.weight_g,
        })
    });
    json!({
        "slug": product.slug,
        "name": product.name,
        "description": product.description,
        "brand": product.brand,
        "status": product.status,
        "category": path(product),
        "attributes": product.attributes,
        "options": product.options,
        "variants": variants.collect::<Vec<_>>(),
    })
    .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::{
        Currency, ProductId, VariantId,
        catalog::{Attribute, ProductStatus},
    };
    use uuid::Uuid;

    fn mug() -> Product {
        let variant = |sku: &str, colour: &str| Variant {
            id: VariantId(Uuid::nil()),
            sku: sku.parse().unwrap(),
            options: vec![OptionValue { name: "Colour".into(), value: colour.into() }],
            price: Money::new(1900, Currency::Eur),
            compare_at: None,
            weight_g: 340,
            in_stock: true,
        };
        Product {
            id: ProductId(Uuid::nil()),
            slug: "mug".parse().unwrap(),
            name: "Mug".into(),
            description: "Made by hand.".into(),
            brand: None,
            status: ProductStatus::Active,
            options: Vec::new(),
            variants: vec![variant("MUG-A", "Chalk"), variant("MUG-B", "Ink")],
            media: Vec::new(),
            attributes: vec![Attribute { name: "Care".into(), value: "By hand".into() }],
            categories: Vec::new(),
            version: 1,
            updated_at: platform::system_clock().now(),
        }
    }

    #[test]
    fn what_is_the_product_s_stands_in_its_first_row() {
        let rows = ProductForm::Csv.rows(&mug());
        assert!(rows.iter().all(|row| row.len() == HEADINGS.len()));
        assert_eq!(rows[0][..8], ["mug", "Mug", "Made by hand.", "", "active", "", "Care: By hand", "MUG-A"]);
        assert_eq!(rows[1][..8], ["mug", "", "", "", "", "", "", "MUG-B"]);
        assert_eq!(rows[1][11..13], ["Colour", "Ink"]);
    }

    #[test]
    fn a_product_is_one_line_of_json() {
        let rows = ProductForm::JsonLines.rows(&mug());
        let told: serde_json::Value = serde_json::from_str(&rows[0][0]).unwrap();
        assert_eq!(
            (told["variants"][1]["sku"].as_str(), told["status"].as_str()),
            (Some("MUG-B"), Some("active"))
        );
        assert!(!rows[0][0].contains('\n'));
    }
}
