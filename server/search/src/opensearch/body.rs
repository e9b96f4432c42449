//! What the server is asked.

use super::entry::{SEPARATOR, code_of, facet};
use crate::{CATEGORY, Query, Sort, SuggestQuery, Target};
use serde_json::{Map, Value, json};

/// Values of facets that are counted in one answer.
const MOST_VALUES: u32 = 2_000;

/// A page of hits with counts. What was chosen is a filter after the counts, so that each facet can leave out its own.
pub(super) fn search(query: &Query, relaxed: bool) -> Value {
    let mut body = json!({
        "from": query.offset, "size": query.limit, "track_total_hits": true, "_source": false,
        "query": { "bool": { "must": [ranked(query, relaxed)], "filter": fixed(query), "must_not": hidden(query) } },
        "post_filter": all(&chosen(query, None)),
        "sort": order(query),
    });
    if query.count_facets {
        body["aggs"] = counts(query);
    }
    if !query.text.trim().is_empty() {
        body["suggest"] = json!({ "spelling": { "text": query.text, "phrase": {
            "field": format!("name_{}", query.language.code()), "size": 1, "max_errors": 2 } } });
    }
    body
}

/// What sells best where the words find nothing.
pub(super) fn popular(query: &Query) -> Value {
    let popular =
        Query { text: String::new(), sort: Sort::BestSelling, count_facets: false, ..query.clone() };
    search(&popular, false)
}

/// Products for the first letters of a search.
pub(super) fn suggested(query: &SuggestQuery) -> Value {
    let name = format!("name_{}.typing", query.language.code());
    let fields = [name.clone(), format!("{name}._2gram"), format!("{name}._3gram"), "brand".into()];
    let words = json!({ "multi_match": { "query": query.text, "type": "bool_prefix", "operator": "and", "fields": fields } });
    json!({ "size": query.products, "_source": false,
        "query": { "bool": { "must": [words], "filter": [{ "term": { "scope": "active" } }] } } })
}

/// Categories and past searches for the first letters of a search.
pub(super) fn offers(query: &SuggestQuery) -> Value {
    let words = json!({ "match_bool_prefix": { format!("offer_{}", query.language.code()): {
        "query": query.text, "operator": "and" } } });
    json!({ "size": query.offers * 2, "_source": ["scope", "key"], "sort": [{ "sales": "desc" }],
        "query": { "bool": { "must": [words], "filter": [{ "terms": { "scope": ["category", "search"] } }] } } })
}

/// What has the words: all of them across fields, or most with typos.
pub(super) fn words(query: &Query, relaxed: bool) -> Value {
    if query.text.trim().is_empty() {
        return json!({ "match_all": {} });
    }
    let code = query.language.code();
    let field = |name: &str| format!("{name}_{code}");
    let fields = [
        field("name"),
        field("description"),
        "brand".into(),
        field("kind"),
        format!("{}^0.15", field("attributes")),
    ];
    let mut ways: Vec<Value> = texts(query)
        .into_iter()
        .map(|text| {
            json!({ "multi_match": { "query": text, "type": "cross_fields", "operator": "and",
            "fields": fields, "tie_breaker": 0.1, "boost": 3.0 } })
        })
        .collect();
    let least = if relaxed { "2<-1" } else { "100%" };
    ways.push(json!({ "multi_match": { "query": query.text, "type": "best_fields", "fuzziness": "AUTO:4,8",
        "prefix_length": 1, "minimum_should_match": least, "fields": fields, "tie_breaker": 0.1 } }));
    ways.push(json!({ "constant_score": { "filter": { "term": { "code": code_of(&query.text) } }, "boost": 10_000.0 } }));
    let phrase =
        json!({ "match_phrase": { field("name"): { "query": query.text, "slop": 1, "boost": 2.0 } } });
    let kind = json!({ "match": { field("kind"): { "query": query.text, "boost": 2.0 } } });
    json!({ "bool": { "must": [{ "bool": { "should": ways } }], "should": [phrase, kind] } })
}

/// The text, and what it becomes by synonyms.
fn texts(query: &Query) -> Vec<String> {
    let text = query.text.to_lowercase();
    let other = |synonym: &crate::Synonym| {
        let from = synonym.from.to_lowercase();
        let found = format!(" {text} ").contains(&format!(" {from} "));
        if found { synonym.to.iter().map(|to| text.replacen(&from, to, 1)).collect() } else { Vec::new() }
    };
    let others: Vec<String> = query.synonyms.iter().flat_map(other).collect();
    std::iter::once(query.text.clone()).chain(others).collect()
}

/// The words with the merchant's rules.
fn ranked(query: &Query, relaxed: bool) -> Value {
    let words = words(query, relaxed);
    if query.sort != Sort::Relevance {
        return words;
    }
    let rules = &query.merchandising;
    let boosts =
        rules.boosts.iter().map(|boost| json!({ "filter": target(&boost.target), "weight": boost.factor }));
    let buries = rules.buries.iter().map(|buried| json!({ "filter": target(buried), "weight": 0.000_001 }));
    let functions: Vec<Value> = boosts.chain(buries).collect();
    let mut scored =
        json!({ "function_score": { "query": words, "functions": functions, "score_mode": "multiply" } });
    let mut pins: Vec<_> = rules.pins.iter().collect();
    pins.sort_by_key(|pin| pin.place);
    if !pins.is_empty() {
        let ids: Vec<String> = pins.iter().map(|pin| pin.product.to_string()).collect();
        scored = json!({ "bool": { "should": [scored, { "constant_score": { "filter": { "ids": { "values": ids } }, "boost": 0.0 } }],
            "minimum_should_match": 1 } });
    }
    scored
}

fn fixed(query: &Query) -> Vec<Value> {
    let category = query.category.map(|category| value_is(&[facet(CATEGORY, &category.to_string())]));
    std::iter::once(json!({ "term": { "scope": "active" } })).chain(category).collect()
}

fn hidden(query: &Query) -> Vec<Value> {
    query.merchandising.hides.iter().map(target).collect()
}

fn target(target: &Target) -> Value {
    match target {
        Target::Product(product) => json!({ "ids": { "values": [product] } }),
        Target::Facet(name, value) => value_is(&[facet(name, value)]),
    }
}

fn value_is(values: &[String]) -> Value {
    json!({ "nested": { "path": "variants", "query": { "terms": { "variants.facet": values } } } })
}

/// What was chosen except one thing: a facet's name, `price` or `stock`.
fn chosen(query: &Query, except: Option<&str>) -> (Vec<Value>, Vec<Value>) {
    let mut product = Vec::new();
    if query.price.narrows() && except != Some("price") {
        product.push(json!({ "range": { "price": { "gte": query.price.min, "lte": query.price.max } } }));
    }
    for (name, range) in query.numbers.iter().filter(|(_, range)| range.narrows()) {
        let own = json!([{ "term": { "numbers.name": name } }, { "range": { "numbers.value": { "gte": range.min, "lte": range.max } } }]);
        product.push(json!({ "nested": { "path": "numbers", "query": { "bool": { "filter": own } } } }));
    }
    let wanted =
        query.facets.iter().filter(|(name, values)| !values.is_empty() && except != Some(name.as_str()));
    let mut variant: Vec<Value> = wanted
        .map(|(name, values)| {
            let values: Vec<String> = values.iter().map(|value| facet(name, value)).collect();
            json!({ "terms": { "variants.facet": values } })
        })
        .collect();
    if query.in_stock && except != Some("stock") {
        variant.push(json!({ "term": { "variants.in_stock": true } }));
    }
    (product, variant)
}

/// A document of which one variant has everything.
fn all((product, variant): &(Vec<Value>, Vec<Value>)) -> Value {
    let mut filters = product.clone();
    if !variant.is_empty() {
        filters.push(json!({ "nested": { "path": "variants", "query": { "bool": { "filter": variant } } } }));
    }
    json!({ "bool": { "filter": filters } })
}

/// One count for everything that was chosen, and one more for each chosen facet without its own choice.
fn counts(query: &Query) -> Value {
    let mut counts = Map::new();
    counts.insert("facets".into(), values(query, None));
    for name in query.facets.iter().filter(|(_, values)| !values.is_empty()).map(|(name, _)| name) {
        counts.insert(format!("facet {name}"), values(query, Some(name)));
    }
    let prices = json!({ "stats": { "field": "price" } });
    counts.insert(
        "price".into(),
        json!({ "filter": all(&chosen(query, Some("price"))), "aggs": { "price": prices } }),
    );
    let (product, mut variant) = chosen(query, Some("stock"));
    variant.push(json!({ "term": { "variants.in_stock": true } }));
    counts.insert("in_stock".into(), json!({ "filter": all(&(product, variant)) }));
    Value::Object(counts)
}

fn values(query: &Query, except: Option<&str>) -> Value {
    let (product, variant) = chosen(query, except);
    let mut terms = json!({ "field": "variants.facet", "size": MOST_VALUES });
    if let Some(name) = except {
        terms["include"] = json!(format!("{}{SEPARATOR}.*", escaped(name)));
    }
    let counted = json!({ "terms": terms, "aggs": { "products": { "reverse_nested": {} } } });
    let passing = json!({ "filter": { "bool": { "filter": variant } }, "aggs": { "values": counted } });
    let variants = json!({ "nested": { "path": "variants" }, "aggs": { "passing": passing } });
    json!({ "filter": { "bool": { "filter": product } }, "aggs": { "variants": variants } })
}

/// A name within the server's regular expressions.
fn escaped(name: &str) -> String {
    let special = |sign: char| !sign.is_alphanumeric() && sign != ' ';
    name.chars().flat_map(|sign| special(sign).then_some('\\').into_iter().chain([sign])).collect()
}

fn order(query: &Query) -> Value {
    match query.sort {
        Sort::Relevance if query.text.trim().is_empty() => {
            json!([{ "_score": "desc" }, { "position": "asc" }])
        }
        Sort::Relevance => json!([{ "_score": "desc" }, { "sales": "desc" }, { "position": "asc" }]),
        Sort::PriceUp => json!([{ "price": "asc" }, { "position": "asc" }]),
        Sort::PriceDown => json!([{ "price": "desc" }, { "position": "asc" }]),
        Sort::Newest => json!([{ "created": "desc" }, { "position": "asc" }]),
        Sort::BestSelling => json!([{ "sales": "desc" }, { "position": "asc" }]),
        Sort::Name => {
            json!([{ format!("name_{}.whole", query.language.code()): "asc" }, { "position": "asc" }])
        }
    }
}
