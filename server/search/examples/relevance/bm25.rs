//! What everybody has: BM25 over title, description and brand as one text, with plurals stripped.

use crate::data::Product;
use std::collections::HashMap;

const K1: f64 = 1.2;
const B: f64 = 0.75;

pub(crate) struct Index<'a> {
    products: &'a [Product],
    postings: HashMap<String, HashMap<usize, f64>>,
    lengths: Vec<f64>,
}

impl<'a> Index<'a> {
    pub(crate) fn new(products: &'a [Product]) -> Self {
        let mut index = Self { products, postings: HashMap::new(), lengths: Vec::new() };
        for (number, product) in products.iter().enumerate() {
            let description = product.short_description.as_deref().unwrap_or_default();
            let words = words(&format!("{} {description} {}", product.title, product.supplier));
            index.lengths.push(words.len() as f64);
            for word in words {
                *index.postings.entry(word).or_default().entry(number).or_default() += 1.0;
            }
        }
        index
    }

    /// Ids of the best.
    pub(crate) fn best(&self, text: &str, most: usize) -> Vec<&'a str> {
        let all = self.products.len() as f64;
        let mean = self.lengths.iter().sum::<f64>() / all;
        let mut scores: HashMap<usize, f64> = HashMap::new();
        for word in words(text) {
            let Some(postings) = self.postings.get(&word) else { continue };
            let having = postings.len() as f64;
            let idf = (1.0 + (all - having + 0.5) / (having + 0.5)).ln();
            for (number, times) in postings {
                let norm = K1 * (1.0 - B + B * self.lengths[*number] / mean);
                *scores.entry(*number).or_default() += idf * times * (K1 + 1.0) / (times + norm);
            }
        }
        let mut best: Vec<(usize, f64)> = scores.into_iter().collect();
        best.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(&b.0)));
        best.into_iter().take(most).map(|(number, _)| self.products[number].id.as_str()).collect()
    }
}

fn words(text: &str) -> Vec<String> {
    let text = text.to_lowercase();
    let words = text.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.map(singular).collect()
}

fn singular(word: &str) -> String {
    let long = word.len() > 3;
    match word {
        _ if long && word.ends_with("ies") => format!("{}y", &word[..word.len() - 3]),
        _ if long && ["sses", "shes", "ches", "xes"].iter().any(|end| word.ends_with(end)) => {
            word[..word.len() - 2].into()
        }
        _ if long && word.ends_with('s') && !word.ends_with("ss") && !word.ends_with("us") => {
            word[..word.len() - 1].into()
        }
        _ => word.into(),
    }
}
