//! Webhooks: the list, a new one with its secret, and one with its log.

mod acts;
mod api;
mod form;
mod list;
mod log;
mod new;
#[cfg(feature = "ssr")]
mod once;
#[cfg(feature = "ssr")]
mod parse;
mod secret;
mod webhook;
mod words;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminWebhooks;
pub(super) use new::AdminNewWebhook;
pub(super) use secret::AdminWebhookSecret;
pub(super) use webhook::AdminWebhook;

const PATH: &str = "/admin/webhooks";

/// The addresses of webhooks.
#[component(transparent)]
pub fn WebhookAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("webhooks") view=AdminWebhooks::lazy() ssr=SsrMode::Async />
        <Route path=path!("webhooks/new") view=AdminNewWebhook::lazy() ssr=SsrMode::Async />
        <Route path=path!("webhooks/:id") view=AdminWebhook::lazy() ssr=SsrMode::Async />
        <Route path=path!("webhooks/:id/secret") view=AdminWebhookSecret::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
