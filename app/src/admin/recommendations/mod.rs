//! Recommendations: what stands beside each product and why, and what a merchant decides about it.

mod acts;
mod api;
mod list;
mod product;
#[cfg(feature = "ssr")]
mod read;
mod rules;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminRecommendations;
pub(super) use product::AdminRecommendation;

const PATH: &str = "/admin/recommendations";

/// The addresses of recommendations.
#[component(transparent)]
pub fn RecommendationAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("recommendations") view=AdminRecommendations::lazy() ssr=SsrMode::Async />
        <Route path=path!("recommendations/:product") view=AdminRecommendation::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
