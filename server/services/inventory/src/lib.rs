//! How many units there are and where.
//!
//! Owns `inventory`, `warehouses`, `inventory_transactions` (the ledger), `reservations`, `stock_transfers`,
//! `stock_settings`.
//! Publishes [`contracts::inventory::Event`]; consumes the catalogue's `product_saved`
//! ([`Inventory::on_product_saved`]).
//!
//! Selling never goes below zero: every change first locks all rows of its variants in one fixed order,
//! and the database refuses negative quantities should that ever fail.

mod consumers;
mod error;
mod events;
pub mod jobs;
pub mod reservation;
pub mod stock;
pub mod transfer;
pub mod verify;
pub mod warehouse;

use async_trait::async_trait;
use contracts::{
    Actor, InventoryId, OrderId, Page, PageRequest, Permission, ReservationId, Sku, TransferId, VariantId,
    WarehouseId,
    inventory::{
        Availability, HeldLine, HeldQuery, LedgerEntry, Move, ReservationState, Reserved, StockLine,
        StockQuery, StockRow, TransactionType, Transfer, TransferDraft, TransferQuery, TransferReceipt,
        TransferRow, Warehouse,
    },
};
use platform::Database;
use tokio::sync::Semaphore;

pub use error::Error;

/// The tables of this service.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/inventory");

/// The service. Time is the database's, so that all processes agree on when a reservation ends.
pub struct Inventory {
    db: Database,
    /// Who may reserve at the same time. In a flash sale everybody waits for the same row of stock; those who do it
    /// with a connection in hand would keep everybody else from reading that nothing is left.
    reserving: Semaphore,
}

/// Of the pool's connections, one in so many is left to those who reserve.
const SHARE_THAT_RESERVES: u32 = 3;

impl Inventory {
    /// A service on its database.
    pub fn new(db: Database) -> Self {
        let at_once = db.pool().options().get_max_connections() / SHARE_THAT_RESERVES;
        Self { db, reserving: Semaphore::new(at_once.max(1) as usize) }
    }
}

#[async_trait]
impl contracts::inventory::Inventory for Inventory {
    async fn availability(&self, variants: Vec<VariantId>) -> contracts::Result<Vec<Availability>> {
        Ok(self.count_available(&variants).await?)
    }

    async fn reserve(
        &self,
        reservation: ReservationId,
        lines: Vec<StockLine>,
        ttl_seconds: u32,
    ) -> contracts::Result<Reserved> {
        Ok(self.hold(reservation, &lines, ttl_seconds).await?)
    }

    async fn release(&self, reservation: ReservationId) -> contracts::Result<()> {
        Ok(self.let_go(reservation).await?)
    }

    async fn confirm(&self, reservation: ReservationId) -> contracts::Result<()> {
        Ok(self.sell(reservation).await?)
    }

    async fn restock_returned(
        &self,
        reference: uuid::Uuid,
        order: OrderId,
        reservation: ReservationId,
        lines: Vec<StockLine>,
    ) -> contracts::Result<()> {
        Ok(self.take_back(reference, order, reservation, &lines).await?)
    }

    async fn reservation(
        &self,
        actor: Actor,
        id: ReservationId,
    ) -> contracts::Result<Option<ReservationState>> {
        actor.require(Permission::OperateSystem)?;
        Ok(self.look_at(id).await?)
    }

    async fn warehouses(&self, actor: Actor) -> contracts::Result<Vec<Warehouse>> {
        actor.require(Permission::ViewStock)?;
        Ok(self.list_warehouses().await?)
    }

    async fn save_warehouse(&self, actor: Actor, warehouse: Warehouse) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.keep_warehouse(&actor, warehouse).await?)
    }

    async fn stock(&self, actor: Actor, query: StockQuery) -> contracts::Result<Page<StockRow>> {
        actor.require(Permission::ViewStock)?;
        Ok(self.list_stock(query).await?)
    }

    async fn export_stock(
        &self,
        actor: Actor,
        query: StockQuery,
        after: Option<InventoryId>,
    ) -> contracts::Result<Vec<StockRow>> {
        actor.require(Permission::ViewStock)?;
        Ok(self.stock_after(&query, after).await?)
    }

    async fn adjust(
        &self,
        actor: Actor,
        variant: VariantId,
        warehouse: WarehouseId,
        change: i32,
        kind: TransactionType,
        reason: String,
    ) -> contracts::Result<StockRow> {
        actor.require(Permission::AdjustStock)?;
        let adjustment = stock::model::Adjustment::parse(change, kind, &reason)?;
        Ok(self.apply(&actor, variant, warehouse, adjustment).await?)
    }

    async fn move_stock(&self, actor: Actor, units: Move) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.relocate(&actor, units).await?)
    }

    async fn set_threshold(&self, actor: Actor, id: InventoryId, threshold: u32) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.keep_threshold(&actor, id, threshold).await?)
    }

    async fn default_threshold(&self, actor: Actor) -> contracts::Result<u32> {
        actor.require(Permission::ViewStock)?;
        Ok(self.read_default_threshold().await?)
    }

    async fn set_default_threshold(
        &self,
        actor: Actor,
        threshold: u32,
        replaced: Option<u32>,
    ) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.keep_default_threshold(&actor, threshold, replaced).await?)
    }

    async fn held_units(&self, actor: Actor, query: HeldQuery) -> contracts::Result<Page<HeldLine>> {
        actor.require(Permission::ViewStock)?;
        Ok(self.list_held(&query).await?)
    }

    async fn transfers(&self, actor: Actor, query: TransferQuery) -> contracts::Result<Page<TransferRow>> {
        actor.require(Permission::ViewStock)?;
        Ok(self.list_transfers(&query).await?)
    }

    async fn transfer(&self, actor: Actor, id: TransferId) -> contracts::Result<Option<Transfer>> {
        actor.require(Permission::ViewStock)?;
        Ok(self.find_transfer(id).await?)
    }

    async fn begin_transfer(&self, actor: Actor, draft: TransferDraft) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.begin_draft(&actor, draft).await?)
    }

    async fn set_transfer_line(
        &self,
        actor: Actor,
        id: TransferId,
        sku: Sku,
        units: u32,
    ) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.set_line(&actor, id, &sku, units).await?)
    }

    async fn send_transfer(&self, actor: Actor, id: TransferId) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.send_units(&actor, id).await?)
    }

    async fn receive_transfer(
        &self,
        actor: Actor,
        id: TransferId,
        receipt: TransferReceipt,
    ) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.take_in(&actor, id, &receipt).await?)
    }

    async fn cancel_transfer(&self, actor: Actor, id: TransferId, reason: String) -> contracts::Result<()> {
        actor.require(Permission::AdjustStock)?;
        Ok(self.give_up_transfer(&actor, id, &reason).await?)
    }

    async fn ledger(
        &self,
        actor: Actor,
        variant: Option<VariantId>,
        page: PageRequest,
    ) -> contracts::Result<Page<LedgerEntry>> {
        actor.require(Permission::ViewStock)?;
        Ok(self.read_ledger(variant, &page).await?)
    }
}
