//! Stock per warehouse, its adjustment, what is low, what is reserved, the warehouses, and the ledger.

mod adjust;
mod api;
mod ledger;
mod list;
mod low;
mod low_api;
mod moving;
mod reservations;
mod reservations_api;
#[cfg(feature = "ssr")]
mod runs;
mod variant;
mod warehouse_form;
mod warehouses;
mod warehouses_api;

pub(super) use ledger::AdminLedger;
pub(super) use list::AdminStock;
pub(super) use low::AdminLowStock;
pub(super) use reservations::AdminReservations;
pub(super) use variant::AdminVariantStock;
pub(super) use warehouses::AdminWarehouses;
