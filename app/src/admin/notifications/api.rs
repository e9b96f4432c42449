use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::{
    Timestamp,
    notifications::{Notification, Template},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The log of messages.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessageLog {
    /// The messages.
    pub list: Listed<Notification>,
    /// Names of templates to filter by.
    pub templates: Vec<String>,
    /// Whether mail goes out by SMTP instead of staying in the mailbox.
    pub sends_mail: bool,
}

/// One message.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct MessagePage {
    /// The message with its bodies.
    pub message: Notification,
    /// Whether it can be queued again by this person.
    pub may_retry: bool,
    /// When this was read.
    pub now: Timestamp,
}

/// The log, newest first.
#[server]
pub async fn list_messages(state: ListState) -> Result<MessageLog, AppError> {
    use contracts::{
        Permission,
        notifications::{NotificationQuery, NotificationStatus},
    };
    let actor = crate::admin::guard::require(Permission::ViewNotifications).await?;
    let service = crate::context::services()?.notifications;
    let (status, page) = (NotificationStatus::from_text(state.filter("status")), state.request(25));
    let template = state.filter("template").to_owned();
    let query = NotificationQuery { search: state.search, status, template, page };
    let (log, templates) = (service.notifications(actor.clone(), query), service.templates(actor));
    let (page, templates, sends_mail) = futures::try_join!(log, templates, service.sends_mail())?;
    let mut templates: Vec<_> = templates.into_iter().map(|template| template.name).collect();
    templates.dedup();
    Ok(MessageLog { list: Listed::now(page), templates, sends_mail })
}

/// One message with its bodies.
#[server]
pub async fn load_message(id: String) -> Result<MessagePage, AppError> {
    use contracts::Permission;
    let actor = crate::admin::guard::require(Permission::ViewNotifications).await?;
    let may_retry = actor.require(Permission::EditNotifications).is_ok();
    let id = id.parse().map_err(|_| AppError::not_found("message"))?;
    let message = crate::context::services()?.notifications.notification(actor, id).await?;
    let message = message.ok_or_else(|| AppError::not_found("message"))?;
    Ok(MessagePage { message, may_retry, now: crate::admin::patterns::now() })
}

/// Queues a failed message again.
#[server]
pub async fn retry_message(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditNotifications).await?;
    let id = id.parse().map_err(|_| AppError::not_found("message"))?;
    Ok(crate::context::services()?.notifications.retry(actor, id).await?)
}

/// All templates and the moment they were read.
#[server]
pub async fn list_templates() -> Result<(Vec<Template>, Timestamp), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewNotifications).await?;
    let templates = crate::context::services()?.notifications.templates(actor).await?;
    Ok((templates, crate::admin::patterns::now()))
}

/// One template.
#[server]
pub async fn load_template(id: String) -> Result<Template, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewNotifications).await?;
    let templates = crate::context::services()?.notifications.templates(actor).await?;
    let template = templates.into_iter().find(|template| template.id.to_string() == id);
    template.ok_or_else(|| AppError::not_found("template"))
}

/// Changes a template.
#[server]
pub async fn save_template(id: String, subject: String, content: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::EditNotifications).await?;
    let id = id.parse().map_err(|_| AppError::not_found("template"))?;
    let content = content.replace("\r\n", "\n");
    crate::context::services()?.notifications.save_template(actor, id, subject, content).await?;
    Ok(())
}
