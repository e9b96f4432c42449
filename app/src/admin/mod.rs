//! The back office: every page a lazily loaded chunk below one frame, which leads to the log-in when
//! nobody of the staff is logged in.

mod api;
mod brands;
mod carts;
mod catalog;
mod collections;
mod coupons;
mod customers;
mod dashboard;
mod gift_cards;
#[cfg(feature = "ssr")]
pub(crate) mod guard;
mod imports;
mod layout;
mod live;
mod login;
mod media;
mod nav;
mod notifications;
pub(crate) mod office;
mod open_items;
#[cfg(feature = "ssr")]
mod open_search;
mod orders;
mod own_lists;
#[cfg(feature = "ssr")]
mod palette_search;
mod patterns;
mod product_types;
#[cfg(feature = "ssr")]
pub mod queries;
mod recommendations;
mod redirects;
mod reports;
mod security;
mod settings;
mod staff;
mod stock;
mod system;
mod transfers;
mod webhooks;

use dashboard::AdminDashboard;
use layout::{AdminFind, AdminLayout};
use leptos::prelude::*;
use leptos_router::{
    SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::{ParentRoute, Route},
    path,
};
use login::{AdminLogInCode, AdminLogin};
use office::OfficeRoutes;
pub use patterns::ListState;

/// The addresses of the back office.
#[component(transparent)]
pub fn AdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("admin/login") view=AdminLogin::lazy() ssr=SsrMode::Async />
        <Route path=path!("admin/login/code") view=AdminLogInCode::lazy() ssr=SsrMode::Async />
        <ParentRoute path=path!("admin") view=AdminLayout::lazy() ssr=SsrMode::Async>
            <Route path=path!("") view=AdminDashboard::lazy() ssr=SsrMode::Async />
            <Route path=path!("find") view=AdminFind::lazy() ssr=SsrMode::Async />
            <OfficeRoutes />
        </ParentRoute>
    }
    .into_inner()
    .into_any_nested_route()
}
