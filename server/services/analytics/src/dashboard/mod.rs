//! The figures of some days against others.

pub mod counting;
pub mod figures;
pub(crate) mod repo;
pub mod span;

use crate::{Analytics, error::Result};
use chrono::Days;
use contracts::{
    Error,
    analytics::{Dashboard, DashboardQuery},
};
use span::Span;

/// How many best sellers are shown.
const BEST: i64 = 10;

impl Analytics {
    pub(crate) async fn draw(&self, query: DashboardQuery) -> Result<Dashboard> {
        let here = self.here().await?;
        let span = Span::of(query, here.now).map_err(|why| Error::field("to", why))?;
        let figures = repo::figures(self.db.pool(), &span, &here.zone).await?;
        let days = span.days();
        let (from, until) = (days.from, days.to + Days::new(1));
        Ok(Dashboard {
            days,
            time_zone: here.zone,
            compared: span.compared(),
            steps: span.told(),
            begun: u32::try_from(span.begun()).unwrap_or(u32::MAX),
            revenue: figures.revenue(),
            currency: self.currency,
            orders: figures.orders(),
            conversion: figures.conversion(),
            average_order: figures.average_order(),
            refunded: figures.refunded(),
            customers: figures.customers(),
            best_sellers: repo::best_sellers(self.db.pool(), from, until, self.currency, Some(BEST)).await?,
        })
    }
}
