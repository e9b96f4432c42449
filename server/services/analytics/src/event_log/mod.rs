//! The log of all events.

pub mod redaction;
pub(crate) mod repo;

use crate::{
    Analytics,
    error::{Error, Result},
};
use contracts::{
    Page,
    analytics::{EventQuery, LoggedEvent},
};
use platform::retention;

impl Analytics {
    pub(crate) async fn read_log(&self, query: &EventQuery) -> Result<Page<LoggedEvent>> {
        let mut tx = self.db.begin_planned().await?;
        let total = repo::count(&mut tx, query).await?;
        let events = repo::list(&mut tx, query, total).await?;
        tx.commit().await?;
        Ok(events)
    }

    /// Deletes the events that are kept no longer.
    ///
    /// # Errors
    /// As the database answers; what was deleted stays deleted.
    pub async fn forget_events(&self) -> contracts::Result<()> {
        let kept = self.retention_now().await?.days;
        let Some(days) = kept.and_then(|days| i32::try_from(days).ok()) else { return Ok(()) };
        let step = |limit| repo::delete_older(self.db.pool(), days, limit);
        Ok(retention::in_batches(step).await.map(drop).map_err(Error::from)?)
    }
}
