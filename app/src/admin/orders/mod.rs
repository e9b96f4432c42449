//! Orders and payments.

mod api;
mod batch;
mod batch_api;
#[cfg(feature = "ssr")]
mod batch_run;
mod batch_words;
mod bulk;
mod cancel;
mod capture;
#[cfg(feature = "ssr")]
mod desk_read;
mod detail;
mod invoice;
mod invoices;
mod lines;
mod list;
mod mentions;
mod notes;
mod notes_api;
mod parcels;
#[cfg(feature = "ssr")]
mod parse;
mod payments;
#[cfg(feature = "ssr")]
mod pick;
mod pick_list;
mod picking_api;
#[cfg(feature = "ssr")]
mod picking_read;
mod refund;
mod refund_rest;
mod ship;
mod side;
mod slip;
mod slips;
mod tags;
mod timeline;

pub(super) use batch::AdminOrderBatch;
pub(super) use detail::AdminOrder;
pub(super) use invoice::AdminInvoice;
pub(super) use invoices::AdminInvoices;
pub(super) use list::AdminOrders;
pub use list::order_rows;
pub(super) use mentions::AdminMentions;
pub(super) use parcels::AdminParcels;
pub(super) use payments::AdminPayments;
pub(super) use pick_list::AdminPickList;
pub use side::address_lines;
pub(super) use slip::AdminPackingSlip;
pub(super) use slips::AdminPackingSlips;
