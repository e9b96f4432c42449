//! What is counted while hits are gone through.

use super::dictionary::Dictionary;
use crate::{Bounds, CATEGORY, Facet, FacetCount, NumberFacet, PriceFacet, PriceStep, Query};
use std::collections::{BTreeMap, HashMap};

/// Facets and values of a facet that are answered; a chosen value is always.
const MOST_FACETS: usize = 40;
const MOST_VALUES: usize = 100;

/// Counts over all segments.
#[derive(Clone, Default)]
pub(super) struct Tally {
    pub total: u64,
    pub in_stock: u64,
    /// By lasting number.
    pub values: Vec<u64>,
    pub price: Option<Bounds<i64>>,
    /// By step: see [`step_of`].
    pub prices: Vec<u64>,
    pub numbers: HashMap<String, Bounds<f64>>,
}

impl Tally {
    pub(super) fn price(&mut self, price: i64) {
        let bounds = self.price.get_or_insert(Bounds { min: price, max: price });
        bounds.min = bounds.min.min(price);
        bounds.max = bounds.max.max(price);
        let step = step_of(price);
        if self.prices.len() <= step {
            self.prices.resize(step + 1, 0);
        }
        self.prices[step] += 1;
    }

    pub(super) fn number(&mut self, name: &str, value: f64) {
        match self.numbers.get_mut(name) {
            Some(bounds) => *bounds = Bounds { min: bounds.min.min(value), max: bounds.max.max(value) },
            None => {
                self.numbers.insert(name.to_owned(), Bounds { min: value, max: value });
            }
        }
    }

    /// The facets as they are answered.
    pub(super) fn facets(&self, dictionary: &Dictionary, query: &Query) -> Vec<Facet> {
        let mut facets: BTreeMap<String, Vec<FacetCount>> = BTreeMap::new();
        for (number, count) in self.values.iter().enumerate().filter(|(_, count)| **count > 0) {
            let Some((name, value)) = dictionary.text(number) else { continue };
            let chosen = query.facets.get(&name).is_some_and(|values| values.contains(&value));
            facets.entry(name).or_default().push(FacetCount { value, count: *count, chosen });
        }
        for (name, values) in &query.facets {
            let facet = facets.entry(name.clone()).or_default();
            let missing: Vec<_> =
                values.iter().filter(|value| !facet.iter().any(|count| count.value == **value)).collect();
            facet.extend(missing.into_iter().map(|value| FacetCount {
                value: value.clone(),
                count: 0,
                chosen: true,
            }));
        }
        let mut facets: Vec<Facet> = facets
            .into_iter()
            .map(|(name, values)| Facet { values: most_common(&name, values), name })
            .collect();
        facets.sort_by_cached_key(|facet| {
            let chosen = facet.values.iter().any(|value| value.chosen);
            (!chosen, std::cmp::Reverse(facet.values.iter().map(|value| value.count).sum::<u64>()))
        });
        facets.truncate(MOST_FACETS);
        facets
    }

    pub(super) fn price_facet(&self) -> PriceFacet {
        let steps = self.prices.iter().enumerate().filter(|(_, count)| **count > 0);
        let steps = steps.map(|(step, count)| PriceStep { from: begin_of(step), count: *count });
        PriceFacet { bounds: self.price, steps: steps.collect() }
    }

    pub(super) fn number_facets(&self, query: &Query) -> Vec<NumberFacet> {
        let facet =
            |name: &String| NumberFacet { name: name.clone(), bounds: self.numbers.get(name).copied() };
        query.bounds_of.iter().map(facet).collect()
    }
}

fn most_common(name: &str, mut values: Vec<FacetCount>) -> Vec<FacetCount> {
    values.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.value.cmp(&b.value)));
    if name == CATEGORY {
        // Which of them are below the present one only the catalogue knows.
        return values;
    }
    let chosen: Vec<FacetCount> =
        values.iter().skip(MOST_VALUES).filter(|value| value.chosen).cloned().collect();
    values.truncate(MOST_VALUES);
    values.extend(chosen);
    values
}

/// The number of the step that a price is in: 0 up to nothing, then three for each power of ten.
fn step_of(price: i64) -> usize {
    let Some(power) = price.checked_ilog10() else { return 0 };
    let within = match price / 10_i64.pow(power) {
        5.. => 2,
        2..5 => 1,
        _ => 0,
    };
    1 + 3 * power as usize + within
}

/// Where a step begins: 1, 2 or 5 times a power of ten.
fn begin_of(step: usize) -> i64 {
    let Some(step) = step.checked_sub(1) else { return 0 };
    let power = u32::try_from(step / 3).unwrap_or(0);
    10_i64.pow(power) * [1, 2, 5][step % 3]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_fall_into_steps_between_round_numbers() {
        let below = |price| begin_of(step_of(price));
        assert_eq!([0, 1, 2, 4, 5, 9, 10].map(below), [0, 1, 2, 2, 5, 5, 10]);
        assert_eq!([1999, 2000, 4999, 5000, 99_999].map(below), [1000, 2000, 2000, 5000, 50_000]);
    }
}
