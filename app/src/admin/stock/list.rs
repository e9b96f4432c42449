use super::api::{StockList, list_stock};
use crate::{
    admin::{
        live::{NewsPill, Subject},
        patterns::{
            ExportLink, ListFilter, ListFrame, ListState, Pages, Refresh, When, how_many, named,
            skeleton_list, use_list_state,
        },
    },
    components::{Badge, ButtonKind, Column, DataTable, IconName, LinkButton, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, inventory::StockRow};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/stock";

/// Stock per variant and warehouse, one row each.
pub struct AdminStock;

office_page!(AdminStock, admin_stock);

fn admin_stock() -> AnyView {
    let (state, refresh) = (use_list_state(), Refresh::default());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_stock(state));
    let links = move || {
        view! {
            <ExportLink list="stock" state />
            <LinkButton href="/admin/stock/warehouses" kind=ButtonKind::Secondary icon=IconName::Warehouse>"Warehouses"</LinkButton>
            <LinkButton href="/admin/stock/ledger" kind=ButtonKind::Secondary icon=IconName::Activity>"Ledger"</LinkButton>
        }
    };
    view! {
        <Title text="Stock" />
        <PageHeader title="Stock" actions=links />
        <NewsPill about=Subject::Stock refresh />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, found: StockList) -> AnyView {
    let (page, now) = (found.list.page, found.list.now);
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let columns = vec![
        state.sortable(Column::text("SKU"), PATH, "sku"),
        state.sortable(Column::text("Product"), PATH, "name"),
        Column::text("Warehouse"),
        state.sortable(Column::number("Available"), PATH, "available"),
        Column::number("Reserved"),
        Column::number("Low at"),
        Column::text("Level"),
        state.sortable(Column::text("Changed"), PATH, "updated"),
    ];
    let places = found.warehouses.into_iter().map(|place| (place.id.to_string(), place.name)).collect();
    let filters = vec![
        ListFilter::new("warehouse", "Warehouse", places),
        ListFilter::new("low", "Level", vec![("1".to_owned(), "Low only".to_owned())]),
    ];
    let rows: Vec<_> = page.items.into_iter().map(|stock| row(stock, now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="SKU or product" filters count=how_many(total, "row", "rows") empty pages>
            <DataTable caption="Stock" columns dense=true stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(stock: StockRow, now: Timestamp) -> AnyView {
    let level = level(&stock);
    view! {
        <tr>
            <th scope="row"><a href=format!("{PATH}/{}", stock.variant)>{stock.sku.to_string()}</a></th>
            <td data-label="Product">{stock.name}</td>
            <td data-label="Warehouse" class="nowrap">{stock.warehouse_name}</td>
            <td data-label="Available" class="num">{stock.available}</td>
            <td data-label="Reserved" class="num">{stock.reserved}</td>
            <td data-label="Low at" class="num muted">{stock.low_stock_threshold}</td>
            <td data-label="Level">{level}</td>
            <td data-label="Changed" class="muted"><When at=stock.updated_at now /></td>
        </tr>
    }
    .into_any()
}

/// Whether there is enough, in a word.
pub fn level(stock: &StockRow) -> AnyView {
    let (tone, text) = match stock.available {
        0 => (Tone::Danger, "Sold out"),
        available if available <= stock.low_stock_threshold => (Tone::Warning, "Low"),
        _ => (Tone::Positive, "Enough"),
    };
    view! { <Badge tone text /> }.into_any()
}
