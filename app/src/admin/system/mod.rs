//! The operator's view: health, rules, what is stuck, money in doubt, events, dead letters, audit log, API keys and clients.

mod api;
mod api_clients;
mod api_keys;
mod audit;
mod audit_api;
mod audit_details;
mod clients_api;
mod dead_jobs;
mod dead_letters;
mod disputes;
mod events;
mod health;
#[cfg(feature = "ssr")]
mod key_limits;
mod keys_api;
mod money;
mod money_api;
mod reconciliation;
mod rules;
mod rules_api;
mod rules_list;
mod stuck;
mod stuck_acts;
mod stuck_api;
mod stuck_known;
mod stuck_run;

pub(super) use api_clients::AdminApiClients;
pub(super) use api_keys::AdminApiKeys;
pub(super) use audit::AdminAudit;
pub(super) use dead_letters::AdminDeadLetters;
pub(super) use disputes::AdminDisputes;
pub(super) use events::AdminEvents;
pub(super) use health::AdminSystem;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use reconciliation::AdminReconciliation;
pub(super) use rules::AdminRules;
pub(super) use stuck::AdminStuck;
pub(super) use stuck_run::AdminStuckRun;

/// The addresses of the operator's pages.
#[component(transparent)]
pub fn SystemAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("system") view=AdminSystem::lazy() ssr=SsrMode::Async />
        <Route path=path!("rules") view=AdminRules::lazy() ssr=SsrMode::Async />
        <Route path=path!("stuck") view=AdminStuck::lazy() ssr=SsrMode::Async />
        <Route path=path!("stuck/:id") view=AdminStuckRun::lazy() ssr=SsrMode::Async />
        <Route path=path!("reconciliation") view=AdminReconciliation::lazy() ssr=SsrMode::Async />
        <Route path=path!("disputes") view=AdminDisputes::lazy() ssr=SsrMode::Async />
        <Route path=path!("events") view=AdminEvents::lazy() ssr=SsrMode::Async />
        <Route path=path!("dead-letters") view=AdminDeadLetters::lazy() ssr=SsrMode::Async />
        <Route path=path!("audit") view=AdminAudit::lazy() ssr=SsrMode::Async />
        <Route path=path!("api-clients") view=AdminApiClients::lazy() ssr=SsrMode::Async />
        <Route path=path!("api-keys") view=AdminApiKeys::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
