//! Documents and offers as the index keeps them.

use super::schema::{Fields, Words, scope};
use crate::{
    BRAND, CATEGORY, Document, FacetEntry, Language, Offer, OfferKind, Status, Texts,
    words::{Analyser, Word},
};
use std::collections::BTreeMap;
use tantivy::{
    TantivyDocument,
    schema::Field,
    tokenizer::{PreTokenizedString, Token},
};

/// Between a facet's name and its value.
pub(super) const SEPARATOR: char = '\u{1f}';
/// Before the choices of a variant that can be bought, and of one that cannot. They sort before every name.
pub(super) const IN_STOCK: &str = "\u{1}in";
pub(super) const OUT_OF_STOCK: &str = "\u{1}out";
/// Longer values are cut.
const LONGEST_VALUE: usize = 200;
/// More words than this say nothing more about a product.
const MOST_WORDS: usize = 2_000;

/// Turns what is told into what is kept.
pub(super) struct Writing {
    fields: Fields,
    analysers: BTreeMap<Language, Analyser>,
}

impl Writing {
    pub(super) fn new(fields: Fields) -> Self {
        let analysers = fields.languages.keys().map(|language| (*language, Analyser::new(*language)));
        Self { analysers: analysers.collect(), fields }
    }

    pub(super) fn product(&mut self, document: &Document) -> TantivyDocument {
        let mut kept = TantivyDocument::default();
        let fields = &self.fields;
        let (high, low) = document.id.as_u64_pair();
        kept.add_text(fields.id, document.id.to_string());
        kept.add_u64(fields.id_high, high);
        kept.add_u64(fields.id_low, low);
        kept.add_text(
            fields.scope,
            if document.status == Status::Active { scope::ACTIVE } else { scope::HIDDEN },
        );
        kept.add_i64(fields.price, document.price_minor);
        kept.add_i64(fields.created, document.created);
        kept.add_u64(fields.sales, document.sales);
        kept.add_i64(fields.position, document.position);
        for code in document.codes.iter().map(|code| code_term(code)).filter(|code| !code.is_empty()) {
            kept.add_text(fields.code, code);
        }
        for (name, value) in &document.numbers {
            kept.add_text(fields.number_name, name);
            kept.add_f64(fields.number_value, *value);
        }
        facet_values(document).for_each(|value| kept.add_text(fields.facet, value));
        self.texts(document, &mut kept);
        kept
    }

    fn texts(&mut self, document: &Document, kept: &mut TantivyDocument) {
        let none = Texts::default();
        let brand = document.brand.as_deref().unwrap_or_default();
        for (language, analyser) in &mut self.analysers {
            let Some(words) = self.fields.languages.get(language) else { continue };
            let texts =
                document.texts.get(language).or_else(|| document.texts.values().next()).unwrap_or(&none);
            write_texts(kept, words, analyser, texts, brand);
        }
        if let Some(analyser) = self.analysers.values_mut().next() {
            add(kept, self.fields.brand, &analyser.words(brand), |word| &word.surface);
        }
    }

    pub(super) fn offer(&mut self, offer: &Offer) -> TantivyDocument {
        let mut kept = TantivyDocument::default();
        kept.add_text(self.fields.id, offer_id(offer.kind, &offer.key));
        kept.add_text(self.fields.scope, offer_scope(offer.kind));
        kept.add_text(self.fields.offer, &offer.key);
        kept.add_u64(self.fields.sales, offer.weight);
        for (language, analyser) in &mut self.analysers {
            let Some(words) = self.fields.languages.get(language) else { continue };
            let name = offer.names.get(language).or_else(|| offer.names.values().next());
            let name = analyser.words(name.map_or("", String::as_str));
            add(&mut kept, words.offer, &name, |word| &word.surface);
        }
        kept
    }
}

fn write_texts(
    kept: &mut TantivyDocument,
    fields: &Words,
    analyser: &mut Analyser,
    texts: &Texts,
    brand: &str,
) {
    let name = analyser.words(&texts.name);
    let description = analyser.words(&texts.description);
    let brand = analyser.words(brand);
    add(kept, fields.name, &name, |word| &word.stem);
    add(kept, fields.description, &description, |word| &word.stem);
    kept.add_text(fields.sort_name, crate::words::sortable(&texts.name));
    let mut seen: Vec<Word> = [name, description, brand].concat();
    for kind in &texts.kinds {
        let kind = analyser.words(kind);
        add(kept, fields.kind, &kind, |word| &word.stem);
        let stems: Vec<&str> = kind.iter().map(|word| word.stem.as_str()).collect();
        if let Some(head) = stems.last() {
            kept.add_text(fields.kind_head, head);
            kept.add_text(fields.kind_whole, stems.join(" "));
        }
        seen.extend(kind);
    }
    add(kept, fields.exact, &seen, |word| &word.surface);
    let attributes: Vec<Word> = texts.attributes.iter().flat_map(|value| analyser.words(value)).collect();
    add(kept, fields.attributes, &attributes, |word| &word.stem);
    seen.extend(attributes);
    add(kept, fields.all, &seen, |word| &word.stem);
}

fn add(kept: &mut TantivyDocument, field: Field, words: &[Word], of: fn(&Word) -> &String) {
    if words.is_empty() {
        return;
    }
    let token = |word: &Word| Token { position: word.position, text: of(word).clone(), ..Token::default() };
    let tokens = words.iter().take(MOST_WORDS).map(token).collect();
    kept.add_pre_tokenized_text(field, PreTokenizedString { text: String::new(), tokens });
}

/// Values of the product, then of each variant: a marker that says whether it can be bought, and its choices.
fn facet_values(document: &Document) -> impl Iterator<Item = String> {
    let brand = document.brand.iter().map(|brand| facet_term(BRAND, brand));
    let categories = document.categories.iter().map(|category| facet_term(CATEGORY, &category.to_string()));
    let own = document.facets.iter().map(entry_term);
    let variants = document.variants.iter().flat_map(|variant| {
        let marker = if variant.in_stock { IN_STOCK } else { OUT_OF_STOCK };
        std::iter::once(marker.to_owned()).chain(variant.choices.iter().map(entry_term))
    });
    brand.chain(categories).chain(own).chain(variants)
}

fn entry_term(entry: &FacetEntry) -> String {
    facet_term(&entry.name, &entry.value)
}

/// A value of a facet as the index knows it.
pub(super) fn facet_term(name: &str, value: &str) -> String {
    let value: String = value.chars().take(LONGEST_VALUE).collect();
    format!("{name}{SEPARATOR}{value}")
}

/// A SKU or EAN without what people leave out or add: case, blanks, hyphens.
pub(super) fn code_term(code: &str) -> String {
    code.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// What an offer is found again by.
pub(super) fn offer_id(kind: OfferKind, key: &str) -> String {
    format!("{}{SEPARATOR}{key}", offer_scope(kind))
}

/// Where offers of a kind are.
pub(super) fn offer_scope(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::Category => scope::CATEGORY,
        OfferKind::Search => scope::SEARCH,
    }
}
