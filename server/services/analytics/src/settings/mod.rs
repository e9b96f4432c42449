//! What the shop is set to: whose days count, and how long the log keeps events.

mod repo;

use crate::{Analytics, error::Result};
use chrono::NaiveDateTime;
use contracts::{
    Actor, Error as Refused, Permission, Timestamp, analytics::LogRetention, orders::ShopSettings,
};
use platform::outbox;
use serde_json::json;
use sqlx::PgConnection;

/// Where the shop is.
pub(crate) struct Here {
    /// IANA name of its time zone.
    pub zone: String,
    /// What its clocks show.
    pub now: NaiveDateTime,
}

impl Analytics {
    pub(crate) async fn here(&self) -> Result<Here> {
        Ok(repo::here(self.db.pool(), self.clock.now()).await?)
    }

    /// After how many days the log forgets an event: what the environment says until somebody changes it.
    pub(crate) async fn retention_now(&self) -> Result<LogRetention> {
        let kept = repo::retention(&mut *self.db.pool().acquire().await?).await?;
        Ok(kept.unwrap_or_else(|| self.unchanged()))
    }

    pub(crate) async fn change_retention(&self, actor: &Actor, wanted: LogRetention) -> Result<LogRetention> {
        actor.require(Permission::ManageSettings)?;
        let days = checked(wanted.days)?;
        let mut tx = self.db.begin().await?;
        let before = repo::retention(&mut tx).await?.unwrap_or_else(|| self.unchanged());
        let after = LogRetention { version: wanted.version.saturating_add(1), days: Some(days) };
        if before.version != wanted.version || !repo::save_retention(&mut tx, after.version, days).await? {
            let text = "Somebody else changed these settings meanwhile. Please look at them again.";
            return Err(Refused::conflict(text).into());
        }
        let details = json!({ "before": before, "after": after });
        outbox::audit(&mut tx, "analytics", actor, "log_retention.saved", "shop", details).await?;
        tx.commit().await?;
        Ok(after)
    }

    fn unchanged(&self) -> LogRetention {
        let days = self.event_log_days.and_then(|days| u32::try_from(days).ok());
        LogRetention { version: 0, days }
    }
}

fn checked(days: Option<u32>) -> contracts::Result<u32> {
    let (least, most) = LogRetention::DAYS;
    let told = || Refused::field("days", format!("Please enter a whole number from {least} to {most}."));
    days.filter(|days| (least..=most).contains(days)).ok_or_else(told)
}

/// Keeps whose days count; an older event than was heard before changes nothing.
pub(crate) async fn hear(conn: &mut PgConnection, shop: &ShopSettings, told_at: Timestamp) -> Result<()> {
    Ok(repo::save_zone(conn, shop, told_at).await?)
}
