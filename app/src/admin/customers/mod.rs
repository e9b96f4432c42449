//! The people who buy, and the staff.

mod api;
mod consents;
mod detail;
mod list;

use detail::AdminCustomer;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
use list::AdminCustomers;
pub use list::status;

/// The addresses of customers.
#[component(transparent)]
pub fn CustomerAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("customers") view=AdminCustomers::lazy() ssr=SsrMode::Async />
        <Route path=path!("customers/:id") view=AdminCustomer::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
