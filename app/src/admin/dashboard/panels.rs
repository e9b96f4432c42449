use crate::{
    admin::{orders::order_rows, patterns::plural},
    components::{ButtonKind, ButtonSize, Card, Column, DataTable, LinkButton, Meter},
};
use contracts::{Timestamp, analytics::BestSeller, inventory::StockRow, orders::OrderRow};
use leptos::prelude::*;
#[cfg(feature = "ssr")]
use {
    super::api::Overview,
    crate::error::AppError,
    contracts::{
        PageRequest, Permission, Services,
        analytics::{Dashboard, DashboardQuery},
        identity::Session,
        inventory::StockQuery,
        orders::OrderQuery,
    },
};

/// Everything on the dashboard that this session may see.
///
/// # Errors
/// As the services answer.
#[cfg(feature = "ssr")]
pub async fn read(
    services: &Services,
    session: &Session,
    query: DashboardQuery,
) -> Result<Overview, AppError> {
    let figures = figures(services, session, query);
    let (dashboard, low, latest) =
        futures::try_join!(figures, low(services, session), latest(services, session))?;
    let may = |permission| session.permissions.contains(&permission);
    Ok(Overview {
        dashboard,
        low,
        latest,
        opens_orders: may(Permission::ViewOrders),
        opens_customers: may(Permission::ViewCustomers),
        now: crate::admin::patterns::now(),
    })
}

#[cfg(feature = "ssr")]
async fn figures(
    services: &Services,
    session: &Session,
    query: DashboardQuery,
) -> contracts::Result<Option<Dashboard>> {
    if !session.permissions.contains(&Permission::ViewAnalytics) {
        return Ok(None);
    }
    services.analytics.dashboard(session.actor(), query).await.map(Some)
}

#[cfg(feature = "ssr")]
async fn low(services: &Services, session: &Session) -> contracts::Result<Vec<StockRow>> {
    if !session.permissions.contains(&Permission::ViewStock) {
        return Ok(Vec::new());
    }
    let page = PageRequest::new(1, 8);
    let query = StockQuery { low_only: true, sort: "available".to_owned(), page, ..StockQuery::default() };
    Ok(services.inventory.stock(session.actor(), query).await?.items)
}

#[cfg(feature = "ssr")]
async fn latest(services: &Services, session: &Session) -> contracts::Result<Vec<OrderRow>> {
    if !session.permissions.contains(&Permission::ViewOrders) {
        return Ok(Vec::new());
    }
    let query = OrderQuery { page: PageRequest::new(1, 8), ..OrderQuery::default() };
    Ok(services.orders.orders(session.actor(), query).await?.items)
}

/// What sells, each with a bar against the first.
#[component]
pub fn BestSellers(items: Vec<BestSeller>) -> impl IntoView {
    let most = items.first().map_or(1, |item| item.revenue.minor);
    let empty = items.is_empty().then(|| view! { <p class="muted">"Nothing was sold in these days."</p> });
    let items: Vec<_> = items
        .into_iter()
        .map(|item| {
            let sold = format!("{} · {}", plural(item.units, "unit", "units"), item.revenue);
            view! {
                <li class="stack stack-sm">
                    <div class="between small">
                        <a class="truncate" href=format!("/admin/products/{}", item.product)>{item.name.clone()}</a>
                        <span class="nowrap tnum">{sold}</span>
                    </div>
                    <Meter label=item.name value=item.revenue.minor max=most />
                </li>
            }
        })
        .collect();
    view! { <Card title="Best sellers">{empty}<ol class="stack">{items}</ol></Card> }.into_any()
}

/// What runs out.
#[component]
pub fn LowStock(rows: Vec<StockRow>) -> impl IntoView {
    let empty = rows.is_empty().then(|| view! { <p class="muted">"Enough of everything."</p> });
    let items: Vec<_> = rows
        .into_iter()
        .map(|row| {
            view! {
                <div>
                    <dt><a href=format!("/admin/stock/{}", row.variant)>{row.name}</a></dt>
                    <dd class="nowrap">{format!("{} left", row.available)}</dd>
                </div>
            }
        })
        .collect();
    let all = || view! { <LinkButton href="/admin/stock?low=1" kind=ButtonKind::Quiet size=ButtonSize::Small>"All low stock"</LinkButton> };
    view! { <Card title="Low stock" actions=all>{empty}<dl class="facts small">{items}</dl></Card> }
        .into_any()
}

/// What came in last.
#[component]
pub fn LatestOrders(orders: Vec<OrderRow>, now: Timestamp) -> impl IntoView {
    let columns = vec![
        Column::text("Order"),
        Column::text("Placed"),
        Column::text("Customer"),
        Column::text("Status"),
        Column::text("Payment"),
        Column::number("Units"),
        Column::number("Total"),
    ];
    if orders.is_empty() {
        return view! { <Card title="Latest orders"><p class="muted">"No orders yet."</p></Card> }.into_any();
    }
    let all = || view! { <LinkButton href="/admin/orders" kind=ButtonKind::Quiet size=ButtonSize::Small>"All orders"</LinkButton> };
    view! {
        <Card title="Latest orders" flush=true actions=all>
            <DataTable caption="Latest orders" columns dense=true stacked=true>{order_rows(orders, now)}</DataTable>
        </Card>
    }
    .into_any()
}
