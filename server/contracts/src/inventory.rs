//! Warehouses, stock, reservations, transfers and the ledger.

mod held;
mod transfer;

use crate::{
    Actor, InventoryId, OrderId, Page, PageRequest, ProductId, Quantity, ReservationId, Sku, Timestamp,
    TransferId, VariantId, WarehouseId, contract::contract, event::events,
};
pub use held::{HeldLine, HeldQuery};
use serde::{Deserialize, Serialize};
pub use transfer::{
    Transfer, TransferArrival, TransferDraft, TransferLine, TransferQuery, TransferReceipt, TransferRow,
    TransferStatus, TransferUnits,
};

/// A place that holds stock.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Warehouse {
    pub id: WarehouseId,
    pub name: String,
    pub location: String,
    /// Units it can hold, if limited.
    pub capacity: Option<u32>,
    pub contact_info: String,
    /// Reservations take from the lowest number first.
    pub priority: i32,
    /// Whether units can be put there; one that is not holds none.
    #[serde(default = "usable")]
    pub active: bool,
}

fn usable() -> bool {
    true
}

/// Units on their way from one warehouse to another.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Move {
    pub variant: VariantId,
    pub from: WarehouseId,
    pub to: WarehouseId,
    pub quantity: Quantity,
    /// Kept in the ledger.
    pub reason: String,
}

/// What can be bought of a variant, over all warehouses.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Availability {
    /// The variant.
    pub variant: VariantId,
    /// Units neither sold nor reserved.
    pub available: u32,
}

/// A variant and how many.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[expect(missing_docs, reason = "named after what they are")]
pub struct StockLine {
    pub variant: VariantId,
    pub quantity: Quantity,
}

/// What came of trying to reserve.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Reserved {
    /// All lines are held until then.
    Held {
        /// When the units return to sale by themselves.
        expires_at: Timestamp,
    },
    /// Nothing is held, because of these variants; `available` is what there is.
    Short(Vec<Availability>),
}

/// What became of a checkout's units.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReservationState {
    /// `held`, `confirmed`, `released` or `expired`.
    pub status: String,
    /// Units of all lines.
    pub units: u32,
    /// When held units return to sale by themselves.
    pub expires_at: Timestamp,
}

/// Stock of one variant in one warehouse.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockRow {
    /// The row's id.
    pub id: InventoryId,
    /// The variant.
    pub variant: VariantId,
    /// Its product.
    pub product: ProductId,
    /// Its SKU.
    pub sku: Sku,
    /// Product name and choices.
    pub name: String,
    /// Where it is.
    pub warehouse: WarehouseId,
    /// The warehouse's name.
    pub warehouse_name: String,
    /// Units that can be sold.
    pub available: u32,
    /// Units held for checkouts and unconfirmed orders.
    pub reserved: u32,
    /// At or below this many available units it counts as low.
    pub low_stock_threshold: u32,
    /// When it last changed.
    pub updated_at: Timestamp,
}

/// Which stock rows are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StockQuery {
    /// Part of a SKU or name.
    pub search: String,
    /// Only this warehouse.
    pub warehouse: Option<WarehouseId>,
    /// Only these variants, when not empty.
    pub variants: Vec<VariantId>,
    /// Only rows at or below their threshold.
    pub low_only: bool,
    /// `sku`, `name`, `available` or `updated`, with a leading `-` for descending.
    pub sort: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// Why stock moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransactionType {
    /// Units came in from a supplier.
    Restock,
    /// Units were counted anew.
    Adjustment,
    /// Units are held for a checkout.
    Reservation,
    /// Held units returned to sale.
    Release,
    /// Held units were sold.
    Sale,
    /// Sold units came back.
    Return,
    /// Units were lost on their way to another warehouse.
    Loss,
}

impl TransactionType {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Restock => "restock",
            Self::Adjustment => "adjustment",
            Self::Reservation => "reservation",
            Self::Release => "release",
            Self::Sale => "sale",
            Self::Return => "return",
            Self::Loss => "loss",
        }
    }
}

/// A movement in the ledger.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LedgerEntry {
    /// Ascending.
    pub number: i64,
    /// Which stock moved.
    pub inventory: InventoryId,
    /// The SKU.
    pub sku: Sku,
    /// The warehouse's name.
    pub warehouse_name: String,
    /// Change of the available units.
    pub change: i32,
    /// Available units after it.
    pub balance: i32,
    /// Why.
    pub transaction_type: TransactionType,
    /// The reservation, order or reason behind it.
    pub reference: String,
    /// Who did it.
    pub actor: String,
    /// When.
    pub at: Timestamp,
}

events! { "inventory" {
    /// What can be bought of a variant changed.
    StockChanged / "stock_changed" (variant) {
        /// The variant.
        variant: VariantId,
        /// Its product.
        product: ProductId,
        /// Units available over all warehouses.
        available: u32,
    }
    /// A variant fell to its threshold or below.
    StockLow / "stock_low" (variant) {
        /// The variant.
        variant: VariantId,
        /// Its SKU.
        sku: Sku,
        /// Product name and choices.
        #[serde(default)]
        name: String,
        /// Units available in that warehouse.
        available: u32,
    }
    /// The units of a transfer left their warehouse; they are for sale nowhere.
    TransferSent / "transfer_sent" (transfer) {
        /// The transfer.
        transfer: TransferId,
        /// Where they come from.
        from: WarehouseId,
        /// Where they go.
        to: WarehouseId,
        /// How many left.
        units: u32,
    }
    /// Units of a transfer came to their warehouse.
    TransferReceived / "transfer_received" (transfer) {
        /// The transfer.
        transfer: TransferId,
        /// Where they came.
        to: WarehouseId,
        /// How many came now.
        units: u32,
        /// Whether nothing is under way any more.
        is_complete: bool,
    }
    /// A transfer was given up.
    TransferCancelled / "transfer_cancelled" (transfer) {
        /// The transfer.
        transfer: TransferId,
        /// Where what was under way went back to.
        from: WarehouseId,
        /// How many went back.
        units: u32,
    }
}}

contract! {
    /// How many there are and where. Owns `inventory`, `warehouses`, `inventory_transactions`, `reservations`,
    /// `stock_transfers`.
    pub trait Inventory as "inventory" {
        /// What can be bought of each variant; zero for unknown ones.
        async fn availability(&self, variants: Vec<VariantId>) -> Result<Vec<Availability>>;
        /// Holds all lines for `ttl_seconds` or none of them. Repeating it with the same id changes nothing; what was
        /// refused stays refused, or is a `Conflict` once the units are there again.
        async fn reserve(&self, reservation: ReservationId, lines: Vec<StockLine>, ttl_seconds: u32) -> Result<Reserved>;
        /// Returns the held units to sale. Repeating it, or releasing what was never held, changes nothing;
        /// units that were sold stay sold.
        async fn release(&self, reservation: ReservationId) -> Result<()>;
        /// Sells the held units. Repeating it changes nothing. `Conflict` when the reservation has expired
        /// and the units are gone; it is renewed if they are still there.
        async fn confirm(&self, reservation: ReservationId) -> Result<()>;
        /// Takes sold units back into the warehouses that `reservation` sold them from, once per `reference`
        /// (a refund's or a cancellation's id).
        async fn restock_returned(&self, reference: uuid::Uuid, order: OrderId, reservation: ReservationId, lines: Vec<StockLine>) -> Result<()>;
        /// Where a checkout's units are; none when it never held any. Needs `OperateSystem`.
        async fn reservation(&self, actor: Actor, id: ReservationId) -> Result<Option<ReservationState>>;
        /// All warehouses, by priority. Needs `ViewStock`.
        async fn warehouses(&self, actor: Actor) -> Result<Vec<Warehouse>>;
        /// Creates or changes a warehouse (its id decides). `Conflict` when one with units in it, or the
        /// last one, would no longer be used. Needs `AdjustStock`.
        async fn save_warehouse(&self, actor: Actor, warehouse: Warehouse) -> Result<()>;
        /// The back office's list. Needs `ViewStock`.
        async fn stock(&self, actor: Actor, query: StockQuery) -> Result<Page<StockRow>>;
        /// At most [`PageRequest::BATCH`] rows of that list, by id: those that follow this one. Needs `ViewStock`.
        async fn export_stock(&self, actor: Actor, query: StockQuery, after: Option<InventoryId>) -> Result<Vec<StockRow>>;
        /// Adds `change` units (may be negative) with a reason; never below zero. `restock` or `adjustment`.
        /// Needs `AdjustStock`.
        async fn adjust(&self, actor: Actor, variant: VariantId, warehouse: WarehouseId, change: i32, kind: TransactionType, reason: String) -> Result<StockRow>;
        /// Moves available units between two warehouses; what can be bought stays the same. Needs
        /// `AdjustStock`.
        async fn move_stock(&self, actor: Actor, units: Move) -> Result<()>;
        /// Sets the low-stock threshold of a row. Needs `AdjustStock`.
        async fn set_threshold(&self, actor: Actor, id: InventoryId, threshold: u32) -> Result<()>;
        /// At or below how many units a variant counts as low where nobody set another threshold. Needs `ViewStock`.
        async fn default_threshold(&self, actor: Actor) -> Result<u32>;
        /// Sets that for rows of stock that are made from now on, and for those that have the threshold `replaced`.
        /// Needs `AdjustStock`.
        async fn set_default_threshold(&self, actor: Actor, threshold: u32, replaced: Option<u32>) -> Result<()>;
        /// Units that checkouts hold now, those that end first come first. Needs `ViewStock`.
        async fn held_units(&self, actor: Actor, query: HeldQuery) -> Result<Page<HeldLine>>;
        /// Transfers between warehouses, the newest first. Needs `ViewStock`.
        async fn transfers(&self, actor: Actor, query: TransferQuery) -> Result<Page<TransferRow>>;
        /// A transfer with its articles. Needs `ViewStock`.
        async fn transfer(&self, actor: Actor, id: TransferId) -> Result<Option<Transfer>>;
        /// Begins a transfer without articles; the same id again changes nothing. Needs `AdjustStock`.
        async fn begin_transfer(&self, actor: Actor, draft: TransferDraft) -> Result<()>;
        /// Says how many units of an article a draft moves; none takes it off. `Conflict` when the transfer was sent or
        /// cancelled. Needs `AdjustStock`.
        async fn set_transfer_line(&self, actor: Actor, id: TransferId, sku: Sku, units: u32) -> Result<()>;
        /// The units of a draft leave their warehouse, all or none; sending it again changes nothing. `Conflict` when
        /// there are not enough, or there is no room for them. Needs `AdjustStock`.
        async fn send_transfer(&self, actor: Actor, id: TransferId) -> Result<()>;
        /// Units come to their warehouse, or are lost on their way, once per receipt. A field error `lines[n]` for more
        /// than is under way, `Conflict` when nothing is, or there is no room. Needs `AdjustStock`.
        async fn receive_transfer(&self, actor: Actor, id: TransferId, receipt: TransferReceipt) -> Result<()>;
        /// Gives a transfer up: what is under way goes back to where it came from. Repeating it changes nothing;
        /// `Conflict` when everything has come. Needs `AdjustStock`.
        async fn cancel_transfer(&self, actor: Actor, id: TransferId, reason: String) -> Result<()>;
        /// The ledger, newest first; of one variant, or of all. Needs `ViewStock`.
        async fn ledger(&self, actor: Actor, variant: Option<VariantId>, page: PageRequest) -> Result<Page<LedgerEntry>>;
    }
}
