use super::api::list_orders;
use crate::{
    admin::patterns::{
        ExportLink, ListFilter, ListFrame, ListState, Listed, When, how_many, order_badge,
        payment_state_badge, skeleton_list, use_list_state, words,
    },
    components::{Column, DataTable, PageHeader, Tab, Tabs},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    orders::{OrderRow, OrderStatus, PaymentState},
};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/orders";

/// The list of orders.
pub struct AdminOrders;

lazy_page!(AdminOrders, office, admin_orders);

fn admin_orders() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_orders);
    view! {
        <Title text="Orders" />
        <PageHeader title="Orders" actions=move || view! { {pick_link(state)} <ExportLink list="orders" state /> } />
        {move || views(&state.get())}
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

/// To what the confirmed ones among the listed orders need from the shelves.
fn pick_link(state: Memo<ListState>) -> AnyView {
    let confirmed = |state: &mut ListState| {
        state.sort.clear();
        state.filters.remove("status");
    };
    let href = move || state.with(|state| state.link("/admin/orders/pick", confirmed));
    view! { <a class="btn btn-secondary" href=href>"Pick list"</a> }.into_any()
}

/// The lists that are looked at most.
fn views(state: &ListState) -> AnyView {
    let views = [
        ("All", ""),
        ("To ship", "status=confirmed"),
        ("To capture", "payment=authorised"),
        ("Under way", "status=shipped"),
        ("Cancelled", "status=cancelled"),
    ];
    let tab = |(label, query): (&str, &str)| Tab {
        label: label.to_owned(),
        href: if query.is_empty() { PATH.to_owned() } else { format!("{PATH}?{query}") },
        count: None,
        current: state.search.is_empty()
            && ListState { sort: String::new(), page: 1, ..state.clone() }.query() == query,
    };
    view! { <Tabs label="Views" items=views.into_iter().map(tab).collect() /> }.into_any()
}

fn table(state: &ListState, list: Listed<OrderRow>) -> AnyView {
    let (total, pages, empty) = (list.page.total, list.page.pages(), list.page.items.is_empty());
    let columns = vec![
        Column::text("Order"),
        state.sortable(Column::text("Placed"), PATH, "placed"),
        Column::text("Customer"),
        Column::text("Status"),
        Column::text("Payment"),
        Column::number("Units"),
        state.sortable(Column::number("Total"), PATH, "total"),
    ];
    let status = OrderStatus::ALL.iter().map(|it| (it.as_str().to_owned(), words(it.as_str()))).collect();
    let payment = PaymentState::ALL.iter().map(|it| (it.as_str().to_owned(), words(it.as_str()))).collect();
    let filters =
        vec![ListFilter::new("status", "Status", status), ListFilter::new("payment", "Payment", payment)];
    view! {
        <ListFrame state=state.clone() path=PATH search="Number, name or e-mail" filters count=how_many(total, "order", "orders") empty pages>
            <DataTable caption="Orders" columns stacked=true>{order_rows(list.page.items, list.now)}</DataTable>
        </ListFrame>
    }
    .into_any()
}

/// Orders as rows: order, placed, customer, status, payment, units, total.
pub fn order_rows(orders: Vec<OrderRow>, now: Timestamp) -> Vec<AnyView> {
    orders.into_iter().map(|order| row(order, now)).collect()
}

fn row(order: OrderRow, now: Timestamp) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=format!("{PATH}/{}", order.id)>{order.number}</a></th>
            <td data-label="Placed" class="muted"><When at=order.placed_at now /></td>
            <td data-label="Customer">
                <span class="nowrap">{order.name}</span>
                <br />
                <span class="muted small">{order.email.to_string()}</span>
            </td>
            <td data-label="Status">{order_badge(order.status)}</td>
            <td data-label="Payment">{payment_state_badge(order.payment_status)}</td>
            <td data-label="Units" class="num">{order.units}</td>
            <td data-label="Total" class="num">{order.total.to_string()}</td>
        </tr>
    }
    .into_any()
}
