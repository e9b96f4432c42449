use super::figures::{axis, count, delta, money, percent};
use crate::components::{BarChart, Card, ChartPoint, LineChart, Stat};
use contracts::analytics::{Dashboard, Metric};
use leptos::prelude::*;

/// The key figures against the period before.
#[component]
pub fn KeyFigures(dashboard: Dashboard) -> impl IntoView {
    let currency = dashboard.currency;
    let against = "than the period before";
    view! {
        <div class="grid-stats">
            <Stat label="Revenue" value=money(dashboard.revenue.value, currency) delta=delta(&dashboard.revenue) against series=dashboard.revenue.series />
            <Stat label="Orders" value=count(dashboard.orders.value) delta=delta(&dashboard.orders) against series=dashboard.orders.series />
            <Stat label="Conversion" value=percent(dashboard.conversion.value) delta=delta(&dashboard.conversion) against series=dashboard.conversion.series />
            <Stat label="Average order" value=money(dashboard.average_order.value, currency) delta=delta(&dashboard.average_order) against series=dashboard.average_order.series />
        </div>
    }
    .into_any()
}

/// Revenue and orders over the period.
#[component]
pub fn Courses(dashboard: Dashboard) -> impl IntoView {
    let Dashboard { labels, revenue, orders, currency, .. } = dashboard;
    let revenue = points(&labels, &revenue, |value| money(value, currency));
    let orders = points(&labels, &orders, count);
    view! {
        <div class="grid-2">
            <Card title=format!("Revenue, {}", currency.code())>
                <LineChart title="Revenue" points=revenue axis=axis(currency) />
            </Card>
            <Card title="Orders">
                <BarChart title="Orders" points=orders axis=count />
            </Card>
        </div>
    }
    .into_any()
}

fn points(labels: &[String], metric: &Metric, text: impl Fn(i64) -> String) -> Vec<ChartPoint> {
    let point = |(at, label): (usize, &String)| {
        let value = metric.series.get(at).copied().unwrap_or(0);
        let former = metric.series_before.get(at).map(|value| (*value, text(*value)));
        ChartPoint { label: label.clone(), value, text: text(value), former }
    };
    labels.iter().enumerate().map(point).collect()
}
