//! Transfers between warehouses: the list, a new one, and one with its articles and what can be done.

mod acts;
mod api;
mod articles;
mod form;
mod list;
#[cfg(feature = "ssr")]
mod parse;
mod receive;
mod transfer;

pub(super) use form::AdminNewTransfer;
pub(super) use list::AdminTransfers;
pub(super) use transfer::AdminTransfer;

const PATH: &str = "/admin/transfers";
