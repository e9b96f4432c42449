//! The people who run the shop: who they are, what they may do, who is let in.

pub mod api;
mod factor;
mod invite;
mod list;
mod permissions;
mod policies;
mod role_editor;
mod role_list;
mod roles;
mod roles_api;

pub use factor::lost_factor;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminStaff;
pub(super) use role_list::AdminRoles;
pub use roles::blocking;

/// The addresses of the staff and their roles.
#[component(transparent)]
pub fn StaffAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("staff") view=AdminStaff::lazy() ssr=SsrMode::Async />
        <Route path=path!("staff/roles") view=AdminRoles::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
