//! What people are told about, and by which event.

use crate::{
    Notifications,
    error::{Error, Result},
    notification::{erasure, model::NewMessage, queue, recipient},
    payload,
};
use contracts::{Email, UserId, identity, inventory, operations, orders, shipping};
use platform::{AnyEnvelope, decode, inbox};
use serde_json::{Value, json};

const CONSUMER: &str = "notifications.mail";

impl Notifications {
    /// `identity.user_registered`, `identity.registered_again`, `identity.password_changed`, `identity.email_changed`,
    /// `identity.second_factor_changed`, `identity.way_in_changed`, `identity.new_device`, `identity.user_deleted`
    /// and `identity.customers_merged`.
    pub async fn on_identity_event(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let (template, user, payload, email, language) = match decode(&envelope)? {
            identity::Event::UserRegistered { user, name, email, language, .. } => {
                ("welcome", user, json!({ "name": name }), email, language)
            }
            identity::Event::RegisteredAgain { user, name, email, language } => {
                let key = format!("registration_taken:{user}:{}", envelope.occurred_at.date_naive());
                let (to, payload) = ((Some(user), email, language), json!({ "name": name }));
                return self.mail_under(key, &envelope, "registration_taken", to, payload).await;
            }
            identity::Event::PasswordChanged { user, name, email, language } => {
                ("password_changed", user, json!({ "name": name }), email, language)
            }
            identity::Event::SecondFactorChanged { user, name, email, language, added, by_staff } => {
                let template = match (added, by_staff) {
                    (true, _) => "second_factor_added",
                    (false, false) => "second_factor_removed",
                    (false, true) => "second_factor_reset",
                };
                (template, user, json!({ "name": name }), email, language)
            }
            identity::Event::EmailChanged { user, name, email, language, wanted } => {
                ("email_changed", user, json!({ "name": name, "wanted": wanted }), email, language)
            }
            identity::Event::NewDevice { user, name, email, language, device, address } => {
                let payload = payload::new_device(&name, envelope.occurred_at, &device, &address);
                ("new_device", user, payload, email, language)
            }
            identity::Event::WayInChanged { user, name, email, language, kind, way, added } => {
                let template = if added { "way_in_added" } else { "way_in_removed" };
                let is_passkey = kind == identity::WayIn::Passkey;
                let payload = json!({ "name": name, "way": way, "is_passkey": is_passkey });
                (template, user, payload, email, language)
            }
            identity::Event::UserDeleted { user, address_hash } => {
                return Ok(self.forget(&envelope, user, address_hash.as_deref()).await?);
            }
            identity::Event::CustomersMerged { kept, merged } => {
                return Ok(self.hand_over(&envelope, merged, kept).await?);
            }
            identity::Event::LoggedIn { .. }
            | identity::Event::RegistrationBegun { .. }
            | identity::Event::ConsentChanged { .. }
            | identity::Event::EmailChangeStopped { .. } => return Ok(()),
        };
        self.mail(&envelope, template, (Some(user), email, language), payload).await
    }

    /// `orders.order_confirmed`, `orders.order_cancelled` and `orders.order_refunded`.
    pub async fn on_orders_event(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let (template, order, payload) = match decode(&envelope)? {
            orders::Event::OrderConfirmed { snapshot, .. } => {
                let payload = payload::confirmation(&snapshot);
                ("order_confirmation", snapshot, payload)
            }
            orders::Event::OrderCancelled { snapshot, reason, was_confirmed: true, .. } => {
                let payload = payload::cancellation(&snapshot, &reason);
                ("order_cancelled", snapshot, payload)
            }
            orders::Event::OrderRefunded { snapshot, amount, .. } => {
                let payload = payload::refund(&snapshot, amount);
                ("order_refunded", snapshot, payload)
            }
            _ => return Ok(()),
        };
        self.mail(&envelope, template, (order.user, order.email, order.language), payload).await
    }

    /// `shipping.shipment_dispatched`.
    pub async fn on_shipping_event(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let shipping::Event::ShipmentDispatched {
            order_number,
            email,
            language,
            carrier,
            tracking_number,
            tracking_url,
            ..
        } = decode(&envelope)?
        else {
            return Ok(());
        };
        let payload = json!({
            "number": order_number, "carrier": carrier, "tracking_number": tracking_number,
            "tracking_url": tracking_url,
        });
        self.mail(&envelope, "order_dispatched", (None, email, language), payload).await
    }

    /// `inventory.stock_low`: whoever runs the shop is told, once a day for each variant.
    pub async fn on_inventory_event(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let staff = self.config.staff_email.as_ref().and_then(|email| email.parse::<Email>().ok());
        let (Some(email), inventory::Event::StockLow { variant, sku, name, available }) =
            (staff, decode(&envelope)?)
        else {
            return Ok(());
        };
        let message = NewMessage {
            template: "stock_low".to_owned(),
            language: "en".to_owned(),
            recipient: None,
            email,
            payload: json!({ "variant": variant, "sku": sku, "name": name, "available": available }),
            idempotency_key: format!("stock_low:{variant}:{}", envelope.occurred_at.date_naive()),
            request_id: envelope.request_id.clone().filter(|id| !id.is_empty()),
        };
        Ok(self.queue_once(&envelope, &message).await?)
    }

    /// `operations.rules_broken`: whoever runs the shop is told, once until the rules hold again.
    pub async fn on_operations_event(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let Some(email) = self.config.staff_email.as_ref().and_then(|email| email.parse::<Email>().ok())
        else {
            return Ok(());
        };
        let operations::Event::RulesBroken { rules, .. } = decode(&envelope)?;
        let payload = payload::broken_rules(&rules);
        self.mail(&envelope, "rules_broken", (None, email, "en".to_owned()), payload).await
    }

    async fn mail(
        &self,
        envelope: &AnyEnvelope,
        template: &str,
        to: (Option<UserId>, Email, String),
        payload: Value,
    ) -> contracts::Result<()> {
        let key = format!("{template}:{}", envelope.id);
        self.mail_under(key, envelope, template, to, payload).await
    }

    /// Mails once under a key, however many events ask for it.
    async fn mail_under(
        &self,
        idempotency_key: String,
        envelope: &AnyEnvelope,
        template: &str,
        (recipient, email, language): (Option<UserId>, Email, String),
        payload: Value,
    ) -> contracts::Result<()> {
        let message = NewMessage {
            template: template.to_owned(),
            language,
            recipient,
            email,
            payload,
            idempotency_key,
            request_id: envelope.request_id.clone().filter(|id| !id.is_empty()),
        };
        Ok(self.queue_once(envelope, &message).await?)
    }

    /// Erases what the mails to somebody, and what they wrote to the shop, tell of them; that there was a mail, and
    /// when, is kept.
    async fn forget(&self, envelope: &AnyEnvelope, user: UserId, address_hash: Option<&str>) -> Result<()> {
        let mut tx = self.db.begin().await.map_err(Error::from)?;
        if inbox::first_time(&mut tx, CONSUMER, envelope.id).await? {
            erasure::erase(&mut tx, user).await?;
            erasure::erase_written_by(&mut tx, address_hash).await?;
        }
        Ok(tx.commit().await?)
    }

    /// What went to an account went to the one that goes on.
    async fn hand_over(&self, envelope: &AnyEnvelope, from: UserId, to: UserId) -> Result<()> {
        let mut tx = self.db.begin().await.map_err(Error::from)?;
        if inbox::first_time(&mut tx, CONSUMER, envelope.id).await? {
            recipient::hand_over(&mut tx, from, to).await?;
        }
        Ok(tx.commit().await?)
    }

    async fn queue_once(&self, envelope: &AnyEnvelope, message: &NewMessage) -> Result<()> {
        let mut tx = self.db.begin().await.map_err(Error::from)?;
        if inbox::first_time(&mut tx, CONSUMER, envelope.id).await? {
            queue(&mut tx, message, &self.domain, self.clock.now()).await?;
        }
        Ok(tx.commit().await?)
    }
}
