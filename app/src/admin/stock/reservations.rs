use super::reservations_api::{HeldList, HeldRow, list_held};
use crate::{
    admin::patterns::{
        ExportLink, ListFilter, ListFrame, ListState, Pages, Shortened, When, checkout_badge, exact,
        how_many, named, skeleton_list, use_list_state,
    },
    components::{ButtonKind, Column, DataTable, EmptyState, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::Timestamp;
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/stock/reservations";

/// What is reserved now, by whom and until when.
pub struct AdminReservations;

office_page!(AdminReservations, admin_reservations);

fn admin_reservations() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_held);
    let crumbs =
        vec![("Stock".to_owned(), "/admin/stock".to_owned()), ("Reservations".to_owned(), String::new())];
    let actions = move || view! { <ExportLink list="reservations" state /> };
    view! {
        <Title text="Reservations" />
        <PageHeader title="Reservations" subtitle="Units that people are paying for. They return to sale by themselves when the purchase does not come to its end in time." crumbs actions />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, found: HeldList) -> AnyView {
    let (page, now) = (found.list.page, found.list.now);
    if page.items.is_empty() && !state.is_narrowed() {
        return none_held();
    }
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let columns = vec![
        Column::text("SKU"),
        Column::text("Product"),
        Column::number("Units"),
        Column::text("Warehouse"),
        Column::text("Held for"),
        Column::text("Checkout"),
        Column::text("Since"),
        Column::text("Until"),
    ];
    let places = found.warehouses.into_iter().map(|place| (place.id.to_string(), place.name)).collect();
    let mut filters = vec![ListFilter::new("warehouse", "Warehouse", places)];
    filters.extend(of_variant(state, &page.items));
    let rows: Vec<_> = page.items.into_iter().map(|held| row(held, now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="SKU or product" filters count=how_many(total, "reservation", "reservations") empty pages>
            <DataTable caption="Reservations" columns dense=true stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

/// The variant that the list is narrowed to, as a filter that can be lifted.
fn of_variant(state: &ListState, rows: &[HeldRow]) -> Option<ListFilter> {
    let id = state.filter("variant");
    if id.is_empty() {
        return None;
    }
    let known = rows.iter().find(|row| row.line.variant.to_string() == id);
    let sku = known.map_or_else(|| "one".to_owned(), |row| row.line.sku.to_string());
    Some(ListFilter::new("variant", "Article", vec![(id.to_owned(), sku)]))
}

fn none_held() -> AnyView {
    view! {
        <div class="card">
            <EmptyState icon=IconName::Clock title="Nothing is reserved" text="When somebody begins to pay, the units are held for a quarter of an hour so that nobody else can buy them. Once the order stands they are sold; then they are in the ledger.">
                <LinkButton href="/admin/stock/ledger" kind=ButtonKind::Secondary>"Stock ledger"</LinkButton>
            </EmptyState>
        </div>
    }
    .into_any()
}

fn row(held: HeldRow, now: Timestamp) -> AnyView {
    let line = held.line;
    let whom = match held.order {
        Some(order) => {
            let text = format!("order {order}");
            view! { <a class="link" href=format!("/admin/orders/{order}")><Shortened text /></a> }.into_any()
        }
        None => view! { <Shortened text=format!("checkout {}", line.reservation) /> }.into_any(),
    };
    let until = exact(line.expires_at);
    view! {
        <tr>
            <th scope="row"><a href=format!("/admin/stock/{}", line.variant)>{line.sku.to_string()}</a></th>
            <td data-label="Product">{line.name}</td>
            <td data-label="Units" class="num">{line.units}</td>
            <td data-label="Warehouse">{line.warehouse_name}</td>
            <td data-label="Held for" class="small">{whom}</td>
            <td data-label="Checkout">{held.state.map(checkout_badge)}</td>
            <td data-label="Since" class="muted"><When at=line.held_since now /></td>
            <td data-label="Until" class="nowrap">{until}</td>
        </tr>
    }
    .into_any()
}
