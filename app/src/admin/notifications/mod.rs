//! What people are told: the log, the mailbox of shops without SMTP, and the templates.

mod api;
mod list;
mod mail;
mod mailbox;
mod template;
mod templates;

use leptos::prelude::*;
use leptos_router::{
    Lazy, MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};
use list::AdminNotifications;
use mail::AdminMail;
use mailbox::AdminMailbox;
use template::AdminTemplate;
use templates::AdminTemplates;

/// The addresses of messages and templates.
#[component(transparent)]
pub fn NotificationAdminRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("notifications") view={Lazy::<AdminNotifications>::new()} ssr=SsrMode::Async />
        <Route path=path!("notifications/:id") view={Lazy::<AdminMail>::new()} ssr=SsrMode::Async />
        <Route path=path!("mailbox") view={Lazy::<AdminMailbox>::new()} ssr=SsrMode::Async />
        <Route path=path!("templates") view={Lazy::<AdminTemplates>::new()} ssr=SsrMode::Async />
        <Route path=path!("templates/:id") view={Lazy::<AdminTemplate>::new()} ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
