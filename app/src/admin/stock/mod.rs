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

use super::transfers::TransferAdminRoutes;
pub(super) use ledger::AdminLedger;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminStock;
pub(super) use low::AdminLowStock;
pub(super) use reservations::AdminReservations;
pub(super) use variant::AdminVariantStock;
pub(super) use warehouses::AdminWarehouses;

/// The addresses of stock and of transfers between warehouses.
#[component(transparent)]
pub fn StockAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("stock") view=AdminStock::lazy() ssr=SsrMode::Async />
        <Route path=path!("stock/ledger") view=AdminLedger::lazy() ssr=SsrMode::Async />
        <Route path=path!("stock/low") view=AdminLowStock::lazy() ssr=SsrMode::Async />
        <Route path=path!("stock/reservations") view=AdminReservations::lazy() ssr=SsrMode::Async />
        <Route path=path!("stock/warehouses") view=AdminWarehouses::lazy() ssr=SsrMode::Async />
        <TransferAdminRoutes />
        <Route path=path!("stock/:variant") view=AdminVariantStock::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
