//! What a customer bought, wants to buy, and got back.

use crate::{
    admin::{
        carts::{api::PricedCart, cart_lines},
        orders::order_rows,
        patterns::{When, plural, relative},
    },
    components::{
        ButtonKind, ButtonSize, Card, Column, DataTable, EmptyState, IconName, LinkButton, Pagination, Stat,
    },
};
use contracts::{
    Money, Page, Timestamp, UserId,
    orders::{CustomerRecord, InvoiceRow, OrderRow},
};
use leptos::prelude::*;

/// Count, lifetime value, last order.
pub fn figures(record: &CustomerRecord) -> AnyView {
    let day = |at: Option<Timestamp>| at.map_or_else(none, |at| at.format("%-d %b %Y").to_string());
    let cancelled =
        if record.cancelled == 0 { String::new() } else { format!(" ({} cancelled)", record.cancelled) };
    view! {
        <div class="grid-stats">
            <Stat label="Orders" value=format!("{}{cancelled}", record.orders) />
            <Stat label="Lifetime value" value=amounts(&record.spent) />
            <Stat label="Given back" value=amounts(&record.refunded) />
            <Stat label="First order" value=day(record.first_order) />
            <Stat label="Last order" value=day(record.last_order) />
        </div>
    }
    .into_any()
}

fn none() -> String {
    "–".to_owned()
}

fn amounts(amounts: &[Money]) -> String {
    if amounts.is_empty() {
        return none();
    }
    amounts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" · ")
}

/// A page of the orders.
pub fn orders(user: UserId, list: Page<OrderRow>, now: Timestamp) -> AnyView {
    let all = format!("/admin/orders?customer={user}");
    let more = move || view! { <LinkButton href=all.clone() kind=ButtonKind::Quiet size=ButtonSize::Small>"All in the list"</LinkButton> };
    let (title, page, pages) = (plural(list.total, "order", "orders"), list.number, list.pages());
    let path = format!("/admin/customers/{user}");
    view! {
        <Card title flush=true actions=more>{order_table(list.items, now)}</Card>
        <Pagination page pages path />
    }
    .into_any()
}

fn order_table(items: Vec<OrderRow>, now: Timestamp) -> AnyView {
    if items.is_empty() {
        return view! { <EmptyState icon=IconName::Orders title="No orders yet" /> }.into_any();
    }
    let columns = vec![
        Column::text("Order"),
        Column::text("Placed"),
        Column::text("Name and e-mail"),
        Column::text("Status"),
        Column::text("Payment"),
        Column::number("Units"),
        Column::number("Total"),
    ];
    view! { <DataTable caption="Orders" columns stacked=true>{order_rows(items, now)}</DataTable> }.into_any()
}

/// What is in the cart.
pub fn cart(priced: PricedCart, now: Timestamp) -> AnyView {
    let href = format!("/admin/carts/{}", priced.cart.id);
    let open = move || view! { <LinkButton href=href.clone() kind=ButtonKind::Quiet size=ButtonSize::Small>"Open"</LinkButton> };
    let value = priced.value.map(|value| format!(", {value}")).unwrap_or_default();
    let title = format!("In the cart{value}, changed {}", relative(priced.cart.changed_at, now));
    view! { <Card title flush=true actions=open>{cart_lines(priced.lines)}</Card> }.into_any()
}

/// What went back; nothing when nothing did.
pub fn refunds(record: &CustomerRecord, now: Timestamp) -> Option<AnyView> {
    if record.credit_notes.is_empty() {
        return None;
    }
    let columns = vec![
        Column::text("Credit note"),
        Column::text("Order"),
        Column::text("When"),
        Column::number("Amount"),
    ];
    let rows: Vec<_> = record.credit_notes.iter().cloned().map(|note| refund(note, now)).collect();
    let card = view! {
        <Card title="Refunds" flush=true>
            <DataTable caption="Refunds" columns dense=true stacked=true>{rows}</DataTable>
        </Card>
    };
    Some(card.into_any())
}

fn refund(note: InvoiceRow, now: Timestamp) -> AnyView {
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/invoices/{}", note.number)>{note.number.clone()}</a></th>
            <td data-label="Order"><a class="link" href=format!("/admin/orders/{}", note.order)>{note.order_number}</a></td>
            <td data-label="When" class="muted"><When at=note.issued_at now /></td>
            <td data-label="Amount" class="num">{note.total.to_string()}</td>
        </tr>
    }
    .into_any()
}
