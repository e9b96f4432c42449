use crate::{
    admin::patterns::{When, words},
    components::{Card, Column, DataTable},
};
use contracts::{Timestamp, payments::Unresolved};
use leptos::prelude::*;

/// Calls that the payment provider never answered, and refunds that it refused.
pub fn unresolved(open: Vec<Unresolved>, now: Timestamp) -> AnyView {
    let none = open.is_empty();
    let columns = vec![
        Column::text("Payment"),
        Column::text("Asked for"),
        Column::number("Amount"),
        Column::text("Problem"),
        Column::text("Reference"),
        Column::text("Since"),
    ];
    let rows: Vec<_> = open.into_iter().map(|open| row(open, now)).collect();
    let body = if none {
        view! { <p class="muted small px-4 pb-4">"None. What the payment provider does not answer is asked for again by itself, for a day."</p> }.into_any()
    } else {
        view! { <DataTable caption="Unresolved payments and refunds" columns>{rows}</DataTable> }.into_any()
    };
    view! { <Card title="Money that needs a person" flush=true>{body}</Card> }.into_any()
}

fn row(open: Unresolved, now: Timestamp) -> AnyView {
    let id = open.payment.to_string();
    let name = match open.order {
        Some(order) => view! { <a href=format!("/admin/orders/{order}")>{id}</a> }.into_any(),
        None => view! { <a href=format!("/admin/payments?q={id}")>{id.clone()}</a> }.into_any(),
    };
    view! {
        <tr>
            <th scope="row">{name}</th>
            <td>{words(&open.operation)}</td>
            <td class="num">{open.amount.to_string()}</td>
            <td>{open.problem}</td>
            <td class="muted small">{open.gateway_reference}</td>
            <td class="muted"><When at=open.since now /></td>
        </tr>
    }
    .into_any()
}
