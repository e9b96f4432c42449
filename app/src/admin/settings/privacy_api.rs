use crate::error::AppError;
use contracts::{analytics::LogRetention, notifications::MessageRetention};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How long things are kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RetentionPage {
    /// Mails and deliveries of webhooks.
    pub messages: MessageRetention,
    /// The log of events.
    pub log: LogRetention,
    /// Days after which a guest's cart is deleted.
    pub guest_cart_days: u32,
}

/// How long messages are kept, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MessagesText {
    pub version: String,
    pub mail_days: String,
    pub webhook_days: String,
}

/// How long the log is kept, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LogText {
    pub version: String,
    pub days: String,
}

/// How long things are kept.
#[server]
pub async fn load_retention() -> Result<RetentionPage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let services = crate::context::services()?;
    let (messages, log, rules) = futures::try_join!(
        services.notifications.message_retention(),
        services.analytics.log_retention(actor),
        services.orders.checkout_rules(),
    )?;
    Ok(RetentionPage { messages, log, guest_cart_days: rules.guest_cart_days })
}

/// Changes how long messages are kept.
#[server]
pub async fn save_message_retention(messages: MessagesText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let wanted = super::parse::messages(&messages)?;
    let saved = crate::context::services()?.notifications.save_message_retention(actor, wanted).await;
    saved.map_err(|error| super::parse::within("messages", error))?;
    Ok(())
}

/// Changes how long the log is kept.
#[server]
pub async fn save_log_retention(log: LogText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let wanted = super::parse::log(&log)?;
    let saved = crate::context::services()?.analytics.save_log_retention(actor, wanted).await;
    saved.map_err(|error| super::parse::within("log", error))?;
    Ok(())
}
