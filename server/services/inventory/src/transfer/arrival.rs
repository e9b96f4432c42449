//! Units of a transfer come to their warehouse.

use super::{
    locked,
    model::{self, Arrived, Line, refused_room},
    note, reference, repo,
};
use crate::{Inventory, error::Result, stock, stock::model::Stock, warehouse};
use contracts::{
    Actor, Error, TransferId, WarehouseId,
    inventory::{Event, TransactionType, TransferReceipt, TransferStatus},
};
use platform::{Tx, outbox};

impl Inventory {
    pub(crate) async fn take_in(
        &self,
        actor: &Actor,
        id: TransferId,
        receipt: &TransferReceipt,
    ) -> Result<()> {
        let arrived = model::arrived(receipt)?;
        let units: i32 = arrived.iter().map(|part| part.units).sum();
        let mut tx = self.db.begin().await?;
        let found = locked(&mut tx, id).await?;
        if repo::is_booked(&mut tx, receipt.id).await? {
            return Ok(tx.commit().await?);
        }
        if !found.status.is_under_way() {
            return Err(Error::conflict("Nothing of this transfer is under way.").into());
        }
        book(&mut tx, id, &arrived).await?;
        let missing = if receipt.rest_is_lost { repo::lose_rest(&mut tx, id).await? } else { Vec::new() };
        let lost: i32 = missing.iter().map(|line| line.units).sum();
        if !repo::first_receipt(&mut tx, id, receipt.id, (units, lost), actor.label()).await? {
            return Err(Error::conflict("This arrival was booked for another transfer.").into());
        }
        let stock = shelved(&mut tx, found.to, &arrived, &missing).await?;
        let is_complete = repo::outstanding(&mut tx, id).await? == 0;
        let next = if is_complete { TransferStatus::Received } else { TransferStatus::PartlyReceived };
        repo::advance(&mut tx, id, found.status, next).await?;
        let (to, came) = (found.to, stock::model::units(units));
        let received = Event::TransferReceived { transfer: id, to, units: came, is_complete };
        outbox::publish(&mut tx, &received).await?;
        let details = serde_json::json!({ "to": to, "units": units, "lost": lost, "receipt": receipt.id });
        note(&mut tx, actor, "transfer.received", id, details).await?;
        stock::commit(tx, &stock, &reference(id), actor.label()).await
    }
}

/// Notes at each line what has come of it.
async fn book(tx: &mut Tx, id: TransferId, arrived: &[Arrived]) -> Result<()> {
    for part in arrived {
        if !repo::book_arrival(tx, id, part).await? {
            let field = format!("lines[{}]", part.place);
            return Err(Error::field(&field, "No more can come than is under way.").into());
        }
    }
    Ok(())
}

/// Puts what has come onto the shelves of a warehouse, and writes off what is missing. The ledger tells only of shelves:
/// what was lost goes back to the one that it left, and is lost from there.
async fn shelved(tx: &mut Tx, to: WarehouseId, arrived: &[Arrived], missing: &[Line]) -> Result<Stock> {
    let units: i32 = arrived.iter().map(|part| part.units).sum();
    warehouse::require_room(tx, to, units).await.map_err(refused_room)?;
    let mut rows = Vec::with_capacity(arrived.len());
    for part in arrived {
        let row = stock::repo::row_in(tx, part.variant, to).await?;
        rows.push((row.ok_or_else(|| Error::not_found("variant"))?, part.units));
    }
    let variants = arrived.iter().map(|part| part.variant).chain(missing.iter().map(|line| line.variant));
    let mut stock = stock::repo::lock(tx, &variants.collect::<Vec<_>>()).await?;
    for (row, units) in rows {
        stock.shift(row, TransactionType::Adjustment, units)?;
    }
    for line in missing {
        stock.shift(line.inventory, TransactionType::Adjustment, line.units)?;
        stock.shift(line.inventory, TransactionType::Loss, -line.units)?;
    }
    Ok(stock)
}
