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
    /// When this was read.
    pub now: Timestamp,
}

/// How the shop does in a period (`today`, `week`, `month`, `quarter`, `year`).
#[server]
pub async fn load_overview(period: String) -> Result<Overview, AppError> {
    use contracts::analytics::Period;
    let session = crate::admin::guard::session().await?;
    super::panels::read(&crate::context::services()?, &session, Period::from_text(&period)).await
}
