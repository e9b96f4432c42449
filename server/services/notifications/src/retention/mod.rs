//! After how many days messages are forgotten.

mod repo;

use crate::{Notifications, error::Result};
use contracts::{Actor, Checks, Error as Refused, Permission, notifications::MessageRetention};
use platform::outbox;
use serde_json::json;

impl Notifications {
    /// What is built in until somebody changes it.
    pub(crate) async fn retention_now(&self) -> Result<MessageRetention> {
        let kept = repo::find(&mut *self.db.pool().acquire().await?).await?;
        Ok(kept.unwrap_or_default())
    }

    pub(crate) async fn change_retention(
        &self,
        actor: &Actor,
        wanted: MessageRetention,
    ) -> Result<MessageRetention> {
        actor.require(Permission::ManageSettings)?;
        check(wanted)?;
        let mut tx = self.db.begin().await?;
        let before = repo::find(&mut tx).await?.unwrap_or_default();
        let after = MessageRetention { version: wanted.version.saturating_add(1), ..wanted };
        if before.version != wanted.version || !repo::save(&mut tx, after).await? {
            let text = "Somebody else changed these settings meanwhile. Please look at them again.";
            return Err(Refused::conflict(text).into());
        }
        let details = json!({ "before": before, "after": after });
        outbox::audit(&mut tx, "notifications", actor, "message_retention.saved", "shop", details).await?;
        tx.commit().await?;
        Ok(after)
    }
}

fn check(wanted: MessageRetention) -> contracts::Result<()> {
    let bounds = [
        ("mail_days", wanted.mail_days, MessageRetention::MAIL_DAYS),
        ("webhook_days", wanted.webhook_days, MessageRetention::WEBHOOK_DAYS),
    ];
    let mut checks = Checks::default();
    for (field, days, (least, most)) in bounds {
        let told = format!("Please enter a whole number from {least} to {most}.");
        checks.require((least..=most).contains(&days), field, &told);
    }
    checks.finish()
}
