use super::{
    counting::{Counted, metric},
    figures::Figures,
    span::Span,
};
use chrono::NaiveDate;
use contracts::{Currency, Money, ProductId, Timestamp, analytics::BestSeller};
use sqlx::{PgConnection, PgPool};

type Result<T> = std::result::Result<T, sqlx::Error>;

/// Adds to the metrics of the hour of the shop's time zone, in the order of their names: two writers never wait for each other in a ring.
pub(crate) async fn add_metrics(
    conn: &mut PgConnection,
    service: &str,
    counted: &Counted,
    at: Timestamp,
) -> Result<()> {
    if counted.metrics.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into aggregated_metrics (service_name, metric_name, value, bucket_start)
         select $1, name, value,
             date_trunc('hour', $4::timestamptz, coalesce((select time_zone from shop_zone), 'UTC'))
         from unnest($2::text[], $3::bigint[]) as m (name, value) order by name
         on conflict (metric_name, bucket_start) do update
         set value = aggregated_metrics.value + excluded.value, recorded_at = now()",
        service,
        &counted.metrics.keys().map(|name| (*name).to_owned()).collect::<Vec<_>>(),
        &counted.metrics.values().copied().collect::<Vec<_>>(),
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Adds to the sales of each product on the day of the shop's time zone, in the order of their ids.
pub(crate) async fn add_sales(conn: &mut PgConnection, counted: &Counted, at: Timestamp) -> Result<()> {
    let sales = &counted.sales;
    if sales.is_empty() {
        return Ok(());
    }
    sqlx::query!(
        "insert into product_sales (product_id, day, name, units, revenue_minor)
         select product_id,
             ($5::timestamptz at time zone coalesce((select time_zone from shop_zone), 'UTC'))::date,
             name, units, revenue
         from unnest($1::uuid[], $2::text[], $3::bigint[], $4::bigint[]) as s (product_id, name, units, revenue)
         order by product_id
         on conflict (product_id, day) do update
         set name = case when excluded.units > 0 then excluded.name else product_sales.name end,
             units = product_sales.units + excluded.units,
             revenue_minor = product_sales.revenue_minor + excluded.revenue_minor",
        &sales.keys().map(|product| product.0).collect::<Vec<_>>(),
        &sales.values().map(|sale| sale.name.clone()).collect::<Vec<_>>(),
        &sales.values().map(|sale| sale.units).collect::<Vec<_>>(),
        &sales.values().map(|sale| sale.revenue_minor).collect::<Vec<_>>(),
        at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// All metrics of all steps in that time zone, with one statement.
pub(super) async fn figures(pool: &PgPool, span: &Span, zone: &str) -> Result<Figures> {
    let steps = || span.before().iter().chain(span.steps());
    let shown = [
        metric::REVENUE,
        metric::ORDERS,
        metric::CARTS_STARTED,
        metric::CARTS_CONVERTED,
        metric::REFUNDED,
        metric::CUSTOMERS,
    ];
    let rows = sqlx::query!(
        r#"select s.step as "step!", m.metric_name, sum(m.value)::bigint as "value!"
           from unnest($1::timestamp[], $2::timestamp[]) with ordinality as s (start, finish, step)
           join aggregated_metrics m
               on m.bucket_start >= s.start at time zone $4::text
              and m.bucket_start < s.finish at time zone $4::text
           where m.metric_name = any($3)
           group by s.step, m.metric_name"#,
        &steps().map(|step| step.0).collect::<Vec<_>>(),
        &steps().map(|step| step.1).collect::<Vec<_>>(),
        &shown.map(str::to_owned),
        zone,
    )
    .fetch_all(pool)
    .await?;
    let mut figures = Figures::new(span);
    for row in rows {
        figures.set(row.metric_name, usize::try_from(row.step - 1).unwrap_or(0), row.value);
    }
    Ok(figures)
}

/// Products by revenue, the best first; all of them without a limit.
pub(crate) async fn best_sellers(
    pool: &PgPool,
    from: NaiveDate,
    until: NaiveDate,
    currency: Currency,
    limit: Option<i64>,
) -> Result<Vec<BestSeller>> {
    let rows = sqlx::query!(
        r#"select product_id, (array_agg(name order by day desc))[1] as "name!", sum(units)::bigint as "units!",
                  sum(revenue_minor)::bigint as "revenue!"
           from product_sales where day >= $1 and day < $2
           group by product_id having sum(units) > 0 order by 4 desc, 3 desc, product_id limit $3"#,
        from,
        until,
        limit,
    )
    .fetch_all(pool)
    .await?;
    let best = rows.into_iter().map(|row| BestSeller {
        product: ProductId(row.product_id),
        name: row.name,
        units: u64::try_from(row.units).unwrap_or(0),
        revenue: Money::new(row.revenue, currency),
    });
    Ok(best.collect())
}
