//! Orders as their buyers see them: the guest's look-up, the order's page and its documents.

pub mod api;
mod find;
mod invoice_page;
mod invoice_view;
mod order_page;
mod parcels;
#[cfg(feature = "ssr")]
pub(crate) mod read;
mod view;
pub(crate) mod words;

use find::FindOrderPage;
use invoice_page::InvoicePage;
pub(crate) use invoice_view::invoice_view;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
use order_page::GuestOrderPage;
pub(crate) use view::{order_lines, order_skeleton, order_totals, order_view, print};

/// The addresses of this feature.
#[component(transparent)]
pub fn OrderRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("orders/find") view=FindOrderPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("orders/:number") view=GuestOrderPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("orders/:number/invoices/:invoice") view=InvoicePage::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
