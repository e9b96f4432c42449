use super::{
    asked::days_of,
    figures::{axis, count, delta, money, percent},
};
use crate::components::{
    BarChart, ButtonKind, Card, ChartPoint, EmptyState, IconName, LineChart, LinkButton, Stat,
};
use contracts::analytics::{Comparison, Dashboard, Metric};
use leptos::prelude::*;

/// Which lists whoever looks may open.
#[derive(Clone, Copy, Debug)]
pub struct Opens {
    /// Orders, carts and documents.
    pub orders: bool,
    /// People.
    pub customers: bool,
}

/// The key figures, each a link to what it was counted of, against the days before.
#[component]
pub fn KeyFigures(dashboard: Dashboard, compare: Comparison, opens: Opens) -> impl IntoView {
    let (currency, against, days) = (dashboard.currency, against(compare), days_of(dashboard.days));
    let orders = |path: &str| if opens.orders { format!("/admin/{path}{days}") } else { String::new() };
    let people = if opens.customers { format!("/admin/customers?{days}") } else { String::new() };
    let (placed, dearest) = (orders("orders?"), orders("orders?sort=-total&"));
    let (left, given_back) = (orders("carts?state=abandoned&"), orders("invoices?kind=credit_note&"));
    let begun = dashboard.begun as usize;
    let course = |metric: &Metric| metric.series.iter().take(begun).copied().collect::<Vec<_>>();
    view! {
        <div class="grid-stats grid-stats-3">
            <Stat label="Revenue" href=placed.clone() value=money(dashboard.revenue.value, currency) delta=delta(&dashboard.revenue) against series=course(&dashboard.revenue) />
            <Stat label="Orders" href=placed value=count(dashboard.orders.value) delta=delta(&dashboard.orders) against series=course(&dashboard.orders) />
            <Stat label="Average order" href=dearest value=money(dashboard.average_order.value, currency) delta=delta(&dashboard.average_order) against series=course(&dashboard.average_order) />
            <Stat label="Conversion" href=left value=percent(dashboard.conversion.value) delta=delta(&dashboard.conversion) against series=course(&dashboard.conversion) />
            <Stat label="Paid back" href=given_back value=money(dashboard.refunded.value, currency) delta=delta(&dashboard.refunded) lower_is_better=true against series=course(&dashboard.refunded) />
            <Stat label="New accounts" href=people value=count(dashboard.customers.value) delta=delta(&dashboard.customers) against series=course(&dashboard.customers) />
        </div>
        <p class="muted small">
            "Orders count when they are confirmed and no longer once they are cancelled; revenue is theirs, shipping and tax included, less what was paid back. Conversion is the share of carts that became orders; it leads to the carts that did not."
        </p>
    }
    .into_any()
}

fn against(compare: Comparison) -> &'static str {
    match compare {
        Comparison::Before => "than the days before",
        Comparison::YearBefore => "than a year before",
        Comparison::Nothing => "",
    }
}

/// Revenue and orders over the days; each step leads to the orders of its days.
#[component]
pub fn Courses(dashboard: Dashboard, compare: Comparison, opens: Opens) -> impl IntoView {
    if is_empty(&dashboard) {
        return nothing(&dashboard, opens);
    }
    let currency = dashboard.currency;
    let revenue = points(&dashboard, &dashboard.revenue, opens, |value| money(value, currency));
    let orders = points(&dashboard, &dashboard.orders, opens, count);
    let (now, before, begun) = ("These days", before(compare), dashboard.begun as usize);
    view! {
        <div class="grid-2">
            <Card title=format!("Revenue, {}", currency.code())>
                <LineChart title="Revenue" points=revenue axis=axis(currency) now before begun />
            </Card>
            <Card title="Orders">
                <BarChart title="Orders" points=orders axis=count now before />
            </Card>
        </div>
    }
    .into_any()
}

fn before(compare: Comparison) -> &'static str {
    match compare {
        Comparison::YearBefore => "A year before",
        Comparison::Before | Comparison::Nothing => "Days before",
    }
}

/// Whether there is nothing to draw, neither of these days nor of the others.
fn is_empty(dashboard: &Dashboard) -> bool {
    let silent = |metric: &Metric| metric.series.iter().chain(&metric.series_before).all(|value| *value == 0);
    silent(&dashboard.revenue) && silent(&dashboard.orders)
}

fn nothing(dashboard: &Dashboard, opens: Opens) -> AnyView {
    let (title, text) = if dashboard.begun == 0 {
        ("These days are still to come", "Choose days that have begun to see what was sold in them.")
    } else {
        ("Nothing was sold in these days", "Choose more days, or look at all orders.")
    };
    let all = opens.orders.then(|| {
        view! { <LinkButton href="/admin/orders" kind=ButtonKind::Secondary>"All orders"</LinkButton> }
    });
    view! { <div class="card"><EmptyState icon=IconName::Activity title text>{all}</EmptyState></div> }
        .into_any()
}

/// The points of a metric; those that are still to come say nothing and lead nowhere.
fn points(
    dashboard: &Dashboard,
    metric: &Metric,
    opens: Opens,
    text: impl Fn(i64) -> String,
) -> Vec<ChartPoint> {
    let begun = dashboard.begun as usize;
    let steps = dashboard.steps.iter().enumerate();
    let point = steps.map(|(at, step)| {
        let value = metric.series.get(at).copied().unwrap_or(0);
        ChartPoint {
            label: step.label.clone(),
            value,
            text: if at < begun { text(value) } else { String::new() },
            former: metric.series_before.get(at).map(|value| (*value, text(*value))),
            href: if at < begun && opens.orders {
                format!("/admin/orders?{}", days_of(step.days))
            } else {
                String::new()
            },
        }
    });
    point.collect()
}
