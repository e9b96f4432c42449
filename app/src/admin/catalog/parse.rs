//! The draft that a product form means. Server only.

use super::{
    draft::{AttributeRow, OptionRow, ProductForm, VariantRow},
    rows::{Rows, filled},
};
use contracts::{
    Actor, Checks, Currency, Money, ProductId,
    catalog::{
        Attribute, Catalog, OptionChoice, OptionValue, ProductDraft, ProductOption, ProductStatus,
        VariantDraft,
    },
};

impl ProductForm {
    /// The draft that the form means, and which of its rows became what.
    ///
    /// # Errors
    /// Field errors at prices and weights that are no numbers, and where a choice is missing.
    pub fn draft(self) -> contracts::Result<(ProductDraft, Rows)> {
        let mut checks = Checks::default();
        let currency = Currency::from_code(&self.currency).unwrap_or(Currency::Eur);
        let (attribute_rows, attributes) = filled(&self.attributes, |row| !row.name.trim().is_empty());
        let (option_rows, options) = filled(&self.options, |row| !row.name.trim().is_empty());
        let (variant_rows, variants) = filled(&self.variants, |row| !row.sku.trim().is_empty());
        let options: Vec<_> = options.into_iter().map(option).collect();
        let named: Vec<_> = option_rows.iter().copied().zip(&options).collect();
        let rows = variant_rows.iter().zip(variants);
        let variants = rows.map(|(at, row)| variant(&mut checks, *at, row, &named, currency)).collect();
        checks.finish()?;
        let draft = ProductDraft {
            id: self.id.parse().ok(),
            version: self.version.parse().ok(),
            attributes: attributes.into_iter().map(attribute).collect(),
            name: self.name,
            slug: self.slug,
            description: self.description.replace("\r\n", "\n"),
            brand: self.brand,
            status: status(&self.status),
            category: self.category.parse().ok(),
            options,
            variants,
        };
        Ok((draft, Rows { attributes: attribute_rows, options: option_rows, variants: variant_rows }))
    }
}

/// The status with that name; a draft for any other text.
pub fn status(text: &str) -> ProductStatus {
    let all = [ProductStatus::Active, ProductStatus::Archived];
    all.into_iter().find(|status| status.as_str() == text).unwrap_or(ProductStatus::Draft)
}

/// Saves a product as it is, with another status; which one it had, none when it had this one or is gone.
///
/// # Errors
/// As the catalogue answers; `Conflict` when somebody else changed it meanwhile.
pub async fn change_status(
    catalog: &dyn Catalog,
    actor: &Actor,
    id: ProductId,
    status: ProductStatus,
) -> contracts::Result<Option<ProductStatus>> {
    let product = catalog.product(actor.clone(), id).await?;
    let Some(product) = product.filter(|product| product.status != status) else { return Ok(None) };
    let was = product.status;
    let draft = ProductDraft { status, ..product.into() };
    catalog.save_product(actor.clone(), draft).await?;
    Ok(Some(was))
}

fn attribute(row: &AttributeRow) -> Attribute {
    Attribute { name: row.name.trim().to_owned(), value: row.value.trim().to_owned() }
}

fn option(row: &OptionRow) -> ProductOption {
    let lines = row.values.lines().map(str::trim).filter(|line| !line.is_empty());
    ProductOption { name: row.name.trim().to_owned(), values: lines.map(choice).collect() }
}

fn choice(line: &str) -> OptionChoice {
    let parts = line.rsplit_once(' ').filter(|(_, last)| is_colour(last));
    match parts {
        Some((value, swatch)) => {
            OptionChoice { value: value.trim().to_owned(), swatch: Some(swatch.to_lowercase()) }
        }
        None => OptionChoice { value: line.to_owned(), swatch: None },
    }
}

fn is_colour(text: &str) -> bool {
    let digits = text.strip_prefix('#').unwrap_or_default();
    digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_hexdigit())
}

fn variant(
    checks: &mut Checks,
    at: usize,
    row: &VariantRow,
    options: &[(usize, &ProductOption)],
    currency: Currency,
) -> VariantDraft {
    let field = |name: &str| format!("variants[{at}].{name}");
    let price = Money::parse(&row.price, currency);
    checks.require(price.is_some(), &field("price"), "Please enter a price like 24.90.");
    let compare_at = Money::parse(&row.compare_at, currency);
    checks.require(
        row.compare_at.trim().is_empty() || compare_at.is_some(),
        &field("compare_at"),
        "Please enter a price like 29.90, or nothing.",
    );
    let weight = row.weight_g.trim();
    let grams = if weight.is_empty() { Some(0) } else { weight.parse().ok() };
    checks.require(grams.is_some(), &field("weight_g"), "Please enter whole grams.");
    let options: Vec<_> = options.iter().map(|(place, option)| chosen(row, *place, option)).collect();
    let complete = options.iter().all(|choice| !choice.value.is_empty());
    checks.require(complete, &field("options"), "Please enter a choice of each option.");
    VariantDraft {
        id: row.id.parse().ok(),
        sku: row.sku.clone(),
        options,
        price: price.unwrap_or(Money::zero(currency)),
        compare_at,
        weight_g: grams.unwrap_or(0),
    }
}

/// What a variant has of the option in that row of the form.
fn chosen(row: &VariantRow, place: usize, option: &ProductOption) -> OptionValue {
    let value = row.choices.get(place).map(|value| value.trim().to_owned()).unwrap_or_default();
    OptionValue { name: option.name.clone(), value }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::catalog::{Product, Variant};

    fn form() -> ProductForm {
        let row = |sku: &str, choices: &[&str]| VariantRow {
            sku: sku.into(),
            choices: choices.iter().map(|choice| (*choice).to_owned()).collect(),
            price: "24,90".into(),
            ..VariantRow::default()
        };
        let option = |name: &str, values: &str| OptionRow { name: name.into(), values: values.into() };
        ProductForm {
            name: "Mug".into(),
            options: vec![
                OptionRow::default(),
                option("Colour", "Chalk #E9E4D8\r\nSea / sky\n"),
                option("Size", "Large"),
            ],
            variants: vec![
                row("MUG-1", &["", "Chalk", "Large"]),
                row("", &["", "gone"]),
                row("MUG-2", &["", " Sea / sky ", "Large", ""]),
            ],
            ..ProductForm::empty(Currency::Eur)
        }
    }

    #[test]
    fn empty_rows_are_left_out_and_colours_become_swatches() {
        let (draft, rows) = form().draft().unwrap();
        assert_eq!(draft.variants[0].price.minor, 2490);
        assert_eq!(draft.options[0].values[0].swatch.as_deref(), Some("#e9e4d8"));
        assert_eq!(draft.options[0].values[1], OptionChoice { value: "Sea / sky".into(), swatch: None });
        assert_eq!(rows, Rows { attributes: vec![], options: vec![1, 2], variants: vec![0, 2] });
    }

    #[test]
    fn a_choice_may_hold_any_signs() {
        let (draft, _) = form().draft().unwrap();
        let chosen: Vec<_> = draft.variants[1].options.iter().map(|choice| choice.value.as_str()).collect();
        assert_eq!(chosen, ["Sea / sky", "Large"]);
    }

    #[test]
    fn every_row_that_cannot_be_read_is_told_at_its_field() {
        let mut form = form();
        form.variants[2].price = "a lot".into();
        form.variants[0].choices = vec![String::new(), "Chalk".into()];
        let error = form.draft().unwrap_err();
        assert!(error.for_field("variants[2].price").is_some());
        assert!(error.for_field("variants[0].options").is_some());
    }

    #[test]
    fn a_product_goes_through_the_form_and_past_it_unchanged() {
        let (draft, _) = form().draft().unwrap();
        let product = product(&draft);
        let (again, _) = ProductForm::of(&product).draft().unwrap();
        assert_eq!(again, ProductDraft::from(product));
        assert_eq!(again.variants[1].options, draft.variants[1].options);
    }

    fn product(draft: &ProductDraft) -> Product {
        let variant = |variant: &VariantDraft| Variant {
            id: uuid::Uuid::from_u128(7).into(),
            sku: variant.sku.parse().unwrap(),
            options: variant.options.clone(),
            price: variant.price,
            compare_at: variant.compare_at,
            weight_g: variant.weight_g,
            in_stock: true,
        };
        Product {
            id: uuid::Uuid::from_u128(1).into(),
            slug: "mug".parse().unwrap(),
            name: draft.name.clone(),
            description: draft.description.clone(),
            brand: None,
            status: draft.status,
            options: draft.options.clone(),
            variants: draft.variants.iter().map(variant).collect(),
            media: Vec::new(),
            attributes: Vec::new(),
            categories: Vec::new(),
            version: 3,
            updated_at: contracts::Timestamp::default(),
        }
    }
}
