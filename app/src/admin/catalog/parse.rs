//! The draft that a product form means. Server only.

use super::draft::{AttributeRow, OptionRow, ProductForm, VariantRow};
use contracts::{
    Actor, Checks, Currency, Money, ProductId,
    catalog::{
        Attribute, Catalog, OptionChoice, OptionValue, ProductDraft, ProductOption, ProductStatus,
        VariantDraft,
    },
};

impl ProductForm {
    /// The draft that the form means.
    ///
    /// # Errors
    /// Field errors at prices and weights that are no numbers, and at choices that do not fit the options.
    pub fn draft(self) -> contracts::Result<ProductDraft> {
        let mut checks = Checks::default();
        let currency = Currency::from_code(&self.currency).unwrap_or(Currency::Eur);
        let options: Vec<_> =
            self.options.iter().filter(|row| !row.name.trim().is_empty()).map(option).collect();
        let rows = self.variants.iter().filter(|row| !row.sku.trim().is_empty()).enumerate();
        let variants = rows.map(|(at, row)| variant(&mut checks, at, row, &options, currency)).collect();
        checks.finish()?;
        Ok(ProductDraft {
            id: self.id.parse().ok(),
            version: self.version.parse().ok(),
            name: self.name,
            slug: self.slug,
            description: self.description.replace("\r\n", "\n"),
            brand: self.brand,
            status: status(&self.status),
            category: self.category.parse().ok(),
            attributes: self
                .attributes
                .iter()
                .filter(|row| !row.name.trim().is_empty())
                .map(attribute)
                .collect(),
            options,
            variants,
        })
    }
}

/// The status with that name; a draft for any other text.
pub fn status(text: &str) -> ProductStatus {
    let all = [ProductStatus::Active, ProductStatus::Archived];
    all.into_iter().find(|status| status.as_str() == text).unwrap_or(ProductStatus::Draft)
}

/// Saves a product as it is, with another status.
///
/// # Errors
/// As the catalogue answers; `Conflict` when somebody else changed it meanwhile.
pub async fn change_status(
    catalog: &dyn Catalog,
    actor: &Actor,
    id: ProductId,
    status: ProductStatus,
) -> contracts::Result<()> {
    let Some(product) = catalog.product(actor.clone(), id).await? else { return Ok(()) };
    let draft = ProductDraft { status, ..ProductForm::of(&product).draft()? };
    catalog.save_product(actor.clone(), draft).await.map(drop)
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
    options: &[ProductOption],
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
    let choices: Vec<_> = row.choices.split(" / ").map(str::trim).filter(|text| !text.is_empty()).collect();
    checks.require(
        choices.len() == options.len(),
        &field("choices"),
        "Please enter one choice of each option, like Chalk / Large.",
    );
    let pairs = options.iter().zip(choices);
    VariantDraft {
        id: row.id.parse().ok(),
        sku: row.sku.clone(),
        options: pairs
            .map(|(option, value)| OptionValue { name: option.name.clone(), value: value.to_owned() })
            .collect(),
        price: price.unwrap_or(Money::zero(currency)),
        compare_at,
        weight_g: grams.unwrap_or(0),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn filled() -> ProductForm {
        let row = |sku: &str, choices: &str| VariantRow {
            sku: sku.into(),
            choices: choices.into(),
            price: "24,90".into(),
            ..VariantRow::default()
        };
        ProductForm {
            name: "Mug".into(),
            options: vec![
                OptionRow { name: "Colour".into(), values: "Chalk #E9E4D8\r\nDeep sea\n".into() },
                OptionRow::default(),
            ],
            variants: vec![row("MUG-1", "Chalk"), row("MUG-2", "Deep sea"), VariantRow::default()],
            ..ProductForm::empty(Currency::Eur)
        }
    }

    #[test]
    fn empty_rows_are_left_out_and_colours_become_swatches() {
        let draft = filled().draft().unwrap();
        assert_eq!(draft.variants.len(), 2);
        assert_eq!(draft.variants[0].price.minor, 2490);
        assert_eq!(draft.options[0].values[0].swatch.as_deref(), Some("#e9e4d8"));
        assert_eq!(draft.options[0].values[1], OptionChoice { value: "Deep sea".into(), swatch: None });
    }

    #[test]
    fn every_row_that_cannot_be_read_is_told_at_its_field() {
        let mut form = filled();
        form.variants[1].price = "a lot".into();
        form.variants[0].choices = String::new();
        let error = form.draft().unwrap_err();
        assert!(error.for_field("variants[1].price").is_some());
        assert!(error.for_field("variants[0].choices").is_some());
    }
}
