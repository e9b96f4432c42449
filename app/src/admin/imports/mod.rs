//! Files of products: sent, mapped, looked at before anything is changed, applied, and what became of them.

mod again;
mod api;
mod detail;
mod found;
mod list;
mod mapping;
mod problems;
#[cfg(feature = "ssr")]
mod upload;
mod words;

pub(super) use detail::AdminImport;
pub(super) use list::AdminImports;

const PATH: &str = "/admin/imports";
