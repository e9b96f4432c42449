use super::batch_api::ChooseOrders;
use crate::{
    admin::patterns::{BULK, BulkBar, ListState, Selection, how_many},
    components::{Button, ButtonKind, ButtonSize},
    form::{ActionForm, FormState},
};
use contracts::{
    Permission,
    orders::{Batch, BatchAction},
};
use leptos::prelude::*;

/// What can be done with many orders: each leads to a page that says what will change.
const ACTS: [(BatchAction, &str); 6] = [
    (BatchAction::PickList, "Pick list"),
    (BatchAction::PackingSlips, "Packing slips"),
    (BatchAction::Capture, "Capture"),
    (BatchAction::Tag, "Tag"),
    (BatchAction::Note, "Note"),
    (BatchAction::Cancel, "Cancel"),
];

/// What can be done with the selected orders, or with all that the list shows.
#[component]
pub fn BulkOrders(
    /// As in the list's address.
    state: ListState,
    selection: Selection,
    /// The ids of the orders that are shown.
    shown: Vec<String>,
    /// Orders in the whole list.
    total: u64,
    permissions: Vec<Permission>,
) -> impl IntoView {
    let form = FormState::<ChooseOrders>::new();
    let all = if total > Batch::MOST as u64 {
        format!("Select the newest 1 000 of {}", how_many(total, "order", "orders"))
    } else {
        format!("Select all {} that match", how_many(total, "order", "orders"))
    };
    let may = |action: BatchAction| permissions.contains(&action.permission());
    let button = |(action, text): (BatchAction, &'static str)| {
        view! {
            <Button kind=ButtonKind::Secondary size=ButtonSize::Small name="act" value=action.as_str() pending=form.pending()>{text}</Button>
        }
    };
    let buttons: Vec<_> = ACTS.into_iter().filter(|(action, _)| may(*action)).map(button).collect();
    view! {
        <BulkBar form selection shown all hidden=as_inputs(&state)>
            <ActionForm action=form.action attr:id=BULK attr:class="cluster cluster-sm push text-text">{buttons}</ActionForm>
        </BulkBar>
    }
    .into_any()
}

/// The filters of a list as inputs that a server function reads as its state.
fn as_inputs(state: &ListState) -> Vec<(String, String)> {
    let filters = state.filters.iter();
    let mut inputs: Vec<_> =
        filters.map(|(name, value)| (format!("state[filters][{name}]"), value.clone())).collect();
    inputs.push(("state[search]".to_owned(), state.search.clone()));
    inputs
}
