//! What is told to others after stock moved.

use crate::stock::model::{Item, Stock, units};
use contracts::{VariantId, inventory::Event};
use std::collections::BTreeMap;

/// One `StockChanged` per variant whose sum changed, one `StockLow` per row that crossed its threshold.
pub(crate) fn of(stock: &Stock) -> Vec<Event> {
    changed(stock).chain(stock.items().iter().filter(|item| fell_low(item)).map(low)).collect()
}

fn changed(stock: &Stock) -> impl Iterator<Item = Event> {
    let mut sums: BTreeMap<VariantId, (&Item, i32, i32)> = BTreeMap::new();
    for item in stock.items() {
        let sum = sums.entry(item.variant).or_insert((item, 0, 0));
        sum.1 += item.was_available;
        sum.2 += item.available;
    }
    sums.into_values().filter(|(_, before, after)| before != after).map(|(item, _, after)| {
        Event::StockChanged { variant: item.variant, product: item.product, available: units(after) }
    })
}

fn fell_low(item: &Item) -> bool {
    !item.retired && item.was_available > item.threshold && item.available <= item.threshold
}

fn low(item: &Item) -> Event {
    Event::StockLow {
        variant: item.variant,
        sku: item.sku.clone(),
        name: item.name.clone(),
        available: units(item.available),
    }
}
