use crate::error::AppError;
use contracts::{WarehouseId, inventory::Warehouse};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The warehouses.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WarehouseList {
    /// Those in use first, by priority.
    pub warehouses: Vec<Warehouse>,
    /// The id that the next new one gets, so that a form sent twice makes one.
    pub next: WarehouseId,
    /// Whether they can be changed.
    pub may_edit: bool,
}

/// All warehouses.
#[server]
pub async fn list_warehouses() -> Result<WarehouseList, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewStock).await?;
    let may_edit = actor.require(Permission::AdjustStock).is_ok();
    let warehouses = crate::context::services()?.inventory.warehouses(actor).await?;
    Ok(WarehouseList { warehouses, next: WarehouseId(crate::admin::guard::fresh_key()), may_edit })
}

/// Creates or changes a warehouse.
#[server]
pub async fn save_warehouse(
    id: String,
    name: String,
    location: String,
    contact_info: String,
    capacity: String,
    priority: String,
    active: Option<String>,
) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let id = id.parse().map_err(|_| AppError::not_found("warehouse"))?;
    let (capacity, priority) = super::warehouse_form::numbers(&capacity, &priority)?;
    let active = active.is_some();
    let warehouse = Warehouse { id, name, location, capacity, contact_info, priority, active };
    Ok(crate::context::services()?.inventory.save_warehouse(actor, warehouse).await?)
}

/// Moves available units from one warehouse to another.
#[server]
pub async fn move_stock(
    variant: String,
    from: String,
    to: String,
    quantity: String,
    reason: String,
) -> Result<(), AppError> {
    use contracts::{Error, Quantity, inventory::Move};
    let actor = crate::admin::guard::require(contracts::Permission::AdjustStock).await?;
    let place = |field, id: &str| id.parse().map_err(|_| Error::field(field, "Please choose a warehouse."));
    let (from, to) = (place("from", &from)?, place("to", &to)?);
    let variant = variant.parse().map_err(|_| AppError::not_found("variant"))?;
    let count = quantity.trim().parse::<u32>().ok().and_then(|count| Quantity::try_from(count).ok());
    let wrong = || Error::field("quantity", format!("Please enter a number from 1 to {}.", Quantity::MAX));
    let units = Move { variant, from, to, quantity: count.ok_or_else(wrong)?, reason };
    Ok(crate::context::services()?.inventory.move_stock(actor, units).await?)
}
