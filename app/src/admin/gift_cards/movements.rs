use super::words::{signed, why};
use crate::{
    admin::patterns::{When, shortened},
    components::{Column, DataTable},
};
use contracts::{Timestamp, payments::GiftCardMovement};
use leptos::prelude::*;

/// What a card's balance is made of, newest first.
pub fn movements(changes: Vec<GiftCardMovement>, now: Timestamp) -> AnyView {
    let columns = vec![
        Column::text("What"),
        Column::number("Amount"),
        Column::text("When"),
        Column::text("Order"),
        Column::text("Note"),
    ];
    let rows: Vec<_> = changes.into_iter().map(|change| row(change, now)).collect();
    view! { <DataTable caption="Movements" columns stacked=true>{rows}</DataTable> }.into_any()
}

fn row(change: GiftCardMovement, now: Timestamp) -> AnyView {
    let order = change.order.map(|order| {
        let text = shortened(&format!("Order {order}"));
        view! { <a class="link" href=format!("/admin/orders/{order}")>{text}</a> }
    });
    view! {
        <tr>
            <th scope="row">{why(change.kind)}</th>
            <td data-label="Amount" class="num">{signed(change.amount)}</td>
            <td data-label="When" class="muted"><When at=change.at now /></td>
            <td data-label="Order" class="nowrap">{order}</td>
            <td data-label="Note" class="small">{change.note}</td>
        </tr>
    }
    .into_any()
}
