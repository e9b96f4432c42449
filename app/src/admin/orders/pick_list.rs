use super::picking_api::{MOST, PickLine, PickList, PickedOrder, load_pick_list};
use crate::{
    admin::patterns::{ListState, how_many, skeleton_list, use_list_state},
    components::{Button, ButtonKind, EmptyState, IconName, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    orders::{print, words::day},
};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/orders/pick";

/// What the confirmed orders still need from the shelves, to be read and printed.
pub struct AdminPickList;

office_page!(AdminPickList, admin_pick_list);

fn admin_pick_list() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), load_pick_list);
    let crumbs =
        vec![("Orders".to_owned(), "/admin/orders".to_owned()), ("Pick list".to_owned(), String::new())];
    view! {
        <Title text="Pick list" />
        <PageHeader
            title="Pick list"
            subtitle="What the confirmed orders still need from the shelves."
            crumbs
            actions=|| view! { <span class="needs-script"><Button kind=ButtonKind::Secondary icon=IconName::Printer on_click=print>"Print"</Button></span> }
        />
        {loaded(list, skeleton_list, move |list| show(&state.get_untracked(), &list))}
    }
    .into_any()
}

fn show(state: &ListState, list: &PickList) -> AnyView {
    let body = if list.lines.is_empty() { nothing() } else { sheet(list) };
    view! {
        <div class="stack stack-lg">
            {narrowed(state)}
            {more(list.total)}
            {body}
        </div>
    }
    .into_any()
}

fn narrowed(state: &ListState) -> Option<AnyView> {
    if !state.filter("batch").is_empty() {
        let selected = view! {
            <p class="small">"Only the confirmed ones among the selected orders. "<a class="link no-print" href=PATH>"Pick for all"</a></p>
        };
        return Some(selected.into_any());
    }
    state.is_narrowed().then(|| view! {
        <p class="small">"Only orders that match the words and filters of the list. "<a class="link no-print" href=PATH>"Pick for all"</a></p>
    }.into_any())
}

/// Says that the list does not cover every order that waits.
fn more(total: u64) -> Option<AnyView> {
    let all = how_many(total, "confirmed order", "confirmed orders");
    let text = format!("The oldest {MOST} of {all} are on this list. The others follow when these are sent.");
    (total > u64::from(MOST)).then(|| view! { <p class="small">{text}</p> }.into_any())
}

fn nothing() -> AnyView {
    view! {
        <div class="card">
            <EmptyState icon=IconName::Package title="Nothing to pick" text="No confirmed order waits to be sent." />
        </div>
    }
    .into_any()
}

fn sheet(list: &PickList) -> AnyView {
    view! {
        <article class="invoice stack stack-lg">
            {lines(&list.lines)}
            <section class="stack stack-sm">
                <h2>"For these orders"</h2>
                {orders(&list.orders)}
            </section>
        </article>
    }
    .into_any()
}

fn lines(lines: &[PickLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(line).collect();
    view! {
        <table class="invoice-lines tnum">
            <caption class="sr-only">"To pick"</caption>
            <thead>
                <tr>
                    <th scope="col">"SKU"</th>
                    <th scope="col">"Product"</th>
                    <th scope="col" class="num">"Units"</th>
                    <th scope="col">"Orders"</th>
                    <th scope="col" class="num">"Picked"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(line: &PickLine) -> AnyView {
    let choices = (!line.choices.is_empty())
        .then(|| view! { <span class="block small muted">{line.choices.clone()}</span> });
    let orders: Vec<_> = line
        .orders
        .iter()
        .map(|(number, units)| view! { <span class="block nowrap">{format!("{units} × {number}")}</span> })
        .collect();
    view! {
        <tr>
            <th scope="row">{line.sku.clone()}</th>
            <td data-label="Product"><span>{line.name.clone()}{choices}</span></td>
            <td class="num" data-label="Units">{line.units}</td>
            <td data-label="Orders"><span class="small">{orders}</span></td>
            <td class="num" data-label="Picked"><span class="tick-box"></span></td>
        </tr>
    }
    .into_any()
}

fn orders(orders: &[PickedOrder]) -> AnyView {
    let rows: Vec<_> = orders.iter().map(order).collect();
    view! {
        <table class="invoice-lines tnum">
            <caption class="sr-only">"Orders, each with its packing slip"</caption>
            <thead>
                <tr>
                    <th scope="col">"Packing slip"</th>
                    <th scope="col">"Recipient"</th>
                    <th scope="col">"Ordered on"</th>
                    <th scope="col">"Sent by"</th>
                    <th scope="col" class="num">"Units"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn order(order: &PickedOrder) -> AnyView {
    let slip = format!("/admin/orders/{}/slip", order.id);
    view! {
        <tr>
            <th scope="row" class="nowrap"><a class="link" href=slip>{order.number.clone()}</a></th>
            <td data-label="Recipient">{order.name.clone()}</td>
            <td data-label="Ordered on" class="nowrap">{day(order.placed_at)}</td>
            <td data-label="Sent by">{order.shipping_method.clone()}</td>
            <td data-label="Units" class="num">{order.units}</td>
        </tr>
    }
    .into_any()
}
