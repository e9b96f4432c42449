//! Every event of every service arrives here.

use crate::{
    Analytics, dashboard,
    dashboard::counting::{self, Counted},
    error::Result,
    event_log, privacy, settings,
};
use contracts::{identity, orders};
use platform::{AnyEnvelope, inbox};

impl Analytics {
    /// Logs an event without what identifies a person, and counts what the dashboard shows. When an account is
    /// erased, no event names it any more; when it becomes a part of another one, they name that. Keeps whose days count
    /// when the shop's settings are changed.
    ///
    /// # Errors
    /// As the database answers, or when an event that is counted is not understood.
    pub async fn on_any_event(&self, envelope: AnyEnvelope) -> contracts::Result<()> {
        let counted = if counting::counts(&envelope.service, &envelope.name) {
            counting::of(&platform::decode::<orders::Event>(&envelope)?, self.currency)
        } else if (envelope.service.as_str(), envelope.name.as_str()) == ("identity", "user_registered") {
            counting::registered()
        } else {
            Counted::default()
        };
        Ok(self.keep(envelope, &counted).await?)
    }

    async fn keep(&self, envelope: AnyEnvelope, counted: &Counted) -> Result<()> {
        let mut tx = self.db.begin().await?;
        if inbox::first_time(&mut tx, "analytics.any_event", envelope.id).await? {
            let at = counted.at.unwrap_or(envelope.occurred_at);
            let service = envelope.service.clone();
            let change = change_of_accounts(&envelope)?;
            if let Some(shop) = change_of_shop(&envelope)? {
                settings::hear(&mut tx, &shop, envelope.occurred_at).await?;
            }
            event_log::repo::insert(&mut tx, envelope).await?;
            dashboard::repo::add_metrics(&mut tx, &service, counted, at).await?;
            dashboard::repo::add_sales(&mut tx, counted, at).await?;
            match change {
                Some(identity::Event::UserDeleted { user, .. }) => privacy::erase(&mut tx, user).await?,
                Some(identity::Event::CustomersMerged { kept, merged }) => {
                    privacy::hand_over(&mut tx, merged, kept).await?;
                }
                _ => {}
            }
        }
        Ok(tx.commit().await?)
    }
}

/// What the shop is set to since, if an event says so.
fn change_of_shop(envelope: &AnyEnvelope) -> contracts::Result<Option<Box<orders::ShopSettings>>> {
    if (envelope.service.as_str(), envelope.name.as_str()) != ("orders", "shop_saved") {
        return Ok(None);
    }
    Ok(match platform::decode::<orders::Event>(envelope)? {
        orders::Event::ShopSaved { settings, .. } => Some(settings),
        _ => None,
    })
}

/// What became of an account, if an event says so.
fn change_of_accounts(envelope: &AnyEnvelope) -> contracts::Result<Option<identity::Event>> {
    let is_change = envelope.service == "identity"
        && matches!(envelope.name.as_str(), "user_deleted" | "customers_merged");
    is_change.then(|| platform::decode(envelope)).transpose()
}
