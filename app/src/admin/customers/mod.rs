//! The people who buy: list, groups, one person with everything about them, merging two; and their carts.

mod about;
mod acts_api;
mod api;
mod bought;
mod consents;
mod detail;
mod groups;
mod groups_api;
mod list;
mod look;
mod marks;
mod merge;
mod merge_api;
#[cfg(feature = "ssr")]
mod merge_plan;
mod notes;
#[cfg(feature = "ssr")]
mod read;
mod sessions;
mod timeline;

use super::carts::{AdminCart, AdminCarts};
pub(super) use detail::AdminCustomer;
pub(super) use groups::AdminCustomerGroups;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminCustomers;
pub use list::status;
pub(super) use merge::AdminMerge;

/// The addresses of customers and their carts.
#[component(transparent)]
pub fn CustomerAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("customers") view=AdminCustomers::lazy() ssr=SsrMode::Async />
        <Route path=path!("customers/groups") view=AdminCustomerGroups::lazy() ssr=SsrMode::Async />
        <Route path=path!("customers/:id") view=AdminCustomer::lazy() ssr=SsrMode::Async />
        <Route path=path!("customers/:id/merge") view=AdminMerge::lazy() ssr=SsrMode::Async />
        <Route path=path!("carts") view=AdminCarts::lazy() ssr=SsrMode::Async />
        <Route path=path!("carts/:id") view=AdminCart::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
