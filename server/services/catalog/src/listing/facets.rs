//! Counts as facets: what is chosen stays visible, even when nothing is left of it.

use super::counting::Count;
use contracts::catalog::{FacetValue, OptionFacet};
use std::collections::BTreeMap;

/// A facet of one list of values.
pub(crate) fn plain(counts: Vec<Count>, chosen: &[String]) -> Vec<FacetValue> {
    let mut values: Vec<FacetValue> = counts.into_iter().map(|count| value(count, chosen)).collect();
    for missing in chosen {
        if !values.iter().any(|value| value.value == *missing) {
            values.push(empty(missing));
        }
    }
    values
}

/// One facet per option, the most common option first.
pub(crate) fn options(counts: Vec<Count>, chosen: &BTreeMap<String, Vec<String>>) -> Vec<OptionFacet> {
    let mut by_name: BTreeMap<String, Vec<Count>> =
        chosen.keys().map(|name| (name.clone(), Vec::new())).collect();
    for count in counts {
        by_name.entry(count.option.clone().unwrap_or_default()).or_default().push(count);
    }
    let mut facets: Vec<OptionFacet> = by_name
        .into_iter()
        .map(|(name, counts)| {
            let values = plain(counts, chosen.get(&name).map_or(&[], Vec::as_slice));
            OptionFacet { name, values }
        })
        .filter(|facet| !facet.values.is_empty())
        .collect();
    facets.sort_by_key(|facet| std::cmp::Reverse(facet.values.iter().map(|value| value.count).sum::<u32>()));
    facets
}

fn value(count: Count, chosen: &[String]) -> FacetValue {
    FacetValue {
        selected: chosen.contains(&count.value),
        label: count.label.unwrap_or_else(|| count.value.clone()),
        value: count.value,
        count: count.products,
        swatch: count.swatch,
    }
}

fn empty(chosen: &str) -> FacetValue {
    FacetValue { value: chosen.into(), label: chosen.into(), count: 0, selected: true, swatch: None }
}
