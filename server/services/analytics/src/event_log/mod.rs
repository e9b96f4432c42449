//! The log of all events.

pub mod redaction;
pub(crate) mod repo;

use crate::{Analytics, error::Result};
use contracts::{
    Page,
    analytics::{EventQuery, LoggedEvent},
};

impl Analytics {
    pub(crate) async fn read_log(&self, query: &EventQuery) -> Result<Page<LoggedEvent>> {
        let total = repo::count(self.db.pool(), query).await?;
        Ok(Page::new(repo::list(self.db.pool(), query).await?, total, query.page))
    }
}
