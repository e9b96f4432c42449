//! Products with their variants, options and attributes, as merchants edit them.

pub(crate) mod audit;
pub(crate) mod history;
pub(crate) mod list;
pub(crate) mod model;
pub(crate) mod options;
pub(crate) mod repo;
mod save;
pub(crate) mod write;

pub(crate) use save::{record, save};

use crate::error::Result;
use contracts::{
    ProductId, Slug,
    catalog::{Event, Product, VariantRef},
};
use sqlx::{PgConnection, PgPool};

/// The active product at an address.
pub(crate) async fn at(db: &PgPool, slug: &Slug) -> Result<Option<Product>> {
    let mut connection = db.acquire().await?;
    let Some(id) = repo::active_at(&mut connection, slug).await? else {
        return Ok(None);
    };
    repo::by_id(&mut connection, id).await
}

/// Any product.
pub(crate) async fn with_id(db: &PgPool, id: ProductId) -> Result<Option<Product>> {
    repo::by_id(&mut *db.acquire().await?, id).await
}

/// The choices of a variant as people read them, e.g. `Chalk / Large`.
pub(crate) fn choices(options: &[contracts::catalog::OptionValue]) -> String {
    options.iter().map(|option| option.value.as_str()).collect::<Vec<_>>().join(" / ")
}

/// Tells the other services what the product is now.
pub(crate) async fn announce(tx: &mut PgConnection, id: ProductId) -> Result<()> {
    if let Some(product) = repo::by_id(&mut *tx, id).await? {
        platform::outbox::publish(tx, &saved(&product)).await?;
    }
    Ok(())
}

fn saved(product: &Product) -> Event {
    let variants = product.variants.iter().map(|variant| VariantRef {
        id: variant.id,
        sku: variant.sku.clone(),
        choices: choices(&variant.options),
    });
    Event::ProductSaved {
        product: product.id,
        slug: product.slug.clone(),
        name: product.name.clone(),
        status: product.status,
        variants: variants.collect(),
    }
}
