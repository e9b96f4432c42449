//! Documents and offers as the server keeps them.

use crate::{BRAND, CATEGORY, Change, Document, FacetEntry, Language, Offer, OfferKind, Status};
use serde_json::{Map, Value, json};

/// Between a facet's name and its value.
pub(super) const SEPARATOR: char = '\u{1f}';

/// Lines of a bulk request.
pub(super) fn bulk(changes: &[Change]) -> String {
    let mut lines = String::new();
    for change in changes {
        let (action, entry) = match change {
            Change::Product(product) => (json!({ "index": { "_id": product.id } }), Some(document(product))),
            Change::ProductGone(product) => (json!({ "delete": { "_id": product } }), None),
            Change::Offer(offer) => {
                (json!({ "index": { "_id": offer_id(offer.kind, &offer.key) } }), Some(kept(offer)))
            }
            Change::OfferGone(kind, key) => (json!({ "delete": { "_id": offer_id(*kind, key) } }), None),
        };
        for line in std::iter::once(action).chain(entry) {
            lines.push_str(&line.to_string());
            lines.push('\n');
        }
    }
    lines
}

fn document(product: &Document) -> Value {
    let shared: Vec<String> = product
        .brand
        .iter()
        .map(|brand| facet(BRAND, brand))
        .chain(product.categories.iter().map(|category| facet(CATEGORY, &category.to_string())))
        .chain(product.facets.iter().map(entry))
        .collect();
    let variants = product.variants.iter().map(|variant| {
        let own = variant.choices.iter().map(entry);
        json!({ "facet": shared.iter().cloned().chain(own).collect::<Vec<_>>(), "in_stock": variant.in_stock })
    });
    let mut kept = json!({
        "scope": if product.status == Status::Active { "active" } else { "hidden" },
        "brand": product.brand,
        "code": product.codes.iter().map(|code| code_of(code)).collect::<Vec<_>>(),
        "variants": variants.collect::<Vec<_>>(),
        "numbers": product.numbers.iter().map(|(name, value)| json!({ "name": name, "value": value })).collect::<Vec<_>>(),
        "price": product.price_minor, "created": product.created,
        "sales": product.sales, "position": product.position,
    });
    for (language, texts) in &product.texts {
        let code = language.code();
        kept[format!("name_{code}")] = json!(texts.name);
        kept[format!("kind_{code}")] = json!(texts.kinds);
        kept[format!("attributes_{code}")] = json!(texts.attributes);
        kept[format!("description_{code}")] = json!(texts.description);
    }
    kept
}

fn kept(offer: &Offer) -> Value {
    let mut kept = json!({ "scope": scope(offer.kind), "key": offer.key, "sales": offer.weight });
    for (language, name) in &offer.names {
        kept[format!("offer_{}", language.code())] = json!(name);
    }
    kept
}

/// What an index keeps of each field.
pub(super) fn mapping() -> Value {
    let mut fields = Map::new();
    for (code, analyser) in ANALYSERS {
        let text = json!({ "type": "text", "analyzer": analyser });
        for name in ["description", "attributes"] {
            fields.insert(format!("{name}_{}", code.code()), text.clone());
        }
        for name in ["name", "kind"] {
            let whole = json!({ "type": "keyword", "ignore_above": 200 });
            let typing = json!({ "type": "search_as_you_type" });
            let field = json!({ "type": "text", "analyzer": analyser, "fields": { "whole": whole, "typing": typing } });
            fields.insert(format!("{name}_{}", code.code()), field);
        }
        fields.insert(format!("offer_{}", code.code()), json!({ "type": "search_as_you_type" }));
    }
    for (name, kind) in [
        ("scope", "keyword"),
        ("code", "keyword"),
        ("key", "keyword"),
        ("brand", "text"),
        ("price", "long"),
        ("created", "long"),
        ("sales", "long"),
        ("position", "long"),
    ] {
        fields.insert(name.to_owned(), json!({ "type": kind }));
    }
    let variant = json!({ "facet": { "type": "keyword" }, "in_stock": { "type": "boolean" } });
    fields.insert("variants".into(), json!({ "type": "nested", "properties": variant }));
    let number = json!({ "name": { "type": "keyword" }, "value": { "type": "double" } });
    fields.insert("numbers".into(), json!({ "type": "nested", "properties": number }));
    json!({ "mappings": { "dynamic": false, "properties": fields } })
}

/// The analyser that `OpenSearch` has for each language.
const ANALYSERS: [(Language, &str); 9] = [
    (Language::En, "english"),
    (Language::De, "german"),
    (Language::Fr, "french"),
    (Language::Ar, "arabic"),
    (Language::Es, "spanish"),
    (Language::It, "italian"),
    (Language::Nl, "dutch"),
    (Language::Pt, "portuguese"),
    (Language::Sv, "swedish"),
];

fn entry(value: &FacetEntry) -> String {
    facet(&value.name, &value.value)
}

/// A value of a facet as the index knows it.
pub(super) fn facet(name: &str, value: &str) -> String {
    format!("{name}{SEPARATOR}{value}")
}

/// A SKU or EAN without what people leave out or add.
pub(super) fn code_of(code: &str) -> String {
    code.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

fn offer_id(kind: OfferKind, key: &str) -> String {
    format!("{}:{key}", scope(kind))
}

/// Where offers of a kind are.
pub(super) fn scope(kind: OfferKind) -> &'static str {
    match kind {
        OfferKind::Category => "category",
        OfferKind::Search => "search",
    }
}
