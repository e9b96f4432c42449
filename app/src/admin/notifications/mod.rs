//! What people are told: the log, the mailbox of shops without SMTP, and the templates.

mod api;
mod list;
mod mail;
mod mailbox;
mod template;
mod templates;

use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminNotifications;
pub(super) use mail::AdminMail;
pub(super) use mailbox::AdminMailbox;
pub(super) use template::AdminTemplate;
pub(super) use templates::AdminTemplates;

/// The addresses of messages and templates.
#[component(transparent)]
pub fn NotificationAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("notifications") view=AdminNotifications::lazy() ssr=SsrMode::Async />
        <Route path=path!("notifications/:id") view=AdminMail::lazy() ssr=SsrMode::Async />
        <Route path=path!("mailbox") view=AdminMailbox::lazy() ssr=SsrMode::Async />
        <Route path=path!("templates") view=AdminTemplates::lazy() ssr=SsrMode::Async />
        <Route path=path!("templates/:id") view=AdminTemplate::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
