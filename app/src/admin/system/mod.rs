//! The operator's view: health, events, dead letters, audit log, API keys.

mod api;
mod api_keys;
mod audit;
mod dead_jobs;
mod dead_letters;
mod events;
mod health;
mod keys_api;
mod money;

use api_keys::AdminApiKeys;
use audit::AdminAudit;
use dead_letters::AdminDeadLetters;
use events::AdminEvents;
use health::AdminSystem;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};

/// The addresses of the operator's pages.
#[component(transparent)]
pub fn SystemAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("system") view=AdminSystem::lazy() ssr=SsrMode::Async />
        <Route path=path!("events") view=AdminEvents::lazy() ssr=SsrMode::Async />
        <Route path=path!("dead-letters") view=AdminDeadLetters::lazy() ssr=SsrMode::Async />
        <Route path=path!("audit") view=AdminAudit::lazy() ssr=SsrMode::Async />
        <Route path=path!("api-keys") view=AdminApiKeys::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
