//! Units per variant and warehouse, and the ledger of their movements.

mod ledger;
mod list;
pub mod model;
mod moving;
mod reads;
pub(crate) mod repo;
mod threshold;

use crate::{Inventory, error::Result, events, warehouse};
use contracts::{
    Actor, Error, InventoryId, OrderId, Page, PageRequest, ReservationId, VariantId, WarehouseId,
    inventory::{Availability, LedgerEntry, StockLine, StockQuery, StockRow, TransactionType},
};
use model::{Adjustment, Stock};
use platform::{Tx, outbox};

/// Writes what moved, tells of it and commits: the one way in which stock changes.
pub(crate) async fn commit(mut tx: Tx, stock: &Stock, reference: &str, actor: &str) -> Result<()> {
    repo::write(&mut tx, stock, reference, actor).await?;
    outbox::publish_all(&mut tx, &events::of(stock)).await?;
    Ok(tx.commit().await?)
}

impl Inventory {
    pub(crate) async fn count_available(&self, variants: &[VariantId]) -> Result<Vec<Availability>> {
        Ok(reads::availability(self.db.pool(), variants).await?)
    }

    pub(crate) async fn list_stock(&self, query: StockQuery) -> Result<Page<StockRow>> {
        Ok(list::page(&self.db, &query).await?)
    }

    pub(crate) async fn stock_after(
        &self,
        query: &StockQuery,
        after: Option<InventoryId>,
    ) -> Result<Vec<StockRow>> {
        Ok(list::after(&self.db, query, after).await?)
    }

    pub(crate) async fn read_ledger(
        &self,
        variant: Option<VariantId>,
        page: &PageRequest,
    ) -> Result<Page<LedgerEntry>> {
        Ok(ledger::page(&self.db, variant, page).await?)
    }

    pub(crate) async fn apply(
        &self,
        actor: &Actor,
        variant: VariantId,
        warehouse: WarehouseId,
        adjustment: Adjustment,
    ) -> Result<StockRow> {
        let mut tx = self.db.begin().await?;
        warehouse::require_room(&mut tx, warehouse, adjustment.change).await?;
        let row = repo::row_in(&mut tx, variant, warehouse).await?.ok_or(Error::not_found("variant"))?;
        let mut stock = repo::lock(&mut tx, &[variant]).await?;
        stock.adjust(row, &adjustment)?;
        let details = serde_json::json!({
            "warehouse": warehouse, "change": adjustment.change, "reason": adjustment.reason,
        });
        outbox::audit(&mut tx, "inventory", actor, "stock.adjusted", &format!("variant {variant}"), details)
            .await?;
        commit(tx, &stock, &adjustment.reason, actor.label()).await?;
        Ok(reads::row(self.db.pool(), row).await?)
    }

    /// Tells everybody how many units of each variant can be bought now, whatever they were told before: for a
    /// database that was put back to an earlier moment than theirs.
    ///
    /// # Errors
    /// As the database answers.
    pub async fn announce_stock(&self) -> contracts::Result<()> {
        Ok(self.announce_all().await?)
    }

    async fn announce_all(&self) -> Result<()> {
        let mut tx = self.db.begin().await?;
        let events = reads::all_sums(&mut tx).await?;
        outbox::publish_all(&mut tx, &events).await?;
        Ok(tx.commit().await?)
    }

    pub(crate) async fn take_back(
        &self,
        reference: uuid::Uuid,
        order: OrderId,
        reservation: ReservationId,
        lines: &[StockLine],
    ) -> Result<()> {
        if lines.is_empty() {
            return Ok(());
        }
        let wanted = model::wanted(lines)?;
        let mut tx = self.db.begin().await?;
        if !repo::first_return(&mut tx, reference, order).await? {
            return Ok(tx.commit().await?);
        }
        let variants: Vec<_> = wanted.keys().copied().collect();
        let mut stock = repo::lock(&mut tx, &variants).await?;
        let reference = format!("order {order}");
        let sold = repo::still_sold(&mut tx, reservation, &reference).await?;
        for part in stock.returned(&wanted, &sold)? {
            stock.shift(part.inventory, TransactionType::Return, part.quantity)?;
        }
        commit(tx, &stock, &reference, "system").await
    }
}
