use super::api::list_payments;
use crate::{
    admin::patterns::{
        ListFrame, ListState, Listed, Pages, When, how_many, named, payment_badge, skeleton_list,
        use_list_state,
    },
    components::{Column, DataTable, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, payments::Payment};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/payments";

/// The list of payments.
pub struct AdminPayments;

office_page!(AdminPayments, admin_payments);

fn admin_payments() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_payments);
    view! {
        <Title text="Payments" />
        <PageHeader title="Payments" subtitle="Every attempt to be paid, also those without an order." />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<Payment>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::text("Payment"),
        Column::text("Status"),
        Column::text("Gateway"),
        Column::number("Amount"),
        Column::number("Captured"),
        Column::number("Refunded"),
        Column::text("Made"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|payment| row(payment, list.now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Card, reference or id" count=how_many(total, "payment", "payments") empty pages>
            <DataTable caption="Payments" columns>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(payment: Payment, now: Timestamp) -> AnyView {
    let label = payment.method_label.clone();
    let title = match payment.order {
        Some(order) => view! { <a href=format!("/admin/orders/{order}")>{label}</a> }.into_any(),
        None => label.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{title}</th>
            <td>{payment_badge(payment.status)}</td>
            <td class="small">{payment.gateway}<br /><span class="muted">{payment.gateway_reference}</span></td>
            <td class="num">{payment.amount.to_string()}</td>
            <td class="num">{payment.captured.to_string()}</td>
            <td class="num">{payment.refunded.to_string()}</td>
            <td class="muted"><When at=payment.created_at now /></td>
        </tr>
    }
    .into_any()
}
