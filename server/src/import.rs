//! Reads a catalogue file and adds its products through the same contracts that the back office uses.
//!
//! A product is a draft until it has its pictures, and stock is put on the shelf after that, once per
//! variant: so an import that was interrupted anywhere is completed by the next one.

mod catalogue;
mod categories;
mod drafts;
pub mod file;
mod pictures;
mod stock;

pub use catalogue::{Catalogue, read};

use anyhow::{Context, Result};
use catalogue::Product as Entry;
use categories::Categories;
use contracts::{
    Actor, PageRequest, ProductId, Services,
    catalog::{Product, ProductDraft, ProductQuery, ProductStatus},
};

/// Adds every product that is not there yet (by its address part) with pictures and opening stock; returns
/// how many.
///
/// # Errors
/// When a product breaks a rule or a picture cannot be read; names the product.
pub async fn import(services: &Services, catalogue: &Catalogue) -> Result<usize> {
    let mut categories = Categories::known(services).await?;
    let mut added = 0;
    for entry in catalogue.products() {
        let done = add(services, catalogue, &mut categories, entry).await;
        added += usize::from(done.with_context(|| format!("{} cannot be added", entry.name))?);
    }
    stock::put_on_shelf(services, catalogue).await?;
    Ok(added)
}

/// Whether it was added or completed.
async fn add(
    services: &Services,
    catalogue: &Catalogue,
    categories: &mut Categories,
    entry: &Entry,
) -> Result<bool> {
    let present = present(services, entry).await?;
    if present.as_ref().is_some_and(|product| !is_unfinished(product, entry)) {
        return Ok(false);
    }
    let category = categories.ensure(services, &entry.category).await?;
    let draft = drafts::draft(entry, catalogue.currency(), category);
    let product = match present {
        Some(product) => product,
        None => begin(services, &draft).await?,
    };
    pictures::add(services, catalogue.folder(), entry, &product).await?;
    services.catalog.save_product(Actor::System, drafts::published(draft, &product)).await?;
    Ok(true)
}

async fn begin(services: &Services, draft: &ProductDraft) -> Result<Product> {
    let id = services.catalog.save_product(Actor::System, draft.clone()).await?;
    by_id(services, id).await
}

async fn by_id(services: &Services, id: ProductId) -> Result<Product> {
    services.catalog.product(Actor::System, id).await?.context("it is gone again")
}

/// The product with the entry's address part, whatever its status.
async fn present(services: &Services, entry: &Entry) -> Result<Option<Product>> {
    let slug = entry.slug.parse().context("its slug is not an address part")?;
    if let Some(product) = services.catalog.product_by_slug(slug).await? {
        return Ok(Some(product));
    }
    let Some(search) = entry.skus().next() else { return Ok(None) };
    let query = ProductQuery { search, page: PageRequest::new(1, 100), ..ProductQuery::default() };
    let alike = services.catalog.products(Actor::System, query).await?.items;
    match alike.into_iter().find(|row| row.slug.as_str() == entry.slug) {
        Some(row) => by_id(services, row.id).await.map(Some),
        None => Ok(None),
    }
}

/// A draft that nobody has saved since an import began it.
fn is_unfinished(product: &Product, entry: &Entry) -> bool {
    product.status == ProductStatus::Draft
        && product.version == 1
        && entry.skus().eq(product.variants.iter().map(|variant| variant.sku.to_string()))
}
