use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::inventory::{StockRow, Warehouse};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What is running low.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LowStock {
    /// The rows at or below their threshold.
    pub list: Listed<StockRow>,
    /// Warehouses to filter by.
    pub warehouses: Vec<Warehouse>,
    /// At or below how many units stock counts as low where nobody said otherwise.
    pub default_threshold: u32,
    /// Whether thresholds can be set.
    pub may_adjust: bool,
}

/// Stock at or below its threshold, the emptiest first.
#[server]
pub async fn list_low_stock(state: ListState) -> Result<LowStock, AppError> {
    use contracts::{Permission, inventory::StockQuery};
    let actor = crate::admin::guard::require(Permission::ViewStock).await?;
    let may_adjust = actor.require(Permission::AdjustStock).is_ok();
    let inventory = crate::context::services()?.inventory;
    let asked = crate::admin::queries::stock(&state);
    let sort = if asked.sort.is_empty() { "available".to_owned() } else { asked.sort.clone() };
    let query = StockQuery { low_only: true, sort, ..asked };
    let (page, warehouses, default_threshold) = futures::try_join!(
        inventory.stock(actor.clone(), query),
        inventory.warehouses(actor.clone()),
        inventory.default_threshold(actor),
    )?;
    Ok(LowStock { list: Listed::now(page), warehouses, default_threshold, may_adjust })
}

/// Sets the threshold of stock that is new, and on demand of all that has the present one.
#[server]
pub async fn set_default_low_stock(
    threshold: String,
    replaced: String,
    also_now: Option<String>,
) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let wrong = || contracts::Error::field("threshold", "Please enter a whole number, zero or more.");
    let threshold = threshold.trim().parse().map_err(|_| wrong())?;
    let replaced = also_now.and_then(|_| replaced.parse().ok());
    Ok(crate::context::services()?.inventory.set_default_threshold(actor, threshold, replaced).await?)
}
