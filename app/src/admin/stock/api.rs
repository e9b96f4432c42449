use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::inventory::{LedgerEntry, StockRow, Warehouse};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The list of stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockList {
    /// The rows.
    pub list: Listed<StockRow>,
    /// Warehouses to filter by.
    pub warehouses: Vec<Warehouse>,
}

/// The stock of one variant in all warehouses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantStock {
    /// One row per warehouse that has or had it.
    pub rows: Vec<StockRow>,
    /// All warehouses.
    pub warehouses: Vec<Warehouse>,
    /// Its last movements.
    pub ledger: Listed<LedgerEntry>,
    /// Whether stock can be adjusted.
    pub may_adjust: bool,
}

/// The back office's list of stock.
#[server]
pub async fn list_stock(state: ListState) -> Result<StockList, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewStock).await?;
    let inventory = crate::context::services()?.inventory;
    let query = crate::admin::queries::stock(&state);
    let (page, warehouses) =
        futures::try_join!(inventory.stock(actor.clone(), query), inventory.warehouses(actor))?;
    Ok(StockList { list: Listed::now(page), warehouses })
}

/// One variant's stock and movements.
#[server]
pub async fn load_stock(variant: String) -> Result<VariantStock, AppError> {
    use contracts::{PageRequest, Permission, inventory::StockQuery};
    let actor = crate::admin::guard::require(Permission::ViewStock).await?;
    let variant = variant.parse().map_err(|_| AppError::not_found("variant"))?;
    let inventory = crate::context::services()?.inventory;
    let page = PageRequest::new(1, 25);
    let query = StockQuery { variants: vec![variant], page: page.clone(), ..StockQuery::default() };
    let stock = inventory.stock(actor.clone(), query);
    let ledger = inventory.ledger(actor.clone(), Some(variant), page);
    let (rows, warehouses, ledger) = futures::try_join!(stock, inventory.warehouses(actor.clone()), ledger)?;
    let may_adjust = actor.require(Permission::AdjustStock).is_ok();
    Ok(VariantStock { rows: rows.items, warehouses, ledger: Listed::now(ledger), may_adjust })
}

/// Every movement, newest first; of one variant when `variant` is set.
#[server]
pub async fn list_ledger(state: ListState) -> Result<Listed<LedgerEntry>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewStock).await?;
    let inventory = crate::context::services()?.inventory;
    Ok(Listed::now(inventory.ledger(actor, state.parsed("variant"), state.request(50)).await?))
}

/// Adds units (or takes them away) with a reason.
#[server]
pub async fn adjust_stock(
    variant: String,
    warehouse: String,
    change: String,
    kind: String,
    reason: String,
) -> Result<(), AppError> {
    use contracts::{Error, Permission, inventory::TransactionType};
    let actor = crate::admin::guard::require(Permission::AdjustStock).await?;
    let variant = variant.parse().map_err(|_| AppError::not_found("variant"))?;
    let warehouse = warehouse.parse().map_err(|_| Error::field("warehouse", "Please choose a warehouse."))?;
    let change = change
        .trim()
        .parse()
        .map_err(|_| Error::field("change", "Please enter a whole number, like 12 or -3."))?;
    let kind = if kind == "restock" { TransactionType::Restock } else { TransactionType::Adjustment };
    crate::context::services()?.inventory.adjust(actor, variant, warehouse, change, kind, reason).await?;
    Ok(())
}

/// Sets how few units count as low.
#[server]
pub async fn set_low_stock(id: String, threshold: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let id = id.parse().map_err(|_| AppError::not_found("stock"))?;
    let wrong = || contracts::Error::field("threshold", "Please enter a whole number, zero or more.");
    let threshold = threshold.trim().parse().map_err(|_| wrong())?;
    Ok(crate::context::services()?.inventory.set_threshold(actor, id, threshold).await?)
}
