//! Collections: the list, and one with its products by hand or its rule.

mod api;
mod collection;
mod conditions;
mod form;
mod list;
#[cfg(feature = "ssr")]
mod parse;
mod products;
#[cfg(feature = "ssr")]
mod read;
mod text;

pub(super) use collection::AdminCollection;
pub(super) use list::AdminCollections;

const PATH: &str = "/admin/collections";
