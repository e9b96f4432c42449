//! The opening stock of a catalogue file.

use super::catalogue::{Catalogue, Product as Entry};
use anyhow::{Context, Result, bail};
use contracts::{
    Actor, PageRequest, Services, VariantId,
    inventory::{StockQuery, StockRow, TransactionType},
};
use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

const LOOK_AGAIN: Duration = Duration::from_millis(200);
/// So long the inventory may hear of no further variant.
const PATIENCE: Duration = Duration::from_secs(30);
const PAGE: u32 = 100;

/// Units by variant.
type Opening = HashMap<VariantId, u16>;
/// The first warehouse's row by variant.
type Rows = HashMap<VariantId, StockRow>;

/// Puts the opening stock into the first warehouse, once the inventory knows every variant. One of which units
/// ever moved is left alone.
pub(super) async fn put_on_shelf(services: &Services, catalogue: &Catalogue) -> Result<()> {
    let mut opening = Opening::new();
    for entry in catalogue.products() {
        opening.extend(of_product(services, entry).await?);
    }
    for row in rows(services, &opening).await?.into_values() {
        let units = opening.get(&row.variant).copied().unwrap_or_default();
        if units > 0 && !has_moved(services, row.variant).await? {
            let (kind, reason) = (TransactionType::Restock, "Opening stock".to_owned());
            let inventory = &services.inventory;
            inventory.adjust(Actor::System, row.variant, row.warehouse, units.into(), kind, reason).await?;
        }
    }
    Ok(())
}

async fn of_product(services: &Services, entry: &Entry) -> Result<Opening> {
    let slug = entry.slug.parse().context("a slug is not an address part")?;
    let Some(product) = services.catalog.product_by_slug(slug).await? else {
        return Ok(Opening::new());
    };
    let of_choice = entry.colourways.iter().filter_map(|choice| {
        let sku = entry.sku(choice);
        let variant = product.variants.iter().find(|variant| variant.sku.as_str() == sku)?;
        Some((variant.id, choice.stock))
    });
    Ok(of_choice.collect())
}

/// A row of each variant. The inventory hears of products through the outbox, and that takes a moment.
async fn rows(services: &Services, opening: &Opening) -> Result<Rows> {
    let variants: Vec<VariantId> = opening.keys().copied().collect();
    let (mut known, mut since) = (0, Instant::now());
    while !variants.is_empty() {
        let rows = known_rows(services, &variants).await?;
        if rows.len() == variants.len() {
            return Ok(rows);
        }
        if rows.len() > known {
            (known, since) = (rows.len(), Instant::now());
        }
        if since.elapsed() > PATIENCE {
            bail!("the inventory heard of {known} of {} variants and then of no more", variants.len());
        }
        tokio::time::sleep(LOOK_AGAIN).await;
    }
    Ok(Rows::new())
}

async fn known_rows(services: &Services, variants: &[VariantId]) -> Result<Rows> {
    let mut rows = Rows::new();
    for number in 1.. {
        let page = PageRequest::new(number, PAGE);
        let query = StockQuery { variants: variants.to_vec(), page, ..StockQuery::default() };
        let found = services.inventory.stock(Actor::System, query).await?.items;
        let is_last = found.len() < PAGE as usize;
        for row in found {
            rows.entry(row.variant).or_insert(row);
        }
        if is_last {
            break;
        }
    }
    Ok(rows)
}

async fn has_moved(services: &Services, variant: VariantId) -> Result<bool> {
    let one = PageRequest::new(1, 1);
    Ok(services.inventory.ledger(Actor::System, Some(variant), one).await?.total > 0)
}
