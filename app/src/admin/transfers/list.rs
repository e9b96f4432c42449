use super::{
    PATH,
    api::{TransferList, list_transfers},
};
use crate::{
    admin::patterns::{
        ExportLink, ListFilter, ListFrame, ListState, Pages, When, how_many, named, skeleton_list,
        transfer_badge, use_list_state, words,
    },
    components::{ButtonKind, Column, DataTable, EmptyState, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    inventory::{TransferRow, TransferStatus},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of transfers between warehouses.
pub struct AdminTransfers;

office_page!(AdminTransfers, admin_transfers);

fn admin_transfers() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_transfers);
    let actions = move || {
        view! {
            <ExportLink list="transfers" state />
            <LinkButton href="/admin/transfers/new" icon=IconName::Plus>"New transfer"</LinkButton>
        }
    };
    view! {
        <Title text="Transfers" />
        <PageHeader title="Transfers" subtitle="Units on their way between warehouses. While they travel nobody can buy them." actions />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, found: TransferList) -> AnyView {
    let (page, now) = (found.list.page, found.list.now);
    if page.items.is_empty() && !state.is_narrowed() {
        return none_yet(found.may_edit);
    }
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let columns = vec![
        Column::text("Transfer"),
        Column::text("From"),
        Column::text("To"),
        Column::text("Status"),
        Column::number("Articles"),
        Column::number("Units"),
        Column::number("Received"),
        Column::text("Changed"),
    ];
    let places = found.warehouses.into_iter().map(|place| (place.id.to_string(), place.name)).collect();
    let status = TransferStatus::ALL.iter().map(|it| (it.as_str().to_owned(), words(it.as_str()))).collect();
    let mut filters =
        vec![ListFilter::new("status", "Status", status), ListFilter::new("warehouse", "Warehouse", places)];
    let variant = state.filter("variant");
    if !variant.is_empty() {
        filters.push(ListFilter::new("variant", "Article", vec![(variant.to_owned(), "one".to_owned())]));
    }
    let rows: Vec<_> = page.items.into_iter().map(|transfer| row(transfer, now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Number, SKU or product" filters count=how_many(total, "transfer", "transfers") empty pages>
            <DataTable caption="Transfers" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn none_yet(may_edit: bool) -> AnyView {
    let new = may_edit.then(|| {
        view! { <LinkButton href="/admin/transfers/new" kind=ButtonKind::Secondary>"Begin the first one"</LinkButton> }
    });
    view! {
        <div class="card">
            <EmptyState icon=IconName::Truck title="No transfers yet" text="A transfer takes units from one warehouse to another. It begins as a draft; when it is sent the units leave, and they can be bought again once they have been received. A shelf next door needs none: move units on the page of an article.">
                {new}
            </EmptyState>
        </div>
    }
    .into_any()
}

fn row(transfer: TransferRow, now: Timestamp) -> AnyView {
    let (label, status) = (transfer.label(), transfer.status);
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=format!("{PATH}/{}", transfer.id)>{label}</a></th>
            <td data-label="From">{transfer.from_name}</td>
            <td data-label="To">{transfer.to_name}</td>
            <td data-label="Status">{transfer_badge(status)}</td>
            <td data-label="Articles" class="num">{transfer.articles}</td>
            <td data-label="Units" class="num">{transfer.units}</td>
            <td data-label="Received" class="num">{transfer.received}</td>
            <td data-label="Changed" class="muted"><When at=transfer.updated_at now /></td>
        </tr>
    }
    .into_any()
}
