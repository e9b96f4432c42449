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

pub(super) use list::AdminWebhooks;
pub(super) use new::AdminNewWebhook;
pub(super) use secret::AdminWebhookSecret;
pub(super) use webhook::AdminWebhook;

const PATH: &str = "/admin/webhooks";
