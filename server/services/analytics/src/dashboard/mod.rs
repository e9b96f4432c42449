//! The figures of a period against the one before.

pub mod counting;
pub mod figures;
pub(crate) mod repo;
pub mod span;

use crate::{Analytics, error::Result};
use contracts::analytics::{Dashboard, Period};
use span::Span;

/// How many best sellers are shown.
const BEST: i64 = 10;

impl Analytics {
    pub(crate) async fn draw(&self, period: Period) -> Result<Dashboard> {
        let now = self.clock.now();
        let span = Span::of(period, now);
        let figures = repo::figures(self.db.pool(), &span).await?;
        let (from, until) = span.days(now);
        Ok(Dashboard {
            period,
            labels: span.labels(),
            revenue: figures.revenue(),
            currency: self.currency,
            orders: figures.orders(),
            conversion: figures.conversion(),
            average_order: figures.average_order(),
            best_sellers: repo::best_sellers(self.db.pool(), from, until, self.currency, Some(BEST)).await?,
        })
    }
}
