use crate::error::AppError;
use leptos::prelude::*;

/// Sets when a product comes on sale by itself, and when it goes off it: moments in UTC, or nothing.
#[server]
pub async fn set_product_schedule(
    product: String,
    publish_at: String,
    unpublish_at: String,
) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let product = product.parse().map_err(|_| AppError::not_found("product"))?;
    let schedule = super::moments::schedule(&publish_at, &unpublish_at)?;
    Ok(crate::context::services()?.catalog.set_schedule(actor, product, schedule).await?)
}

/// Makes a link that shows a product before it is on sale, and leads to it.
#[server]
pub async fn make_product_preview(product: String) -> Result<(), AppError> {
    use contracts::{Permission, catalog::product_path};
    let actor = crate::admin::guard::require(Permission::EditCatalog).await?;
    let missing = || AppError::not_found("product");
    let id = product.parse().map_err(|_| missing())?;
    let catalog = crate::context::services()?.catalog;
    let token = catalog.make_preview(actor.clone(), id).await?;
    let product = catalog.product(actor, id).await?.ok_or_else(missing)?;
    crate::context::redirect(&format!("{}?preview={token}", product_path(&product.slug)));
    Ok(())
}

/// Ends all such links of a product.
#[server]
pub async fn end_product_previews(product: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let product = product.parse().map_err(|_| AppError::not_found("product"))?;
    Ok(crate::context::services()?.catalog.end_previews(actor, product).await?)
}
