//! Templates, the queue of messages, the mailbox for shops without SMTP, and webhooks.

mod retention;
mod webhook;

pub use retention::MessageRetention;
pub use webhook::{
    SavedWebhook, WebhookDeliveries, WebhookDelivery, WebhookDeliveryQuery, WebhookDraft, WebhookEndpoint,
    WebhookEvent, WebhookPause, WebhookStatus,
};

use crate::{
    Actor, Email, NotificationId, Page, PageRequest, TemplateId, Timestamp, UserId, WebhookDeliveryId,
    WebhookEndpointId,
    contract::contract,
    event::events,
    privacy::{Section, Subject},
};
use serde::{Deserialize, Serialize};

/// Where a message is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotificationStatus {
    /// Waiting for its (next) try.
    Queued,
    /// Handed to the mail server, or laid into the mailbox.
    Sent,
    /// Given up after the last try.
    Failed,
}

impl NotificationStatus {
    /// As stored.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Queued => "queued",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The status stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        [Self::Queued, Self::Sent, Self::Failed].into_iter().find(|status| status.as_str() == text)
    }
}

/// A message to be sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Message {
    /// The template's name, e.g. `order_confirmation`.
    pub template: String,
    /// BCP 47; where the template lacks it, or the shop does not offer it, another one that it offers.
    pub language: String,
    /// The account, if it is for one.
    pub recipient: Option<UserId>,
    /// The address it goes to.
    pub email: String,
    /// What the placeholders stand for; a JSON object as text.
    pub payload: String,
    /// The same key is the same message: it is queued once.
    pub idempotency_key: String,
}

/// What somebody writes to the shop.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "form fields")]
pub struct ContactMessage {
    pub name: String,
    /// Where an answer goes to; nobody checks whose it is.
    pub email: String,
    /// 1 to 5,000 characters.
    pub text: String,
}

/// A message in the back office's log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notification {
    /// Its id.
    pub id: NotificationId,
    /// The account, if it is for one.
    pub recipient: Option<UserId>,
    /// The address.
    pub email: String,
    /// `email`.
    pub notification_type: String,
    /// The template's name.
    pub template: String,
    /// The subject as sent, once it was rendered.
    pub subject: String,
    /// The body as sent (HTML), once it was rendered; only in the detail.
    pub html: String,
    /// The body as sent (plain text), once it was rendered; only in the detail.
    pub text: String,
    /// Where it is.
    pub status: NotificationStatus,
    /// Tries so far.
    pub attempts: u32,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: Timestamp,
    /// When it was sent.
    pub sent_at: Option<Timestamp>,
    /// Whether it opens an account: its bodies are for those who may `ManageStaff` only, empty for others.
    #[serde(default)]
    pub opens_account: bool,
}

/// Which messages are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationQuery {
    /// Part of an address or subject.
    pub search: String,
    /// Only this status.
    pub status: Option<NotificationStatus>,
    /// Only this template.
    pub template: String,
    /// The part of the list.
    pub page: PageRequest,
}

/// A template in one language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct Template {
    pub id: TemplateId,
    pub name: String,
    /// BCP 47.
    pub language: String,
    /// With placeholders in `{{ }}`.
    pub subject: String,
    /// The body, plain text with placeholders; rendered into the mail's frame.
    pub content: String,
    pub updated_at: Timestamp,
}

events! { "notifications" {
    /// A message was handed over.
    NotificationSent / "notification_sent" (notification) {
        /// The message.
        notification: NotificationId,
        /// Its template.
        template: String,
    }
    /// A message was given up.
    NotificationFailed / "notification_failed" (notification) {
        /// The message.
        notification: NotificationId,
        /// Its template.
        template: String,
        /// Why.
        reason: String,
    }
}}

contract! {
    /// What people and machines are told. Owns `notifications`, `notification_templates`, `message_retention`,
    /// `webhook_endpoints`, `webhook_deliveries`.
    pub trait Notifications as "notifications" {
        /// Queues a message; the same idempotency key is queued once.
        async fn send(&self, message: Message) -> Result<NotificationId>;
        /// Mails whoever runs the shop what somebody wrote to it; the same words of the same sender once. A field error
        /// when something is missing, `Unavailable` when nobody is there to be told.
        async fn contact(&self, message: ContactMessage) -> Result<()>;
        /// The log, newest first. Needs `ViewNotifications`.
        async fn notifications(&self, actor: Actor, query: NotificationQuery) -> Result<Page<Notification>>;
        /// The messages to an account or to its address, newest first, without bodies; at most 50. Needs
        /// `ViewNotifications`.
        async fn messages_to(&self, actor: Actor, user: UserId, email: Email) -> Result<Vec<Notification>>;
        /// One message with its bodies. Needs `ViewNotifications`, and `ManageStaff` for bodies that open
        /// accounts.
        async fn notification(&self, actor: Actor, id: NotificationId) -> Result<Option<Notification>>;
        /// Queues a failed message again. Needs `EditNotifications`.
        async fn retry(&self, actor: Actor, id: NotificationId) -> Result<()>;
        /// All templates by name and language. Needs `ViewNotifications`.
        async fn templates(&self, actor: Actor) -> Result<Vec<Template>>;
        /// Changes a template; field errors when it does not render. Needs `EditNotifications`, and
        /// `ManageStaff` for mails that open accounts.
        async fn save_template(&self, actor: Actor, id: TemplateId, subject: String, content: String) -> Result<Template>;
        /// After how many days messages are forgotten.
        async fn message_retention(&self) -> Result<MessageRetention>;
        /// Changes that; `version` is the one that was seen, `Conflict` when somebody else changed it meanwhile. Field
        /// errors outside of the bounds. Needs `ManageSettings`.
        async fn save_message_retention(&self, actor: Actor, retention: MessageRetention) -> Result<MessageRetention>;
        /// Whether mail goes out by SMTP (`true`) or into the mailbox (`false`).
        async fn sends_mail(&self) -> Result<bool>;
        /// What is kept here of a person. System only.
        async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>>;
        /// Erases to whom the mails about an order of this number went and what they said. System only.
        async fn erase_order(&self, actor: Actor, number: String) -> Result<()>;
        /// All endpoints, the newest first. Needs `ManageWebhooks`.
        async fn webhooks(&self, actor: Actor) -> Result<Vec<WebhookEndpoint>>;
        /// One endpoint. Needs `ManageWebhooks`.
        async fn webhook(&self, actor: Actor, id: WebhookEndpointId) -> Result<Option<WebhookEndpoint>>;
        /// Makes an endpoint (without a version) and tells its secret, or changes one. Field errors, also for an
        /// address that is not public; `Conflict` when somebody else changed it. Needs `ManageWebhooks`.
        async fn save_webhook(&self, actor: Actor, draft: WebhookDraft) -> Result<SavedWebhook>;
        /// Makes a new secret for this version of an endpoint and tells it; the former one signs beside it for 24
        /// hours. Needs `ManageWebhooks`.
        async fn rotate_webhook_secret(&self, actor: Actor, id: WebhookEndpointId, version: u32) -> Result<String>;
        /// Stops sending to an endpoint, or goes on with what has waited. Needs `ManageWebhooks`.
        async fn pause_webhook(&self, actor: Actor, id: WebhookEndpointId, is_paused: bool) -> Result<()>;
        /// Ends an endpoint with its log. Needs `ManageWebhooks`.
        async fn delete_webhook(&self, actor: Actor, id: WebhookEndpointId) -> Result<()>;
        /// Sends `webhook.test` to an endpoint, in one try. Needs `ManageWebhooks`.
        async fn test_webhook(&self, actor: Actor, id: WebhookEndpointId) -> Result<()>;
        /// A part of an endpoint's log, the newest first. Needs `ManageWebhooks`.
        async fn webhook_deliveries(&self, actor: Actor, query: WebhookDeliveryQuery) -> Result<WebhookDeliveries>;
        /// Sends a delivery that has ended once more, with all its tries. Needs `ManageWebhooks`.
        async fn redeliver_webhook(&self, actor: Actor, id: WebhookDeliveryId) -> Result<()>;
        /// The same for all that failed since then; tells how many there are. Needs `ManageWebhooks`.
        async fn redeliver_failed_webhooks(&self, actor: Actor, id: WebhookEndpointId, since: Timestamp) -> Result<u64>;
    }
}
