use crate::{
    admin::patterns::{ListState, Listed},
    error::AppError,
};
use contracts::analytics::KeptReport;
use leptos::{
    prelude::*,
    server_fn::codec::{GetUrl, StreamingText, TextStream},
};

/// The reports that were made, newest first.
#[server]
pub async fn list_reports(state: ListState) -> Result<Listed<KeptReport>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewAnalytics).await?;
    Ok(Listed::now(crate::context::services()?.analytics.reports(actor, state.request(25)).await?))
}

/// Makes a report (`sales_by_day`, `sales_by_product`) of a period (`today` to `year`) and keeps it.
#[server]
pub async fn make_report(report_type: String, period: String) -> Result<(), AppError> {
    use contracts::analytics::Period;
    let actor = crate::admin::guard::require(contracts::Permission::ViewAnalytics).await?;
    let period = Period::from_text(&period);
    crate::context::services()?.analytics.make_report(actor, report_type, period).await?;
    Ok(())
}

/// A kept report as a CSV file.
#[server(input = GetUrl, output = StreamingText)]
pub async fn load_report_file(id: String) -> Result<TextStream<AppError>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ViewAnalytics).await?;
    let missing = || AppError::not_found("report");
    let id = id.parse().map_err(|_| missing())?;
    let csv = crate::context::services()?.analytics.report_csv(actor, id).await?.ok_or_else(missing)?;
    crate::context::answer_as_file("text/csv; charset=utf-8", &format!("report-{id}.csv"));
    Ok(TextStream::new(futures::stream::once(async { Ok(csv) })))
}
