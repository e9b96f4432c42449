//! Tells every process that catalogue pages have changed: an event is consumed by one of them, and each
//! keeps pages of its own.

use super::PageCache;
use contracts::Result;
use platform::{AnyEnvelope, Database};
use sqlx::postgres::PgListener;
use std::{convert::Infallible, sync::Arc, time::Duration};
use tokio_util::sync::CancellationToken;

const CHANNEL: &str = "pages";
/// Pages are kept for a minute at most, so a while without news does little harm.
const LISTEN_AGAIN: Duration = Duration::from_secs(1);

/// News of one process's pages for all, over Postgres' `notify`.
pub struct PageNews {
    pages: Arc<PageCache>,
    db: Database,
}

impl PageNews {
    /// About these pages, over this database; all processes use the same one.
    pub fn new(pages: Arc<PageCache>, db: Database) -> Self {
        Self { pages, db }
    }

    /// Consumes events after which a page may look different. Emptying twice does no harm.
    ///
    /// # Errors
    /// When the others cannot be told.
    pub async fn on_change(&self, _: AnyEnvelope) -> Result<()> {
        self.pages.empty();
        let told = sqlx::query("select pg_notify($1, '')").bind(CHANNEL).execute(self.db.pool()).await;
        told.map(|_| ()).map_err(|error| platform::failure("gateway", &error))
    }

    /// Empties this process's pages whenever any process says so, until `stop`.
    pub async fn listen(self: Arc<Self>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            tokio::select! {
                () = stop.cancelled() => {}
                Err(error) = self.hear() => {
                    tracing::warn!(%error, "news of changed pages are not heard");
                    tokio::time::sleep(LISTEN_AGAIN).await;
                }
            }
        }
    }

    async fn hear(&self) -> Result<Infallible, sqlx::Error> {
        let mut listener = PgListener::connect_with(self.db.pool()).await?;
        listener.listen(CHANNEL).await?;
        loop {
            // Also at first and after a lost connection: what was said meanwhile was missed.
            self.pages.empty();
            listener.try_recv().await?;
        }
    }
}
