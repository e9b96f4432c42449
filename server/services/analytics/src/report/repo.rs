use super::csv::Rows;
use crate::dashboard::counting::metric;
use chrono::NaiveDate;
use contracts::{
    PageRequest, ReportId, Timestamp,
    analytics::{KeptReport, Period},
};
use sqlx::{PgPool, types::Json};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// What a day brought.
pub(super) struct DaySales {
    pub day: NaiveDate,
    pub orders: i64,
    pub units: i64,
    pub revenue: i64,
}

/// Every day of that time zone from `from` to before `until`, whether something was sold or not.
pub(super) async fn sales_by_day(
    pool: &PgPool,
    from: NaiveDate,
    until: NaiveDate,
    zone: &str,
) -> Result<Vec<DaySales>> {
    let rows = sqlx::query_as!(
        DaySales,
        r#"select d.day::date as "day!",
                  coalesce(sum(m.value) filter (where m.metric_name = $3), 0)::bigint as "orders!",
                  coalesce(sum(m.value) filter (where m.metric_name = $4), 0)::bigint as "units!",
                  coalesce(sum(m.value) filter (where m.metric_name = $5), 0)::bigint as "revenue!"
           from generate_series($1::date::timestamp, $2::date::timestamp - interval '1 day', interval '1 day') as d (day)
           left join aggregated_metrics m
               on m.bucket_start >= d.day at time zone $6::text
              and m.bucket_start < (d.day + interval '1 day') at time zone $6::text
           group by d.day order by d.day"#,
        from,
        until,
        metric::ORDERS,
        metric::UNITS,
        metric::REVENUE,
        zone,
    );
    rows.fetch_all(pool).await
}

/// Keeps a report's rows.
pub(super) async fn keep(
    pool: &PgPool,
    report_type: &str,
    rows: &Rows,
    generated_at: Timestamp,
    parameters: serde_json::Value,
) -> Result<ReportId> {
    let id = ReportId(platform::ids::mint());
    sqlx::query!(
        "insert into reports (report_id, report_type, data, generated_at, parameters) values ($1, $2, $3, $4, $5)",
        id.0,
        report_type,
        serde_json::json!(rows),
        generated_at,
        parameters,
    )
    .execute(pool)
    .await?;
    Ok(id)
}

/// What a report was made with. `until` is the first day it is not about.
#[derive(Debug, serde::Deserialize)]
struct Parameters {
    period: Period,
    from: NaiveDate,
    until: NaiveDate,
}

/// A page of the reports, newest first.
pub(super) async fn newest(pool: &PgPool, page: &PageRequest) -> Result<Vec<KeptReport>> {
    let rows = sqlx::query!(
        r#"select report_id, report_type, generated_at, parameters as "parameters: Json<Parameters>",
                  jsonb_array_length(data) - 1 as "rows!"
           from reports order by generated_at desc, report_id limit $1 offset $2"#,
        page.limit(),
        page.offset(),
    )
    .fetch_all(pool)
    .await?;
    let reports = rows.into_iter().map(|row| KeptReport {
        id: ReportId(row.report_id),
        report_type: row.report_type,
        period: row.parameters.period,
        from: row.parameters.from,
        to: row.parameters.until.pred_opt().unwrap_or(row.parameters.until),
        rows: u32::try_from(row.rows).unwrap_or(0),
        generated_at: row.generated_at,
    });
    Ok(reports.collect())
}

pub(super) async fn count(pool: &PgPool) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"select count(*) as "count!" from (select from reports limit $1) as counted"#,
        PageRequest::COUNTED + 1,
    );
    count.fetch_one(pool).await
}

/// A kept report's rows.
pub(super) async fn rows(pool: &PgPool, id: ReportId) -> Result<Option<Rows>> {
    let data =
        sqlx::query_scalar!(r#"select data as "data: Json<Rows>" from reports where report_id = $1"#, id.0);
    Ok(data.fetch_optional(pool).await?.map(|rows| rows.0))
}
