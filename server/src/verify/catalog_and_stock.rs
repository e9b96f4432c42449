//! What the shop shows of stock is what the shelves hold, whatever order the news came in: I-13.

use super::{PAGE, SETTLED_SECONDS, all, finding};
use catalog::verify::Fact as Shown;
use contracts::{Result, operations::Finding};
use inventory::verify::Shelf;
use platform::Database;
use std::collections::BTreeMap;
use uuid::Uuid;

/// Compares all variants with the shelves.
pub(super) async fn compare(catalog: &Database, inventory: &Database) -> Result<Vec<Finding>> {
    let found = breaches(catalog, inventory).await.map_err(|error| platform::failure("verify", &error))?;
    let (examined, stock, names) = found;
    let place = "catalog and inventory";
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

async fn breaches(catalog: &Database, inventory: &Database) -> sqlx::Result<(u64, Vec<String>, Vec<String>)> {
    let shelves = all_shelves(inventory).await?;
    let (mut examined, mut stock, mut names, mut after) = (0, Vec::new(), Vec::new(), Uuid::nil());
    loop {
        let page = catalog::verify::facts(catalog, after, PAGE).await?;
        let Some(last) = page.last() else { return Ok((examined, stock, names)) };
        after = last.variant.0;
        examined += page.len() as u64;
        for variant in page.iter().filter(|variant| variant.age_seconds >= SETTLED_SECONDS) {
            let shelf = shelves.get(&variant.variant.0);
            if shelf.is_some_and(|shelf| shelf.age_seconds < SETTLED_SECONDS) {
                continue;
            }
            stock.extend(shown_wrongly(variant, shelf));
            names.extend(called_wrongly(variant, shelf));
        }
    }
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

async fn all_shelves(db: &Database) -> sqlx::Result<BTreeMap<Uuid, Shelf>> {
    let shelves = all(|after| inventory::verify::shelves(db, after, PAGE), |shelf| shelf.variant.0).await?;
    Ok(shelves.into_iter().map(|shelf| (shelf.variant.0, shelf)).collect())
}
