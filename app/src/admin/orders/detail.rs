use super::{
    api::{OrderPage, load_order},
    cancel::Cancel,
    capture::Capture,
    notes::NoteForm,
    refund::RefundForm,
    refund_rest::{RefundRest, left_behind},
    ship::{Parcels, Ship},
    side::side,
    timeline::happenings,
};
use crate::{
    admin::patterns::{
        DetailFrame, ListState, PageKeys, Refresh, Story, exact, order_badge, payment_state_badge,
        skeleton_detail, use_list_state,
    },
    components::{Card, Column, DataTable, Icon, IconName, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    OrderId, Permission,
    orders::{Order, OrderItem, OrderNeighbours, OrderStatus, PaymentState},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// An order: what, for whom, what happened, and what can be done.
pub struct AdminOrder;

office_page!(AdminOrder, admin_order);

fn admin_order() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    // The address carries the filters of the list that one came from.
    let list = use_list_state();
    let page = page_resource(move || (id(), list.get(), refresh.get()), |(id, list, _)| load_order(id, list));

    provide_context(refresh);
    loaded(page, skeleton_detail, move |page| show(page, &list.get_untracked())).into_any()
}

fn show(page: OrderPage, list: &ListState) -> AnyView {
    let order = page.order.clone();
    let crumbs = vec![
        ("Orders".to_owned(), list.link("/admin/orders", |_| ())),
        (order.number.clone(), String::new()),
    ];
    let (status, paid) = (order.status, order.payment_status);
    let badges = move || view! { {order_badge(status)} {payment_state_badge(paid)} };
    let slip = format!("/admin/orders/{}/slip", order.id);
    let (list, beside) = (list.clone(), page.beside);
    let to_slip = move || {
        view! {
            {neighbours(&list, beside)}
            <a class="btn btn-secondary" href=slip.clone() data-key="p" aria-keyshortcuts="p"><Icon name=IconName::Printer />"Packing slip"</a>
        }
    };
    let note_form = view! { <NoteForm order=order.id key=page.key colleagues=page.colleagues.clone() /> };
    let (facts, story, now) = (page.clone(), happenings(&page), page.now);
    view! {
        <Title text=order.number.clone() />
        <PageKeys />
        <PageHeader title=order.number.clone() subtitle=format!("Placed {}", exact(order.placed_at)) crumbs status=badges actions=to_slip />
        <DetailFrame side=move || side(&facts)>
            {note(&order)}
            <Card title="Lines" flush=true>{lines(order.items.clone())}</Card>
            {actions(&page)}
            <Parcels page />
            {note_form}
            <Card title="Timeline"><Story items=story now /></Card>
        </DetailFrame>
    }
    .into_any()
}

/// To the orders before and after this one in the list.
fn neighbours(list: &ListState, beside: OrderNeighbours) -> AnyView {
    let link = |to: Option<OrderId>, key: &'static str, label: &'static str, icon: IconName| {
        let href = list.link(&format!("/admin/orders/{}", to?), |_| ());
        Some(view! {
            <a class="btn btn-quiet btn-icon" href=href data-key=key aria-keyshortcuts=key aria-label=label title=label><Icon name=icon /></a>
        })
    };
    view! {
        {link(beside.previous, "k", "Order before in the list", IconName::ArrowUp)}
        {link(beside.next, "j", "Next order in the list", IconName::ArrowDown)}
    }
    .into_any()
}

fn note(order: &Order) -> Option<AnyView> {
    let note = order.note.clone();
    (!note.is_empty()).then(|| view! { <Card title="Note from the customer"><p>{note}</p></Card> }.into_any())
}

fn lines(items: Vec<OrderItem>) -> AnyView {
    let columns = vec![
        Column::unseen("Picture"),
        Column::text("Product"),
        Column::number("Units"),
        Column::number("Sent"),
        Column::number("Refunded"),
        Column::number("Each"),
        Column::number("Sum"),
    ];
    let rows: Vec<_> = items.into_iter().map(line).collect();
    view! { <DataTable caption="Lines of the order" columns>{rows}</DataTable> }.into_any()
}

fn line(item: OrderItem) -> AnyView {
    let picture = item
        .picture_url
        .map(|src| view! { <img class="thumb" src=src alt="" width="36" height="45" loading="lazy" /> });
    view! {
        <tr>
            <td>{picture}</td>
            <th scope="row">
                <a href=format!("/admin/products/{}", item.product)>{item.name}</a>
                <br />
                <span class="muted small">{format!("{} {}", item.sku, item.choices)}</span>
            </th>
            <td class="num">{item.quantity}</td>
            <td class="num">{item.shipped}</td>
            <td class="num">{item.refunded}</td>
            <td class="num">{item.unit_price.to_string()}</td>
            <td class="num">{item.subtotal.to_string()}</td>
        </tr>
    }
    .into_any()
}

/// What can be done now, by this person.
fn actions(page: &OrderPage) -> AnyView {
    let order = &page.order;
    let may = |permission| page.permissions.contains(&permission);
    let open = matches!(order.status, OrderStatus::Pending | OrderStatus::Confirmed);
    let unsent = order.items.iter().any(|item| item.shipped + item.refunded < item.quantity);
    let unrefunded = order.refunded.minor < order.total.minor;
    let paid = matches!(order.payment_status, PaymentState::Paid | PaymentState::PartiallyRefunded);
    let capture = (order.payment_status == PaymentState::Authorised && may(Permission::CapturePayments))
        .then(|| view! { <Capture order=order.id total=order.total /> });
    let ship = (order.status == OrderStatus::Confirmed && unsent && may(Permission::ShipOrders))
        .then(|| view! { <Ship order=order.clone() key=page.key /> });
    let cancelled = order.status == OrderStatus::Cancelled;
    let rest = left_behind(page)
        .filter(|_| may(Permission::RefundPayments))
        .map(|left| view! { <RefundRest order=order.id left key=page.key /> });
    let refund = (paid && unrefunded && !cancelled && may(Permission::RefundPayments))
        .then(|| view! { <RefundForm order=order.clone() key=page.key /> });
    let untouched = order.items.iter().all(|item| item.shipped == 0);
    let cancel =
        (open && untouched && may(Permission::CancelOrders)).then(|| view! { <Cancel order=order.id /> });
    if capture.is_none() && ship.is_none() && refund.is_none() && rest.is_none() && cancel.is_none() {
        return ().into_any();
    }
    view! { <Card title="What can be done">{capture}{ship}{refund}{rest}{cancel}</Card> }.into_any()
}
