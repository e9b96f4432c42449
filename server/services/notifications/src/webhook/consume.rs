//! Events become deliveries.

use super::{endpoint_repo, event, log_repo};
use crate::{Notifications, error::Result};
use contracts::notifications::WebhookEvent;
use platform::{AnyEnvelope, inbox};
use serde_json::Value;

const CONSUMER: &str = "notifications.webhooks";

impl Notifications {
    /// Whatever endpoints can be told: one delivery for each that wants it.
    pub async fn on_event_of_webhooks(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let Some((kind, data)) = event::public(&envelope)? else { return Ok(()) };
        Ok(self.deliver_to_all(&envelope, kind, &data).await?)
    }

    async fn deliver_to_all(&self, envelope: &AnyEnvelope, kind: WebhookEvent, data: &Value) -> Result<()> {
        let endpoints = endpoint_repo::wanting(self.db.pool(), kind.as_str()).await?;
        if endpoints.is_empty() {
            return Ok(());
        }
        let body = event::body(envelope.id, kind.as_str(), envelope.occurred_at, data);
        let mut tx = self.db.begin().await?;
        if inbox::first_time(&mut tx, CONSUMER, envelope.id).await? {
            for endpoint in endpoints {
                let delivery =
                    log_repo::New { endpoint, event: envelope.id, kind: kind.as_str(), body: &body };
                log_repo::insert(&mut tx, &delivery, self.clock.now()).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}
