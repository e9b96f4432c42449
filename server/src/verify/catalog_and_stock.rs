//! What the shop shows of stock is what the shelves hold, whatever order the news came in: I-13.

use super::{SETTLED_SECONDS, books, finding};
use catalog::verify::Fact as Shown;
use contracts::{Result, operations::Finding};
use inventory::verify::Shelf;
use platform::Database;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Compares all variants with the shelves.
pub(super) async fn compare(catalog: &Database, inventory: &Database) -> Result<Vec<Finding>> {
    let shelves = all_shelves(inventory).await?;
    let variants = books::all(catalog, catalog::verify::facts, |variant| variant.variant.0).await?;
    let settled = |age: f64| age >= SETTLED_SECONDS;
    let pairs = variants.iter().map(|variant| (variant, shelves.get(&variant.variant.0)));
    let pairs = pairs.filter(|(variant, _)| settled(variant.age_seconds));
    let pairs: Vec<_> =
        pairs.filter(|(_, shelf)| shelf.is_none_or(|shelf| settled(shelf.age_seconds))).collect();
    let stock = pairs.iter().filter_map(|(variant, shelf)| shown_wrongly(variant, *shelf)).collect();
    let names = pairs.iter().filter_map(|(variant, shelf)| called_wrongly(variant, *shelf)).collect();
    let (place, examined) = ("catalog and inventory", variants.len() as u64);
    Ok(vec![
        finding(
            "I-13",
            place,
            "what is shown as in stock is on the shelves, and nothing else",
            examined,
            stock,
        ),
        finding("I-13", place, "the shelves call a variant by its present SKU", examined, names),
    ])
}

fn shown_wrongly(variant: &Shown, shelf: Option<&Shelf>) -> Option<String> {
    let available = shelf.map_or(0, |shelf| shelf.available);
    (variant.in_stock != (available > 0)).then(|| {
        let shown = if variant.in_stock { "in stock" } else { "sold out" };
        format!("variant {} ({}): shown as {shown}, available {available}", variant.variant, variant.sku)
    })
}

fn called_wrongly(variant: &Shown, shelf: Option<&Shelf>) -> Option<String> {
    let shelf = shelf.filter(|shelf| shelf.sku != variant.sku)?;
    Some(format!(
        "variant {}: {} in the catalogue, {} on the shelves",
        variant.variant, variant.sku, shelf.sku
    ))
}

async fn all_shelves(db: &Database) -> Result<BTreeMap<Uuid, Shelf>> {
    let shelves = books::all(db, inventory::verify::shelves, |shelf| shelf.variant.0).await?;
    Ok(shelves.into_iter().map(|shelf| (shelf.variant.0, shelf)).collect())
}
