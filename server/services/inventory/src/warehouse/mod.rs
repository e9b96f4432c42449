//! Places that hold stock.

mod repo;

use crate::{Inventory, error::Result, stock, transfer};
use contracts::{Actor, Checks, Error, WarehouseId, inventory::Warehouse};
use platform::outbox;
use sqlx::PgConnection;

/// Passes when the warehouse exists and has room for `change` more units; keeps others from filling it or
/// giving it up until the transaction ends.
///
/// # Errors
/// `NotFound`; a field error `change` when it is full, `warehouse` when it is no longer used.
pub(crate) async fn require_room(conn: &mut PgConnection, id: WarehouseId, change: i32) -> Result<()> {
    let Some(place) = repo::lock(conn, id).await? else {
        return Err(Error::not_found("warehouse").into());
    };
    if change > 0 && !place.active {
        return Err(Error::field("warehouse", "This warehouse is no longer used.").into());
    }
    let Some(capacity) = place.capacity.filter(|_| change > 0) else {
        return Ok(());
    };
    let room = i64::from(capacity) - repo::units_in(conn, id).await?;
    if i64::from(change) > room {
        let message = format!("The warehouse has room for {} more units.", room.max(0));
        return Err(Error::field("change", message).into());
    }
    Ok(())
}

impl Inventory {
    pub(crate) async fn list_warehouses(&self) -> Result<Vec<Warehouse>> {
        Ok(repo::all(self.db.pool()).await?)
    }

    pub(crate) async fn keep_warehouse(&self, actor: &Actor, warehouse: Warehouse) -> Result<()> {
        let warehouse = checked(warehouse)?;
        let mut tx = self.db.begin().await?;
        if !warehouse.active {
            give_up(&mut tx, warehouse.id).await?;
        }
        repo::save(&mut tx, &warehouse).await.map_err(name_taken)?;
        let subject = format!("warehouse {}", warehouse.id);
        let details = serde_json::json!(warehouse);
        outbox::audit(&mut tx, "inventory", actor, "warehouse.saved", &subject, details).await?;
        Ok(tx.commit().await?)
    }
}

/// Passes when a warehouse can be given up: it is empty, nothing is on its way from or to it and there is another one. What was only there gets
/// a row in that one, so that it can be stocked again.
async fn give_up(conn: &mut PgConnection, id: WarehouseId) -> Result<()> {
    let Some(other) = repo::lock_another(conn, id).await? else {
        return Err(Error::conflict("The shop needs a warehouse: this is the last one in use.").into());
    };
    let units = repo::units_in(conn, id).await?;
    if units > 0 {
        let text = format!("There are {units} units in this warehouse. Move them to another one first.");
        return Err(Error::conflict(text).into());
    }
    if transfer::under_way_at(conn, id).await? > 0 {
        let text =
            "Units are on their way from or to this warehouse. Receive or cancel their transfers first.";
        return Err(Error::conflict(text).into());
    }
    for variant in repo::variants_only_in(conn, id).await? {
        stock::repo::row_in(conn, variant, other).await?;
    }
    Ok(())
}

fn checked(mut warehouse: Warehouse) -> contracts::Result<Warehouse> {
    warehouse.name = warehouse.name.trim().into();
    let mut checks = Checks::default();
    checks.require(!warehouse.name.is_empty(), "name", "Please name the warehouse.");
    checks.require(warehouse.name.chars().count() <= 100, "name", "At most 100 characters, please.");
    checks.require(warehouse.location.chars().count() <= 255, "location", "At most 255 characters, please.");
    checks.require(
        warehouse.contact_info.chars().count() <= 255,
        "contact_info",
        "At most 255 characters, please.",
    );
    let countable = warehouse.capacity.is_none_or(|units| i32::try_from(units).is_ok());
    checks.require(countable, "capacity", "Please choose a smaller number.");
    checks.finish().map(|()| warehouse)
}

fn name_taken(error: sqlx::Error) -> crate::Error {
    if platform::constraint(&error) == Some("warehouses_name_key") {
        return Error::field("name", "Another warehouse has this name.").into();
    }
    error.into()
}
