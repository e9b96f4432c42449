//! What people are told: the log, the mailbox of shops without SMTP, and the templates.

mod api;
mod list;
mod mail;
mod mailbox;
mod template;
mod templates;

pub(super) use list::AdminNotifications;
pub(super) use mail::AdminMail;
pub(super) use mailbox::AdminMailbox;
pub(super) use template::AdminTemplate;
pub(super) use templates::AdminTemplates;
