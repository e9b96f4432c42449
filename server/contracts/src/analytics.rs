//! Every event of every service, the metrics made of them, and the dashboard.

mod dashboard;
mod retention;

use crate::{
    Actor, Envelope, Money, Page, PageRequest, ProductId, ReportId, Timestamp,
    contract::contract,
    privacy::{Section, Subject},
};
use serde::{Deserialize, Serialize};

pub use dashboard::{Comparison, Dashboard, DashboardQuery, DashboardSpan, DayRange, Metric, Step};
pub use retention::LogRetention;

/// The period a report is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// Today.
    Today,
    /// Seven days.
    Week,
    /// Thirty days.
    #[default]
    Month,
    /// Ninety days.
    Quarter,
    /// Twelve months, this one the last.
    Year,
}

impl Period {
    /// All of them, shortest first.
    pub const ALL: [Self; 5] = [Self::Today, Self::Week, Self::Month, Self::Quarter, Self::Year];

    /// As in the address.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Today => "today",
            Self::Week => "week",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// The period with that address text; the default for any other text.
    pub fn from_text(text: &str) -> Self {
        Self::ALL.into_iter().find(|period| period.as_str() == text).unwrap_or_default()
    }
}

/// What sells.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct BestSeller {
    pub product: ProductId,
    pub name: String,
    pub units: u64,
    pub revenue: Money,
}

/// An event in the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct LoggedEvent {
    /// Ascending.
    pub number: i64,
    pub service_name: String,
    pub event_type: String,
    pub aggregate: uuid::Uuid,
    /// JSON as text.
    pub payload: String,
    pub at: Timestamp,
    pub request_id: Option<String>,
}

/// Which events are wanted.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct EventQuery {
    /// Only this service's.
    pub service: String,
    /// Only of this type.
    pub event_type: String,
    /// Only about this aggregate.
    pub aggregate: Option<uuid::Uuid>,
    /// The part of the list.
    pub page: PageRequest,
}

/// A report that was made, without its rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[expect(missing_docs, reason = "named after what they are")]
pub struct KeptReport {
    pub id: ReportId,
    /// One of [`REPORT_TYPES`].
    pub report_type: String,
    pub period: Period,
    /// The first day it is about.
    pub from: chrono::NaiveDate,
    /// The last day it is about.
    pub to: chrono::NaiveDate,
    /// Rows below the headings.
    pub rows: u32,
    pub generated_at: Timestamp,
}

/// The reports that can be made.
pub const REPORT_TYPES: [&str; 2] = ["sales_by_day", "sales_by_product"];

/// An event of any service, as analytics receives it: the payload as JSON text.
pub type AnyEnvelope = Envelope<String>;

contract! {
    /// What happened, counted. Owns `event_logs`, `aggregated_metrics`, `product_sales`, `reports`, `shop_zone`,
    /// `log_retention`.
    pub trait Analytics as "analytics" {
        /// The figures of some days against others. Needs `ViewAnalytics`.
        async fn dashboard(&self, actor: Actor, query: DashboardQuery) -> Result<Dashboard>;
        /// The event log, newest first. Needs `OperateSystem`.
        async fn events(&self, actor: Actor, query: EventQuery) -> Result<Page<LoggedEvent>>;
        /// Makes and keeps a report of a period, one of [`REPORT_TYPES`]. Needs `ViewAnalytics`.
        async fn make_report(&self, actor: Actor, report_type: String, period: Period) -> Result<ReportId>;
        /// The reports that were made, newest first. Needs `ViewAnalytics`.
        async fn reports(&self, actor: Actor, page: PageRequest) -> Result<Page<KeptReport>>;
        /// A kept report as the text of a CSV file. Needs `ViewAnalytics`.
        async fn report_csv(&self, actor: Actor, id: ReportId) -> Result<Option<String>>;
        /// After how many days the log forgets an event. Needs `ManageSettings`.
        async fn log_retention(&self, actor: Actor) -> Result<LogRetention>;
        /// Changes that; `version` is the one that was seen, `Conflict` when somebody else changed it meanwhile. A field
        /// error `days` outside of the bounds. Needs `ManageSettings`.
        async fn save_log_retention(&self, actor: Actor, retention: LogRetention) -> Result<LogRetention>;
        /// What is kept here of a person. System only.
        async fn personal_data(&self, actor: Actor, subject: Subject) -> Result<Vec<Section>>;
    }
}
