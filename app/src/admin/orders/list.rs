use super::{
    api::{OrderList, list_orders},
    bulk::BulkOrders,
};
use crate::{
    admin::{
        live::{NewsPill, Subject},
        patterns::{
            ExportLink, ListFilter, ListFrame, ListState, Pages, Refresh, SelectRow, Selection, When,
            how_many, named, order_badge, payment_state_badge, skeleton_list, use_list_state, words,
        },
    },
    components::{Column, DataTable, PageHeader, Tab, Tabs},
    lazy_page::office_page,
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

office_page!(AdminOrders, admin_orders);

fn admin_orders() -> AnyView {
    let (state, selection, refresh) = (use_list_state(), Selection::default(), Refresh::default());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_orders(state));
    view! {
        <Title text="Orders" />
        <PageHeader title="Orders" actions=move || view! { {pick_link(state)} <ExportLink list="orders" state /> } />
        <NewsPill about=Subject::Orders refresh />
        {move || views(&state.get())}
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list, selection))}
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
    view! { <a class="btn btn-secondary" href=href data-key="p" aria-keyshortcuts="p">"Pick list"</a> }
        .into_any()
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
            && ListState { sort: String::new(), ..state.filters_only() }.query() == query,
    };
    view! { <Tabs label="Views" items=views.into_iter().map(tab).collect() /> }.into_any()
}

fn table(state: &ListState, found: OrderList, selection: Selection) -> AnyView {
    let OrderList { list, tags, known_tags, permissions } = found;
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::unseen("Select"),
        Column::text("Order"),
        state.sortable(Column::text("Placed"), PATH, "placed"),
        Column::text("Customer"),
        Column::text("Status"),
        Column::text("Payment"),
        Column::text("Tags"),
        Column::number("Units"),
        state.sortable(Column::number("Total"), PATH, "total"),
    ];
    let shown: Vec<String> = list.page.items.iter().map(|order| order.id.to_string()).collect();
    let row = |order: OrderRow| {
        let own = tags.iter().filter(|tag| tag.order == order.id).map(|tag| tag.tag.clone()).collect();
        selectable(order, list.now, state, own, selection)
    };
    let rows: Vec<_> = list.page.items.into_iter().map(row).collect();
    let (heads, chosen) = (named(&columns), state.clone());
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Number, name or e-mail" filters=filters(known_tags) count=how_many(total, "order", "orders") empty pages>
            <div class="group stack stack-sm">
                <BulkOrders state=chosen selection shown total permissions />
                <DataTable caption="Orders" columns stacked=true>{rows}</DataTable>
            </div>
        </ListFrame>
    }
    .into_any()
}

fn filters(tags: Vec<String>) -> Vec<ListFilter> {
    let status = OrderStatus::ALL.iter().map(|it| (it.as_str().to_owned(), words(it.as_str()))).collect();
    let payment = PaymentState::ALL.iter().map(|it| (it.as_str().to_owned(), words(it.as_str()))).collect();
    let tags: Vec<_> = tags.into_iter().map(|tag| (tag.clone(), tag)).collect();
    let mut filters =
        vec![ListFilter::new("status", "Status", status), ListFilter::new("payment", "Payment", payment)];
    if !tags.is_empty() {
        filters.push(ListFilter::new("tag", "Tag", tags));
    }
    filters.extend([ListFilter::day("from", "From"), ListFilter::day("to", "To")]);
    filters
}

/// An order's row with its box and its tags; its page learns from which list one came.
fn selectable(
    order: OrderRow,
    now: Timestamp,
    state: &ListState,
    tags: Vec<String>,
    selection: Selection,
) -> AnyView {
    let (id, label) = (order.id.to_string(), format!("Select order {}", order.number));
    let href = state.filters_only().link(&format!("{PATH}/{id}"), |_| ());
    let tags: Vec<_> = tags
        .into_iter()
        .map(|tag| {
            let href = ListState::of([("tag".to_owned(), tag.clone())]).link(PATH, |_| ());
            view! { <a class="chip" href=href>{tag}</a> }
        })
        .collect();
    let select = view! { <SelectRow id label selection /> }.into_any();
    cells(order, now, href, Some(select), Some(view! { <td data-label="Tags">{tags}</td> }.into_any()))
}

/// Orders as rows: order, placed, customer, status, payment, units, total.
pub fn order_rows(orders: Vec<OrderRow>, now: Timestamp) -> Vec<AnyView> {
    orders.into_iter().map(|order| row(order, now)).collect()
}

fn row(order: OrderRow, now: Timestamp) -> AnyView {
    let href = format!("{PATH}/{}", order.id);
    cells(order, now, href, None, None)
}

fn cells(
    order: OrderRow,
    now: Timestamp,
    href: String,
    select: Option<AnyView>,
    tags: Option<AnyView>,
) -> AnyView {
    view! {
        <tr>
            {select}
            <th scope="row" class="nowrap"><a href=href>{order.number}</a></th>
            <td data-label="Placed" class="muted"><When at=order.placed_at now /></td>
            <td data-label="Customer">
                <span class="nowrap">{order.name}</span>
                <br />
                <span class="muted small">{order.email.to_string()}</span>
            </td>
            <td data-label="Status">{order_badge(order.status)}</td>
            <td data-label="Payment">{payment_state_badge(order.payment_status)}</td>
            {tags}
            <td data-label="Units" class="num">{order.units}</td>
            <td data-label="Total" class="num">{order.total.to_string()}</td>
        </tr>
    }
    .into_any()
}
