//! Order pages.

use leptos::prelude::*;
use leptos_router::{
    MatchNestedRoutes, SsrMode,
    any_nested_route::IntoAnyNestedRoute,
    components::Route,
    path,
};

/// The addresses of this feature.
#[component(transparent)]
pub fn OrderRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("orders") view=|| view! { <h1>"Order"</h1> } ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
