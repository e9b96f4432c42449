use super::csv::Rows;
use crate::dashboard::counting::metric;
use chrono::NaiveDate;
use contracts::Timestamp;
use sqlx::PgPool;

type Result<T> = std::result::Result<T, sqlx::Error>;

/// What a day brought.
pub(super) struct DaySales {
    pub day: NaiveDate,
    pub orders: i64,
    pub units: i64,
    pub revenue: i64,
}

/// Every day from `from` to before `until`, whether something was sold or not.
pub(super) async fn sales_by_day(pool: &PgPool, from: NaiveDate, until: NaiveDate) -> Result<Vec<DaySales>> {
    let rows = sqlx::query_as!(
        DaySales,
        r#"select d.day::date as "day!",
                  coalesce(sum(m.value) filter (where m.metric_name = $3), 0)::bigint as "orders!",
                  coalesce(sum(m.value) filter (where m.metric_name = $4), 0)::bigint as "units!",
                  coalesce(sum(m.value) filter (where m.metric_name = $5), 0)::bigint as "revenue!"
           from generate_series($1::date::timestamp, $2::date::timestamp - interval '1 day', interval '1 day') as d (day)
           left join aggregated_metrics m
               on m.bucket_start >= d.day at time zone 'UTC'
              and m.bucket_start < (d.day + interval '1 day') at time zone 'UTC'
           group by d.day order by d.day"#,
        from,
        until,
        metric::ORDERS,
        metric::UNITS,
        metric::REVENUE,
    );
    rows.fetch_all(pool).await
}

pub(super) async fn keep(
    pool: &PgPool,
    report_type: &str,
    rows: &Rows,
    generated_at: Timestamp,
    parameters: serde_json::Value,
) -> Result<()> {
    sqlx::query!(
        "insert into reports (report_id, report_type, data, generated_at, parameters) values ($1, $2, $3, $4, $5)",
        platform::ids::mint(),
        report_type,
        serde_json::json!(rows),
        generated_at,
        parameters,
    )
    .execute(pool)
    .await?;
    Ok(())
}
