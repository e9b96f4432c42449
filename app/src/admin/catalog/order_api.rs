use crate::error::AppError;
use leptos::prelude::*;

/// Puts the categories below one (those at the top when `parent` is empty) into this order: ids separated by commas.
#[server]
pub async fn order_categories(parent: String, order: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditCatalog).await?;
    let order = order.split(',').filter_map(|id| id.parse().ok()).collect();
    Ok(crate::context::services()?.catalog.order_categories(actor, parent.parse().ok(), order).await?)
}
