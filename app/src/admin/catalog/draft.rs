//! The product form: what is in its inputs.

use contracts::{
    Currency, Money,
    catalog::{Attribute, OptionChoice, Product, ProductOption, ProductType, Variant},
};
use serde::{Deserialize, Serialize};

/// Instead of the id of a product type: the product has none.
pub const NO_TYPE: &str = "none";

/// The product form as typed. Rows without a name or SKU are left out, so that clearing one removes it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProductForm {
    pub id: String,
    pub version: String,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub brand: String,
    pub status: String,
    pub category: String,
    pub currency: String,
    /// The id of the product's type, or [`NO_TYPE`]; where it is empty, type and values stay as they are.
    pub product_type: String,
    pub typed: Vec<TypedRow>,
    pub attributes: Vec<AttributeRow>,
    pub options: Vec<OptionRow>,
    pub variants: Vec<VariantRow>,
    /// The yes to the question whether prices may fall that much.
    pub agreed: String,
}

/// What is said of one attribute of the type. Its code is called `key` here: a refused form does not keep what is
/// called a code.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct TypedRow {
    pub key: String,
    pub values: Vec<String>,
}

/// A fact about the product.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct AttributeRow {
    pub name: String,
    pub value: String,
}

/// An option and its choices: one a line, a colour behind it makes a swatch (`Chalk #e9e4d8`).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OptionRow {
    pub name: String,
    pub values: String,
}

/// A variant; its choices in the order of the form's options.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct VariantRow {
    pub id: String,
    pub sku: String,
    pub choices: Vec<String>,
    pub price: String,
    pub compare_at: String,
    pub weight_g: String,
}

impl ProductForm {
    /// The form of a product as it stands.
    pub fn of(product: &Product) -> Self {
        let currency = product.variants.first().map_or(Currency::Eur, |variant| variant.price.currency);
        Self {
            id: product.id.to_string(),
            version: product.version.to_string(),
            name: product.name.clone(),
            slug: product.slug.to_string(),
            description: product.description.clone(),
            brand: product.brand.clone().unwrap_or_default(),
            status: product.status.as_str().to_owned(),
            category: product.categories.last().map(|category| category.id.to_string()).unwrap_or_default(),
            currency: currency.code().to_owned(),
            product_type: String::new(),
            typed: Vec::new(),
            attributes: product.attributes.iter().map(attribute_row).collect(),
            options: product.options.iter().map(option_row).collect(),
            variants: product.variants.iter().map(variant_row).collect(),
            agreed: String::new(),
        }
    }

    /// Without the attributes that are said by the product's type.
    #[must_use]
    pub fn without_typed(mut self, of_type: Option<&ProductType>) -> Self {
        let labels = of_type.iter().flat_map(|it| &it.attributes).map(|it| it.label.to_lowercase());
        let labels: Vec<String> = labels.collect();
        self.attributes.retain(|row| !labels.contains(&row.name.trim().to_lowercase()));
        self
    }

    /// An empty form for something new.
    pub fn empty(currency: Currency) -> Self {
        Self { status: "draft".to_owned(), currency: currency.code().to_owned(), ..Self::default() }
    }
}

fn attribute_row(attribute: &Attribute) -> AttributeRow {
    AttributeRow { name: attribute.name.clone(), value: attribute.value.clone() }
}

fn option_row(option: &ProductOption) -> OptionRow {
    let line = |choice: &OptionChoice| match &choice.swatch {
        Some(swatch) => format!("{} {swatch}", choice.value),
        None => choice.value.clone(),
    };
    OptionRow {
        name: option.name.clone(),
        values: option.values.iter().map(line).collect::<Vec<_>>().join("\n"),
    }
}

fn variant_row(variant: &Variant) -> VariantRow {
    VariantRow {
        id: variant.id.to_string(),
        sku: variant.sku.to_string(),
        choices: variant.options.iter().map(|option| option.value.clone()).collect(),
        price: variant.price.decimal(),
        compare_at: variant.compare_at.map(Money::decimal).unwrap_or_default(),
        weight_g: variant.weight_g.to_string(),
    }
}
