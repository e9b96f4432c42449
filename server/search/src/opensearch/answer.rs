//! What the server answers.

use super::entry::SEPARATOR;
use crate::{Answer, Bounds, Facet, FacetCount, Hit, Part, Position, PriceFacet, Query, Sort};
use serde_json::Value;
use std::collections::BTreeMap;
use uuid::Uuid;

/// An answer to a search.
pub(super) fn read(answer: &Value, query: &Query) -> Answer {
    let mut hits: Vec<Hit> = entries(answer).filter_map(hit).collect();
    if query.sort == Sort::Relevance {
        pin(&mut hits, query);
    }
    let counts = &answer["aggregations"];
    let spelling = &answer["suggest"]["spelling"][0]["options"][0]["text"];
    let price = &counts["price"]["price"];
    let bounds = price["min"].as_f64().zip(price["max"].as_f64());
    Answer {
        hits,
        total: answer["hits"]["total"]["value"].as_u64().unwrap_or(0),
        facets: facets(counts, query),
        price: PriceFacet {
            bounds: bounds.map(|(min, max)| Bounds { min: whole(min), max: whole(max) }),
            steps: Vec::new(),
        },
        in_stock: counts["in_stock"]["doc_count"].as_u64().unwrap_or(0),
        did_you_mean: spelling.as_str().map(str::to_owned),
        ..Answer::default()
    }
}

#[expect(clippy::cast_possible_truncation, reason = "the server answers whole prices as floats")]
fn whole(price: f64) -> i64 {
    price.round() as i64
}

fn entries(answer: &Value) -> impl Iterator<Item = &Value> {
    answer["hits"]["hits"].as_array().into_iter().flatten()
}

#[expect(clippy::cast_possible_truncation, reason = "a score")]
fn hit(entry: &Value) -> Option<Hit> {
    let product = entry["_id"].as_str()?.parse().ok()?;
    Some(Hit { product, score: entry["_score"].as_f64().unwrap_or(0.0) as f32 })
}

/// Puts pinned products that are on this page into their places; the server ranks them anywhere.
fn pin(hits: &mut Vec<Hit>, query: &Query) {
    let mut pins: Vec<_> = query.merchandising.pins.iter().collect();
    pins.sort_by_key(|pin| pin.place);
    for pin in pins {
        let Some(at) = hits.iter().position(|hit| hit.product == pin.product) else { continue };
        let hit = hits.remove(at);
        let place = pin.place.saturating_sub(query.offset).min(hits.len());
        hits.insert(place, hit);
    }
}

/// Products in order.
pub(super) fn ids(answer: &Value) -> Vec<Uuid> {
    entries(answer).filter_map(hit).map(|hit| hit.product).collect()
}

/// Keys of categories, and past searches.
pub(super) fn offers(answer: &Value) -> (Vec<String>, Vec<String>) {
    let of = |scope: &str| {
        let own = entries(answer).filter(|entry| entry["_source"]["scope"] == scope);
        own.filter_map(|entry| entry["_source"]["key"].as_str().map(str::to_owned)).collect()
    };
    (of("category"), of("search"))
}

fn facets(counts: &Value, query: &Query) -> Vec<Facet> {
    let mut facets: BTreeMap<String, Vec<FacetCount>> = BTreeMap::new();
    let narrowed = |name: &str| query.facets.get(name).is_some_and(|values| !values.is_empty());
    for (name, value, count) in buckets(&counts["facets"]).filter(|(name, ..)| !narrowed(name)) {
        facets.entry(name).or_default().push(FacetCount { value, count, chosen: false });
    }
    for (facet, chosen) in query.facets.iter().filter(|(name, _)| narrowed(name)) {
        let own = buckets(&counts[format!("facet {facet}")]);
        let mut values: Vec<FacetCount> = own
            .map(|(_, value, count)| FacetCount { chosen: chosen.contains(&value), value, count })
            .collect();
        let missing: Vec<_> =
            chosen.iter().filter(|wanted| values.iter().all(|value| value.value != **wanted)).collect();
        values.extend(missing.into_iter().map(|value| FacetCount {
            value: value.clone(),
            count: 0,
            chosen: true,
        }));
        facets.insert(facet.clone(), values);
    }
    facets.into_iter().map(|(name, values)| Facet { name, values }).collect()
}

/// Name, value and products of each bucket.
fn buckets(count: &Value) -> impl Iterator<Item = (String, String, u64)> {
    let buckets = count["variants"]["passing"]["values"]["buckets"].as_array().into_iter().flatten();
    buckets.filter_map(|bucket| {
        let (name, value) = bucket["key"].as_str()?.split_once(SEPARATOR)?;
        Some((name.to_owned(), value.to_owned(), bucket["products"]["doc_count"].as_u64()?))
    })
}

/// Why the first refused line of a bulk request was refused. To delete what is not there is no failure.
pub(super) fn refusal(answer: &Value) -> Option<String> {
    let items = answer["items"].as_array().into_iter().flatten();
    let mut outcomes = items.filter_map(|item| item.as_object()?.values().next());
    outcomes.find_map(|outcome| outcome["error"]["reason"].as_str().map(str::to_owned))
}

/// The position that was written last.
pub(super) fn position(mapping: &Value) -> Option<Position> {
    let index = mapping.as_object()?.values().next()?;
    index["mappings"]["_meta"]["position"].as_str().map(|text| Position(text.to_owned()))
}

/// The parts of a score, as far as the server names them.
#[expect(clippy::cast_possible_truncation, reason = "a score")]
pub(super) fn parts(answer: &Value) -> Option<Vec<Part>> {
    if answer["matched"] != true {
        return None;
    }
    let details = answer["explanation"]["details"].as_array().into_iter().flatten();
    let part = |detail: &Value| {
        let name = detail["description"].as_str()?.to_owned();
        Some(Part { name, score: detail["value"].as_f64()? as f32 })
    };
    Some(details.filter_map(part).collect())
}
