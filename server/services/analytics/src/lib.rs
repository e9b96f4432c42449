//! What happened, counted.
//!
//! Owns `event_logs`, `aggregated_metrics`, `product_sales`, `reports`, `shop_zone` and `log_retention`. Publishes
//! nothing but its audit records; consumes every event of every service ([`Analytics::on_any_event`]). Days and hours are
//! those of the shop's time zone, as orders told it last.

mod consumers;
pub mod dashboard;
mod error;
pub mod event_log;
pub mod jobs;
mod privacy;
pub mod report;
mod settings;

use async_trait::async_trait;
use contracts::{
    Actor, Currency, Page, PageRequest, Permission, ReportId,
    analytics::{Dashboard, DashboardQuery, EventQuery, KeptReport, LogRetention, LoggedEvent, Period},
    privacy::{Section, Subject},
};
use platform::{Clock, Database};
use std::sync::Arc;

pub use error::Error;

/// The tables of this service.
pub static MIGRATOR: sqlx::migrate::Migrator = sqlx::migrate!("../../../migrations/analytics");

/// The service.
pub struct Analytics {
    db: Database,
    clock: Arc<dyn Clock>,
    currency: Currency,
    /// How long the log keeps events while nobody has changed that; for ever when none.
    event_log_days: Option<i32>,
}

impl Analytics {
    /// A service on its database, of a shop that sells in euros.
    pub fn new(db: Database, clock: Arc<dyn Clock>) -> Self {
        Self { db, clock, currency: Currency::Eur, event_log_days: None }
    }

    /// The same, of a shop that sells in `currency`; other money is logged but not counted.
    #[must_use]
    pub fn in_currency(self, currency: Currency) -> Self {
        Self { currency, ..self }
    }

    /// The same, whose log forgets events after so many days; none keeps them for ever.
    #[must_use]
    pub fn keeping_events_for(self, days: Option<u16>) -> Self {
        Self { event_log_days: days.map(i32::from), ..self }
    }
}

#[async_trait]
impl contracts::analytics::Analytics for Analytics {
    async fn dashboard(&self, actor: Actor, query: DashboardQuery) -> contracts::Result<Dashboard> {
        actor.require(Permission::ViewAnalytics)?;
        Ok(self.draw(query).await?)
    }

    async fn events(&self, actor: Actor, query: EventQuery) -> contracts::Result<Page<LoggedEvent>> {
        actor.require(Permission::OperateSystem)?;
        Ok(self.read_log(&query).await?)
    }

    async fn make_report(
        &self,
        actor: Actor,
        report_type: String,
        period: Period,
    ) -> contracts::Result<ReportId> {
        actor.require(Permission::ViewAnalytics)?;
        Ok(self.generate(&report_type, period).await?)
    }

    async fn reports(&self, actor: Actor, page: PageRequest) -> contracts::Result<Page<KeptReport>> {
        actor.require(Permission::ViewAnalytics)?;
        Ok(self.kept_reports(page).await?)
    }

    async fn report_csv(&self, actor: Actor, id: ReportId) -> contracts::Result<Option<String>> {
        actor.require(Permission::ViewAnalytics)?;
        Ok(self.kept_csv(id).await?)
    }

    async fn log_retention(&self, actor: Actor) -> contracts::Result<LogRetention> {
        actor.require(Permission::ManageSettings)?;
        Ok(self.retention_now().await?)
    }

    async fn save_log_retention(
        &self,
        actor: Actor,
        retention: LogRetention,
    ) -> contracts::Result<LogRetention> {
        Ok(self.change_retention(&actor, retention).await?)
    }

    async fn personal_data(&self, actor: Actor, subject: Subject) -> contracts::Result<Vec<Section>> {
        Ok(self.tell(&actor, &subject).await?)
    }
}
