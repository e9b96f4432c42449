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
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminTransfers;
pub(super) use transfer::AdminTransfer;

const PATH: &str = "/admin/transfers";

/// The addresses of transfers.
#[component(transparent)]
pub fn TransferAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("transfers") view=AdminTransfers::lazy() ssr=SsrMode::Async />
        <Route path=path!("transfers/new") view=AdminNewTransfer::lazy() ssr=SsrMode::Async />
        <Route path=path!("transfers/:transfer") view=AdminTransfer::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
