//! Units on their way from one warehouse to another.

use super::{commit, model, repo};
use crate::{Error, Inventory, error::Result, warehouse};
use contracts::{Actor, Checks, WarehouseId, inventory::Move};
use platform::outbox;
use sqlx::PgConnection;

impl Inventory {
    /// Both movements are written together: no unit is ever in neither warehouse, or in both.
    pub(crate) async fn relocate(&self, actor: &Actor, units: Move) -> Result<()> {
        let units = checked(units)?;
        let change = i32::from(units.quantity);
        let mut tx = self.db.begin().await?;
        make_room(&mut tx, &units, change).await?;
        let missing = || contracts::Error::not_found("variant");
        let from = repo::row_in(&mut tx, units.variant, units.from).await?.ok_or_else(missing)?;
        let to = repo::row_in(&mut tx, units.variant, units.to).await?.ok_or_else(missing)?;
        let mut stock = repo::lock(&mut tx, &[units.variant]).await?;
        stock.relocate(from, to, change)?;
        let subject = format!("variant {}", units.variant);
        outbox::audit(&mut tx, "inventory", actor, "stock.moved", &subject, serde_json::json!(units)).await?;
        commit(tx, &stock, &format!("Moved: {}", units.reason), actor.label()).await
    }
}

fn checked(mut units: Move) -> contracts::Result<Move> {
    units.reason = units.reason.trim().into();
    let mut checks = Checks::default();
    checks.require(units.from != units.to, "to", "Please choose another warehouse.");
    model::check_reason(&mut checks, &units.reason);
    checks.finish().map(|()| units)
}

/// Locks both warehouses in one order, whichever way the units go, so that two moves do not wait for each
/// other.
async fn make_room(conn: &mut PgConnection, units: &Move, change: i32) -> Result<()> {
    let mut places: [(WarehouseId, i32); 2] = [(units.from, -change), (units.to, change)];
    places.sort_unstable();
    for (place, change) in places {
        warehouse::require_room(conn, place, change).await.map_err(at_target)?;
    }
    Ok(())
}

/// Whatever is wrong is wrong with where the units go.
fn at_target(error: Error) -> Error {
    let Error::Refused(mut refusal) = error else { return error };
    for field in &mut refusal.fields {
        "to".clone_into(&mut field.field);
    }
    refusal.into()
}
