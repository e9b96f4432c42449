//! Writing many products with few statements, and telling of each.

use super::{chunk::Judged, repo::Row, settle::is_written, write};
use crate::{
    category::paths::Paths,
    error::Result,
    product::{choices, model::NewProduct},
};
use contracts::{
    ProductId, Slug, VariantId,
    catalog::{CountedUnits, Event, VariantRef},
};
use sqlx::PgConnection;
use std::collections::HashSet;

/// A product as it is written.
pub(crate) struct Written {
    pub id: ProductId,
    pub is_new: bool,
    pub slug: Slug,
    pub new: NewProduct,
    /// Of its variants, in order.
    pub variants: Vec<VariantId>,
    stock: Vec<(String, u32)>,
}

/// Writes those products of a chunk that differ from what is there.
pub(crate) async fn apply(tx: &mut PgConnection, import: &Row, products: &mut [Judged]) -> Result<()> {
    let mut paths = Paths::known(tx).await?;
    let mut written = Vec::new();
    for product in products.iter_mut().filter(|product| is_written(product)) {
        written.extend(prepare(tx, &mut paths, product).await?);
    }
    name_apart(tx, &mut written).await?;
    paths.announce(tx).await?;
    write::products(tx, &written).await?;
    let events: Vec<Event> = written.iter().map(saved).collect();
    platform::outbox::publish_all(tx, &events).await?;
    let counted: Vec<Event> = written.iter().filter_map(|product| counted(import, product)).collect();
    platform::outbox::publish_all(tx, &counted).await?;
    Ok(())
}

async fn prepare(tx: &mut PgConnection, paths: &mut Paths, product: &mut Judged) -> Result<Option<Written>> {
    let Some(merged) = product.merged.take() else { return Ok(None) };
    let mut new = merged.new;
    if let Some(path) = &merged.category {
        new.category = paths.ensure(tx, path).await?;
    }
    let base = new.slug.clone().or_else(|| Slug::from_name(&new.name));
    let Some(slug) = base else { return Ok(None) };
    let ids = new.variants.iter().map(|variant| variant.id.unwrap_or_else(|| platform::ids::mint().into()));
    let variants = ids.collect();
    let id = product.existing.as_ref().map(|product| product.id);
    Ok(Some(Written {
        id: id.unwrap_or_else(|| platform::ids::mint().into()),
        is_new: id.is_none(),
        slug,
        new,
        variants,
        stock: merged.stock,
    }))
}

/// Gives new products whose address part is another's one of their own: with their SKU, or else with a number that no
/// other has.
async fn name_apart(tx: &mut PgConnection, written: &mut [Written]) -> Result<()> {
    let is_made = |product: &Written| product.is_new && product.new.slug.is_none();
    let mut taken: HashSet<String> =
        written.iter().filter(|product| !is_made(product)).map(|product| product.slug.to_string()).collect();
    let wanted: Vec<String> =
        written.iter().filter(|product| is_made(product)).flat_map(candidates).collect();
    let others = sqlx::query_scalar!("select slug from products where slug = any ($1)", &wanted);
    taken.extend(others.fetch_all(tx).await?);
    for product in written.iter_mut().filter(|product| is_made(product)) {
        let free = candidates(product).into_iter().find(|slug| !taken.contains(slug));
        let slug = free.unwrap_or_else(|| product.id.to_string());
        if let Ok(slug) = slug.parse() {
            product.slug = slug;
        }
        taken.insert(product.slug.to_string());
    }
    Ok(())
}

fn candidates(product: &Written) -> Vec<String> {
    let base = product.slug.to_string();
    let sku = product.new.variants.first().and_then(|variant| Slug::from_name(variant.sku.as_str()));
    let stem: String = base.chars().take(55).collect();
    let with_sku = sku.map(|sku| format!("{}-{sku}", stem.trim_end_matches('-')));
    std::iter::once(base).chain(with_sku).collect()
}

fn saved(product: &Written) -> Event {
    let variants = product.new.variants.iter().zip(&product.variants).map(|(variant, id)| VariantRef {
        id: *id,
        sku: variant.sku.clone(),
        choices: choices(&variant.options),
    });
    Event::ProductSaved {
        product: product.id,
        slug: product.slug.clone(),
        name: product.new.name.clone(),
        status: product.new.status,
        variants: variants.collect(),
    }
}

fn counted(import: &Row, product: &Written) -> Option<Event> {
    let variants = product.new.variants.iter().zip(&product.variants);
    let lines = variants.filter_map(|(variant, id)| {
        let (_, units) = product.stock.iter().find(|(sku, _)| sku == variant.sku.as_str())?;
        Some(CountedUnits { variant: *id, units: *units })
    });
    let lines: Vec<CountedUnits> = lines.collect();
    let (import, author) = (import.id(), import.author.clone());
    (!lines.is_empty()).then(|| Event::StockCounted { product: product.id, import, author, lines })
}
