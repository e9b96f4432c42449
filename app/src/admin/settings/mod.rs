//! What the shop is set to: where it ships to, what that costs, and how it is taxed.

mod method_form;
#[cfg(feature = "ssr")]
mod parse;
mod shipping;
mod shipping_api;
mod taxes;
mod taxes_api;
mod zone_form;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use shipping::AdminShipping;
pub(super) use taxes::AdminTaxes;

/// The addresses of the settings.
#[component(transparent)]
pub fn SettingsAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("settings/shipping") view=AdminShipping::lazy() ssr=SsrMode::Async />
        <Route path=path!("settings/taxes") view=AdminTaxes::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
