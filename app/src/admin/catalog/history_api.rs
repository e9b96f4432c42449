use crate::error::AppError;
use contracts::{ProductId, Timestamp, catalog::ProductRevision};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a product was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductHistory {
    /// Its id.
    pub id: ProductId,
    /// Its name.
    pub name: String,
    /// The present version.
    pub version: i64,
    /// Newest first.
    pub revisions: Vec<ProductRevision>,
    /// Whether one can be restored.
    pub may_edit: bool,
    /// When this was read.
    pub now: Timestamp,
}

/// What a product was after each of its saves.
#[server]
pub async fn load_product_history(id: String) -> Result<ProductHistory, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewCatalog).await?;
    let may_edit = actor.require(Permission::EditCatalog).is_ok();
    let missing = || AppError::not_found("product");
    let id = id.parse().map_err(|_| missing())?;
    let catalog = crate::context::services()?.catalog;
    let (product, revisions) =
        futures::try_join!(catalog.product(actor.clone(), id), catalog.product_history(actor, id))?;
    let (product, now) = (product.ok_or_else(missing)?, crate::admin::patterns::now());
    let (name, version) = (product.name, product.version);
    Ok(ProductHistory { id, name, version, revisions, may_edit, now })
}

/// Makes a product what it was; a save that started from the version `present`.
#[server]
pub async fn restore_product(product: String, version: i64, present: i64) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let product = product.parse().map_err(|_| AppError::not_found("product"))?;
    Ok(crate::context::services()?.catalog.restore_product(actor, product, version, present).await?)
}
