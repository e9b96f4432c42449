//! Every event of every service arrives here.

use crate::{
    Analytics, dashboard,
    dashboard::counting::{self, Counted},
    error::Result,
    event_log, privacy,
};
use contracts::{UserId, orders};
use platform::{AnyEnvelope, inbox};

impl Analytics {
    /// Logs an event without what identifies a person, and counts what the dashboard shows. When an account is
    /// erased, no event names it any more.
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
            let gone =
                (service == "identity" && envelope.name == "user_deleted").then_some(envelope.aggregate);
            event_log::repo::insert(&mut tx, envelope).await?;
            dashboard::repo::add_metrics(&mut tx, &service, counted, at).await?;
            dashboard::repo::add_sales(&mut tx, counted, at).await?;
            if let Some(user) = gone {
                privacy::erase(&mut tx, UserId(user)).await?;
            }
        }
        Ok(tx.commit().await?)
    }
}
