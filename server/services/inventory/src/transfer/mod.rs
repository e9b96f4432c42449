//! Units that move from one warehouse to another and take their time. What is under way is on no shelf: it left one with
//! an entry of the ledger and comes to the other with another.
//!
//! Locks are taken in one order: the transfer, its warehouses, its stock.

mod arrival;
mod draft;
mod list;
pub mod model;
mod repo;

use crate::{Inventory, error::Result, stock, stock::model::Stock, warehouse};
use contracts::{
    Actor, Error, Page, TransferId, WarehouseId,
    inventory::{Event, TransactionType, Transfer, TransferQuery, TransferRow, TransferStatus},
};
use model::{Line, refused_room};
use platform::{Tx, outbox};
use repo::Found;
pub(crate) use repo::under_way_at;

impl Inventory {
    pub(crate) async fn list_transfers(&self, query: &TransferQuery) -> Result<Page<TransferRow>> {
        Ok(list::page(&self.db, query).await?)
    }

    pub(crate) async fn find_transfer(&self, id: TransferId) -> Result<Option<Transfer>> {
        Ok(list::one(&self.db, id).await?)
    }

    pub(crate) async fn send_units(&self, actor: &Actor, id: TransferId) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let found = locked(&mut tx, id).await?;
        match found.status {
            TransferStatus::Draft => {}
            TransferStatus::Cancelled => return Err(Error::conflict("This transfer was cancelled.").into()),
            _ => return Ok(tx.commit().await?),
        }
        let lines = repo::lines(&mut tx, id).await?;
        let units = model::total(&lines)?;
        make_room(&mut tx, &found, units).await?;
        let stock = taken(&mut tx, &lines).await?;
        repo::advance(&mut tx, id, found.status, TransferStatus::InTransit).await?;
        let (from, to) = (found.from, found.to);
        let sent = Event::TransferSent { transfer: id, from, to, units: stock::model::units(units) };
        outbox::publish(&mut tx, &sent).await?;
        let details = serde_json::json!({ "from": from, "to": to, "units": units });
        note(&mut tx, actor, "transfer.sent", id, details).await?;
        stock::commit(tx, &stock, &reference(id), actor.label()).await
    }

    pub(crate) async fn give_up_transfer(&self, actor: &Actor, id: TransferId, reason: &str) -> Result<()> {
        let reason = model::reason(reason)?;
        let mut tx = self.db.begin().await?;
        let found = locked(&mut tx, id).await?;
        match found.status {
            TransferStatus::Cancelled => return Ok(tx.commit().await?),
            TransferStatus::Received => {
                return Err(Error::conflict("Everything of this transfer has come.").into());
            }
            _ => {}
        }
        let (stock, units) = put_back(&mut tx, id, &found).await?;
        repo::cancel(&mut tx, id, found.status, &reason).await?;
        let (from, went) = (found.from, stock::model::units(units));
        let cancelled = Event::TransferCancelled { transfer: id, from, units: went };
        outbox::publish(&mut tx, &cancelled).await?;
        let details = serde_json::json!({ "from": from, "units": units, "reason": reason });
        note(&mut tx, actor, "transfer.cancelled", id, details).await?;
        stock::commit(tx, &stock, &reference(id), actor.label()).await
    }
}

/// Takes all lines off the shelves, or none.
async fn taken(tx: &mut Tx, lines: &[Line]) -> Result<Stock> {
    let variants: Vec<_> = lines.iter().map(|line| line.variant).collect();
    let mut stock = stock::repo::lock(tx, &variants).await?;
    for line in lines {
        let shifted = stock.shift(line.inventory, TransactionType::Adjustment, -line.units);
        shifted.map_err(|_| model::short(&stock, line))?;
    }
    Ok(stock)
}

/// Puts what is under way back to where it comes from, whether there is room or not: it belongs there. The stock, and how
/// many units went back.
async fn put_back(tx: &mut Tx, id: TransferId, found: &Found) -> Result<(Stock, i32)> {
    if !found.status.is_under_way() {
        return Ok((Stock::default(), 0));
    }
    warehouse::require_room(tx, found.from, 0).await?;
    let lines = repo::return_rest(tx, id).await?;
    let variants: Vec<_> = lines.iter().map(|line| line.variant).collect();
    let mut stock = stock::repo::lock(tx, &variants).await?;
    for line in &lines {
        stock.shift(line.inventory, TransactionType::Adjustment, line.units)?;
    }
    Ok((stock, lines.iter().map(|line| line.units).sum()))
}

async fn locked(tx: &mut Tx, id: TransferId) -> Result<Found> {
    Ok(repo::lock(tx, id).await?.ok_or_else(|| Error::not_found("transfer"))?)
}

/// Locks both warehouses in one order, whichever way the units go, so that two transfers do not wait for each other.
async fn make_room(tx: &mut Tx, found: &Found, units: i32) -> Result<()> {
    let mut places: [(WarehouseId, i32); 2] = [(found.from, -units), (found.to, units)];
    places.sort_unstable();
    for (place, change) in places {
        warehouse::require_room(tx, place, change).await.map_err(refused_room)?;
    }
    Ok(())
}

async fn note(
    tx: &mut Tx,
    actor: &Actor,
    action: &str,
    id: TransferId,
    details: serde_json::Value,
) -> Result<()> {
    outbox::audit(tx, "inventory", actor, action, &reference(id), details).await?;
    Ok(())
}

/// What ledger and audit log call it by.
fn reference(id: TransferId) -> String {
    format!("transfer {id}")
}
