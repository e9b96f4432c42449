//! Catalog pages.

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::Route,
    path,
};

/// The addresses of this feature.
#[component(transparent)]
pub fn CatalogRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("catalog") view=|| view! { <h1>"Catalog"</h1> } ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
