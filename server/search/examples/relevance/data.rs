//! Icecat's products and the rated searches.

use crate::Outcome;
use search::{Change, Document, FacetEntry, Language, Texts, VariantEntry};
use serde::Deserialize;
use std::{
    collections::{BTreeMap, HashMap},
    path::PathBuf,
    process::Command,
};
use uuid::Uuid;

/// Ratings from 0 to 3 by product.
pub(crate) type Ratings = HashMap<String, u8>;

#[derive(Deserialize)]
pub(crate) struct Product {
    pub id: String,
    name: String,
    pub title: String,
    pub short_description: Option<String>,
    pub supplier: String,
    #[serde(default)]
    ean: Vec<String>,
    price: i64,
    #[serde(flatten)]
    others: BTreeMap<String, serde_json::Value>,
}

impl Product {
    /// Icecat numbers its products.
    pub(crate) fn uuid(&self) -> Uuid {
        Uuid::from_u128(self.id.parse().unwrap_or(0))
    }

    /// As the catalogue tells of a product: name, description, brand, product type, the values of its attributes.
    pub(crate) fn change(&self) -> Change {
        let attributes = self
            .others
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix("attr_t_")?, value.as_str()?)));
        let attributes: Vec<(&str, &str)> = attributes.collect();
        let kinds =
            attributes.iter().filter(|(name, _)| *name == "product_type").map(|(_, kind)| (*kind).to_owned());
        let texts = Texts {
            name: self.title.clone(),
            kinds: kinds.collect(),
            attributes: attributes.iter().map(|(_, value)| (*value).to_owned()).collect(),
            description: self.short_description.clone().unwrap_or_default(),
        };
        let facet = |(name, value): &(&str, &str)| FacetEntry {
            name: (*name).to_owned(),
            value: (*value).to_owned(),
        };
        let numbers = self
            .others
            .iter()
            .filter_map(|(key, value)| Some((key.strip_prefix("attr_n_")?, value.as_f64()?)));
        Change::Product(Box::new(Document {
            id: self.uuid(),
            texts: BTreeMap::from([(Language::En, texts)]),
            brand: Some(self.supplier.clone()),
            codes: self.ean.iter().chain([&self.name]).cloned().collect(),
            facets: attributes.iter().map(facet).collect(),
            variants: vec![VariantEntry { choices: Vec::new(), in_stock: true }],
            numbers: numbers.map(|(name, value)| (name.to_owned(), value)).collect(),
            price_minor: self.price,
            ..Document::default()
        }))
    }
}

pub(crate) fn products() -> Outcome<Vec<Product>> {
    let file = folder().join("icecat_products.jsonl.zst");
    let output = Command::new("zstd").arg("-dcq").arg(&file).output()?;
    if !output.status.success() {
        return Err(format!("{}: {}", file.display(), String::from_utf8_lossy(&output.stderr)).into());
    }
    // Titles hold other Unicode line separators.
    let lines = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    Ok(lines.map(serde_json::from_slice).collect::<Result<_, _>>()?)
}

/// The rated searches in the order of the file.
pub(crate) fn ratings() -> Outcome<Vec<(String, Ratings)>> {
    let file = std::env::var_os("TRADEWIND_RATED").map(PathBuf::from);
    let mut reader = csv::Reader::from_path(file.unwrap_or_else(|| folder().join("queries_rated_dev.csv")))?;
    let mut searches: Vec<(String, Ratings)> = Vec::new();
    for row in reader.deserialize() {
        let (text, product, rating): (String, String, u8) = row?;
        match searches.iter_mut().find(|(known, _)| *known == text) {
            Some((_, ratings)) => {
                ratings.insert(product, rating);
            }
            None => searches.push((text, HashMap::from([(product, rating)]))),
        }
    }
    Ok(searches)
}

/// `TRADEWIND_DATA` names this folder or the one that holds it.
fn folder() -> PathBuf {
    let data = std::env::var_os("TRADEWIND_DATA").map_or_else(|| "../shared/data".into(), PathBuf::from);
    if data.join("icecat_products.jsonl.zst").exists() { data } else { data.join("search_icecat") }
}
