use crate::error::AppError;
use contracts::{Timestamp, analytics::Dashboard, inventory::StockRow, orders::OrderRow};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How the shop does. Parts that the asker may not see are empty.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Overview {
    /// The figures of the period.
    pub dashboard: Option<Dashboard>,
    /// Stock that runs out, lowest first.
    pub low: Vec<StockRow>,
    /// The latest orders.
    pub latest: Vec<OrderRow>,
    /// Whether whoever asks may open lists of orders.
    pub opens_orders: bool,
    /// Whether they may open the list of people.
    pub opens_customers: bool,
    /// When this was read.
    pub now: Timestamp,
}

/// How the shop does in a period (`today`, `week`, `month`, `quarter`, `year`, or `own` with its first and last day)
/// compared with other days (`before`, `year`, `none`).
#[server]
pub async fn load_overview(
    period: String,
    #[server(default)] from: String,
    #[server(default)] to: String,
    #[server(default)] compare: String,
) -> Result<Overview, AppError> {
    let session = crate::admin::guard::session().await?;
    let query = super::asked::Asked { period, from, to, compare }.query();
    super::panels::read(&crate::context::services()?, &session, query).await
}
