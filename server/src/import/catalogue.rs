//! The format of a catalogue file.

use anyhow::{Context, Result};
use contracts::Currency;
use serde::Deserialize;
use std::{
    collections::HashMap,
    path::{Path, PathBuf},
};

/// A catalogue file and where its pictures are.
pub struct Catalogue {
    folder: PathBuf,
    currency: Currency,
    products: Vec<Product>,
}

#[derive(Deserialize)]
struct File {
    currency: String,
    products: Vec<Product>,
}

/// A product with the choices of its one option.
#[derive(Deserialize)]
pub(super) struct Product {
    pub slug: String,
    pub name: String,
    /// From the root.
    pub category: Vec<String>,
    pub description: String,
    #[serde(default)]
    pub brand: String,
    #[serde(default)]
    pub material: String,
    #[serde(default)]
    pub care: String,
    #[serde(default)]
    pub dimensions_mm: HashMap<String, u32>,
    pub weight_g: u32,
    /// Gross, in minor units of the file's currency.
    pub price_minor: i64,
    /// What the choices differ in.
    #[serde(default = "colour")]
    pub option: String,
    pub colourways: Vec<Colourway>,
    #[serde(default)]
    pub details: Vec<Detail>,
}

/// A choice: one variant.
#[derive(Deserialize)]
pub(super) struct Colourway {
    pub slug: String,
    pub name: String,
    /// `#rrggbb`, for a swatch.
    pub hex: Option<String>,
    pub file: PathBuf,
    /// Units on the shelf at the opening.
    #[serde(default)]
    pub stock: u16,
}

/// A further picture of a choice.
#[derive(Deserialize)]
pub(super) struct Detail {
    pub file: PathBuf,
    pub colourway: String,
}

fn colour() -> String {
    "Colour".to_owned()
}

/// Reads a catalogue file.
///
/// # Errors
/// When it is missing or not of the format; names the place.
pub fn read(file: &Path) -> Result<Catalogue> {
    let text = std::fs::read_to_string(file).with_context(|| format!("cannot read {}", file.display()))?;
    let content: File =
        serde_json::from_str(&text).with_context(|| format!("{} is not a catalogue", file.display()))?;
    let currency = Currency::from_code(&content.currency)
        .with_context(|| format!("{} is no currency a shop can be run in", content.currency))?;
    let folder = file.parent().unwrap_or(Path::new(".")).to_owned();
    Ok(Catalogue { folder, currency, products: content.products })
}

impl Catalogue {
    pub(super) fn folder(&self) -> &Path {
        &self.folder
    }

    pub(super) fn currency(&self) -> Currency {
        self.currency
    }

    pub(super) fn products(&self) -> &[Product] {
        &self.products
    }
}

impl Product {
    /// The stock-keeping unit of a choice.
    pub fn sku(&self, choice: &Colourway) -> String {
        format!("{}-{}", self.slug, choice.slug).to_uppercase()
    }

    /// Those of all choices, in order.
    pub fn skus(&self) -> impl Iterator<Item = String> {
        self.colourways.iter().map(|choice| self.sku(choice))
    }
}
