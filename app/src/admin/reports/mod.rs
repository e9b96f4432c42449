//! Reports that were made, as files.

mod api;
mod list;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminReports;

/// The address of reports.
#[component(transparent)]
pub fn ReportAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=path!("reports") view=AdminReports::lazy() ssr=SsrMode::Async /> }
        .into_inner()
        .into_any_nested_route()
}
