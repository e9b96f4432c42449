//! Admin pages.

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::Route,
    path,
};

/// The addresses of this feature.
#[component(transparent)]
pub fn AdminRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("admin") view=|| view! { <h1>"Admin"</h1> } ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
