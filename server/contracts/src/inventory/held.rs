//! Units that are held now, line by line.

use crate::{PageRequest, ReservationId, Sku, Timestamp, VariantId, WarehouseId};
use serde::{Deserialize, Serialize};

/// Units of one row of stock that a checkout holds.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldLine {
    /// The reservation, which has its checkout's id.
    pub reservation: ReservationId,
    /// The variant.
    pub variant: VariantId,
    /// Its SKU.
    pub sku: Sku,
    /// Product name and choices.
    pub name: String,
    /// The warehouse's name.
    pub warehouse_name: String,
    /// How many.
    pub units: u32,
    /// Since when.
    pub held_since: Timestamp,
    /// When they return to sale by themselves.
    pub expires_at: Timestamp,
}

/// Which held units are wanted; those that end first come first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeldQuery {
    /// Part of a SKU or name.
    pub search: String,
    /// Only of this variant.
    pub variant: Option<VariantId>,
    /// Only in this warehouse.
    pub warehouse: Option<WarehouseId>,
    /// The part of the list.
    pub page: PageRequest,
}
