//! Notifications: what people and machines are told, and when.
//!
//! Owns `notifications`, `notification_templates`, `mail_shop`, `message_retention`, `webhook_endpoints` and
//! `webhook_deliveries`. Publishes `notification_sent` and `notification_failed`. Consumes from identity
//! `user_registered`, `registered_again`, `password_changed`, `email_changed`, `second_factor_changed`, `way_in_changed`,
//! `new_device`, `user_deleted` and `customers_merged`, from orders `order_confirmed`, `order_cancelled`,
//! `order_refunded` and `shop_saved`, from shipping `shipment_dispatched`, from inventory `stock_low`, and
//! `operations.rules_broken`; for webhooks also what else of orders, shipping, catalog and inventory docs/webhooks.md
//! names.

mod config;
mod contact;
mod error;
mod events;
pub mod jobs;
pub mod mail;
mod notification;
mod payload;
mod privacy;
mod render;
mod retention;
mod shop;
mod template;
pub mod verify;
mod webhook;

pub use config::Config;

use async_trait::async_trait;
use contracts::{
    Actor, Email, NotificationId, Page, Permission, Result, TemplateId, Timestamp, UserId, WebhookDeliveryId,
    WebhookEndpointId,
    notifications::{
        ContactMessage, Message, MessageRetention, Notification, NotificationQuery, SavedWebhook, Template,
        WebhookDeliveries, WebhookDeliveryQuery, WebhookDraft, WebhookEndpoint,
    },
    privacy::{Section, Subject},
};
use error::Error;
use mail::{Mailbox, Mailer, SmtpMailer, SmtpSetupError};
use notification::{list, model, recipient};
use platform::{Breaker, Clock, Database, Kept};
use std::sync::Arc;

/// The schema of the service's database.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/notifications");

/// The service.
pub struct Notifications {
    db: Database,
    clock: Arc<dyn Clock>,
    mailer: Arc<dyn Mailer>,
    breaker: Breaker,
    config: Config,
    /// The right half of Message-IDs.
    domain: String,
    outbound: webhook::Outbound,
    shop: Kept<shop::MailShop>,
}

impl Notifications {
    /// The service with the configured mail server, or with the mailbox when there is none.
    ///
    /// # Errors
    /// When mail server or sender cannot be read.
    pub fn new(
        db: Database,
        clock: Arc<dyn Clock>,
        config: Config,
    ) -> std::result::Result<Self, SmtpSetupError> {
        let mailer: Arc<dyn Mailer> = match &config.smtp_url {
            Some(url) => Arc::new(SmtpMailer::new(url, &config.from)?),
            None => Arc::new(Mailbox),
        };
        Ok(Self::with_mailer(db, clock, config, mailer))
    }

    /// The service with another way to hand mail over.
    pub fn with_mailer(db: Database, clock: Arc<dyn Clock>, config: Config, mailer: Arc<dyn Mailer>) -> Self {
        let domain = config.from.rsplit('@').next().unwrap_or("localhost").trim_end_matches('>').to_owned();
        let breaker = Breaker::new("mail server", Arc::clone(&clock));
        let outbound = webhook::Outbound::new(&config.webhook_hosts);
        Self { db, clock, mailer, breaker, config, domain, outbound, shop: Kept::default() }
    }

    /// Sends everything that is due.
    ///
    /// # Errors
    /// When the database does not answer; what a mail server answers is kept with the message.
    pub async fn send_queued(&self) -> Result<()> {
        let shop = self.shop_now().await?;
        let (config, sender) = (shop.over(&self.config), shop.sender());
        let post = notification::Post {
            db: &self.db,
            clock: &*self.clock,
            mailer: &*self.mailer,
            breaker: &self.breaker,
            config: &config,
            sender: sender.as_deref(),
        };
        Ok(notification::send_due(post).await?)
    }

    /// Sends every webhook that is due.
    ///
    /// # Errors
    /// When the database does not answer; what a receiver answers is kept with the delivery.
    pub async fn send_webhooks(&self) -> Result<()> {
        let courier = webhook::Courier {
            db: &self.db,
            clock: &*self.clock,
            outbound: &self.outbound,
            config: &self.config,
            domain: &self.domain,
        };
        Ok(webhook::send_due(courier).await?)
    }

    /// Forgets webhooks, sent or not, that are older than the shop keeps them.
    ///
    /// # Errors
    /// When the database does not answer.
    pub async fn forget_webhooks(&self) -> Result<()> {
        let kept = self.retention_now().await?.webhook_days;
        let before = self.clock.now() - chrono::TimeDelta::days(kept.into());
        Ok(webhook::forget(&self.db, before).await.map_err(Error::from)?)
    }
}

#[async_trait]
impl contracts::notifications::Notifications for Notifications {
    async fn send(&self, message: Message) -> Result<NotificationId> {
        let message = model::parse(message)?;
        let mut tx = self.db.begin().await.map_err(Error::from)?;
        let id = notification::queue(&mut tx, &message, &self.domain, self.clock.now()).await?;
        tx.commit().await.map_err(Error::from)?;
        Ok(id)
    }

    async fn contact(&self, message: ContactMessage) -> Result<()> {
        let message = contact::message(&message, self.config.staff_email.as_deref())?;
        let mut tx = self.db.begin().await.map_err(Error::from)?;
        notification::queue(&mut tx, &message, &self.domain, self.clock.now()).await?;
        Ok(tx.commit().await.map_err(Error::from)?)
    }

    async fn notifications(&self, actor: Actor, query: NotificationQuery) -> Result<Page<Notification>> {
        actor.require(Permission::ViewNotifications)?;
        Ok(list::list(&self.db, &query).await.map_err(Error::from)?)
    }

    async fn messages_to(&self, actor: Actor, user: UserId, email: Email) -> Result<Vec<Notification>> {
        actor.require(Permission::ViewNotifications)?;
        Ok(recipient::messages(&self.db, user, &email).await.map_err(Error::from)?)
    }

    async fn notification(&self, actor: Actor, id: NotificationId) -> Result<Option<Notification>> {
        actor.require(Permission::ViewNotifications)?;
        let message = list::one(self.db.pool(), id).await.map_err(Error::from)?;
        Ok(message.map(|message| model::readable_by(&actor, message)))
    }

    async fn retry(&self, actor: Actor, id: NotificationId) -> Result<()> {
        actor.require(Permission::EditNotifications)?;
        Ok(notification::retry(&self.db, &actor, id, self.clock.now()).await?)
    }

    async fn templates(&self, actor: Actor) -> Result<Vec<Template>> {
        actor.require(Permission::ViewNotifications)?;
        Ok(template::repo::all(self.db.pool()).await.map_err(Error::from)?)
    }

    async fn save_template(
        &self,
        actor: Actor,
        id: TemplateId,
        subject: String,
        content: String,
    ) -> Result<Template> {
        actor.require(Permission::EditNotifications)?;
        Ok(template::save(&self.db, &self.config, &actor, id, (subject, content)).await?)
    }

    async fn message_retention(&self) -> Result<MessageRetention> {
        Ok(self.retention_now().await?)
    }

    async fn save_message_retention(
        &self,
        actor: Actor,
        retention: MessageRetention,
    ) -> Result<MessageRetention> {
        Ok(self.change_retention(&actor, retention).await?)
    }

    async fn sends_mail(&self) -> Result<bool> {
        Ok(self.mailer.delivers())
    }

    async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>> {
        Ok(self.tell(&actor, &subject).await?)
    }

    async fn erase_order(&self, actor: Actor, number: String) -> Result<()> {
        Ok(self.erase_mails_of_order(&actor, &number).await?)
    }

    async fn webhooks(&self, actor: Actor) -> Result<Vec<WebhookEndpoint>> {
        Ok(webhook::list(self, &actor).await?)
    }

    async fn webhook(&self, actor: Actor, id: WebhookEndpointId) -> Result<Option<WebhookEndpoint>> {
        Ok(webhook::one(self, &actor, id).await?)
    }

    async fn save_webhook(&self, actor: Actor, draft: WebhookDraft) -> Result<SavedWebhook> {
        Ok(webhook::save(self, &actor, draft).await?)
    }

    async fn rotate_webhook_secret(
        &self,
        actor: Actor,
        id: WebhookEndpointId,
        version: u32,
    ) -> Result<String> {
        Ok(webhook::rotate(self, &actor, id, version).await?)
    }

    async fn pause_webhook(&self, actor: Actor, id: WebhookEndpointId, is_paused: bool) -> Result<()> {
        Ok(webhook::set_paused(self, &actor, id, is_paused).await?)
    }

    async fn delete_webhook(&self, actor: Actor, id: WebhookEndpointId) -> Result<()> {
        Ok(webhook::delete(self, &actor, id).await?)
    }

    async fn test_webhook(&self, actor: Actor, id: WebhookEndpointId) -> Result<()> {
        Ok(webhook::test(self, &actor, id).await?)
    }

    async fn webhook_deliveries(
        &self,
        actor: Actor,
        query: WebhookDeliveryQuery,
    ) -> Result<WebhookDeliveries> {
        Ok(webhook::deliveries(self, &actor, &query).await?)
    }

    async fn redeliver_webhook(&self, actor: Actor, id: WebhookDeliveryId) -> Result<()> {
        Ok(webhook::redeliver(self, &actor, id).await?)
    }

    async fn redeliver_failed_webhooks(
        &self,
        actor: Actor,
        id: WebhookEndpointId,
        since: Timestamp,
    ) -> Result<u64> {
        Ok(webhook::redeliver_failed(self, &actor, id, since).await?)
    }
}
