use super::api::list_ledger;
use crate::{
    admin::{
        live::{NewsPill, Subject},
        patterns::{
            ListFrame, ListState, Listed, Pages, Refresh, Shortened, When, how_many, skeleton_list,
            use_list_state, words,
        },
    },
    components::{Column, DataTable, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, inventory::LedgerEntry};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/stock/ledger";

/// Every movement of stock.
pub struct AdminLedger;

office_page!(AdminLedger, admin_ledger);

fn admin_ledger() -> AnyView {
    let (state, refresh) = (use_list_state(), Refresh::default());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_ledger(state));
    let crumbs = vec![("Stock".to_owned(), "/admin/stock".to_owned()), ("Ledger".to_owned(), String::new())];
    view! {
        <Title text="Stock ledger" />
        <PageHeader title="Stock ledger" subtitle="Every movement, never changed afterwards." crumbs />
        <NewsPill about=Subject::Stock refresh />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<LedgerEntry>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    view! {
        <ListFrame state=state.clone() path=PATH count=how_many(total, "movement", "movements") empty pages>
            {movements(list.page.items, list.now)}
        </ListFrame>
    }
    .into_any()
}

/// Movements as a table.
pub fn movements(entries: Vec<LedgerEntry>, now: Timestamp) -> AnyView {
    let columns = vec![
        Column::text("SKU"),
        Column::text("Movement"),
        Column::number("Change"),
        Column::number("Available then"),
        Column::text("Warehouse"),
        Column::text("Because of"),
        Column::text("By"),
        Column::text("When"),
    ];
    let rows: Vec<_> = entries.into_iter().map(|entry| row(entry, now)).collect();
    view! { <DataTable caption="Movements of stock" columns dense=true stacked=true>{rows}</DataTable> }
        .into_any()
}

fn row(entry: LedgerEntry, now: Timestamp) -> AnyView {
    let change = match entry.change {
        change if change > 0 => format!("+{change}"),
        change if change < 0 => format!("\u{2212}{}", change.unsigned_abs()),
        _ => "0".to_owned(),
    };
    let because = because(entry.reference);
    view! {
        <tr>
            <th scope="row">{entry.sku.to_string()}</th>
            <td data-label="Movement">{words(entry.transaction_type.as_str())}</td>
            <td data-label="Change" class="num">{change}</td>
            <td data-label="Available then" class="num">{entry.balance}</td>
            <td data-label="Warehouse">{entry.warehouse_name}</td>
            <td data-label="Because of" class="small">{because}</td>
            <td data-label="By" class="small">{entry.actor}</td>
            <td data-label="When" class="muted"><When at=entry.at now /></td>
        </tr>
    }
    .into_any()
}

/// What is behind a movement; a transfer as a way to it.
fn because(reference: String) -> AnyView {
    let transfer =
        reference.strip_prefix("transfer ").and_then(|id| id.parse::<contracts::TransferId>().ok());
    match transfer {
        Some(id) => {
            view! { <a class="link" href=format!("/admin/transfers/{id}")><Shortened text=reference /></a> }
                .into_any()
        }
        None => reference.into_any(),
    }
}
