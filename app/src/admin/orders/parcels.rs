use super::api::list_parcels;
use crate::{
    admin::patterns::{
        ListFrame, ListState, Listed, Pages, When, how_many, named, shipment_badge, skeleton_list,
        use_list_state,
    },
    components::{Column, DataTable, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, shipping::Shipment};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/parcels";

/// Every parcel, newest first.
pub struct AdminParcels;

office_page!(AdminParcels, admin_parcels);

fn admin_parcels() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_parcels);
    view! {
        <Title text="Parcels" />
        <PageHeader title="Parcels" subtitle="What left, and where it is." />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<Shipment>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::text("Number"),
        Column::text("Carrier"),
        Column::text("Status"),
        Column::text("Order"),
        Column::number("Units"),
        Column::text("Due"),
        Column::text("Left"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|parcel| row(parcel, list.now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Number, order or name" count=how_many(total, "parcel", "parcels") empty pages>
            <DataTable caption="Parcels" columns>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(parcel: Shipment, now: Timestamp) -> AnyView {
    let number = parcel.tracking_number.unwrap_or_default();
    let number = match parcel.tracking_url {
        Some(url) => view! { <a href=url rel="external noopener">{number}</a> }.into_any(),
        None => number.into_any(),
    };
    let units: u32 = parcel.lines.iter().map(|line| line.quantity.get()).sum();
    view! {
        <tr>
            <th scope="row">{number}</th>
            <td>{parcel.carrier}</td>
            <td>{shipment_badge(parcel.status)}</td>
            <td><a href=format!("/admin/orders/{}", parcel.order)>{parcel.order_number}</a></td>
            <td class="num">{units}</td>
            <td class="nowrap">{parcel.estimated_delivery.map(|day| day.to_string())}</td>
            <td class="muted">{parcel.shipped_at.map(|at| view! { <When at now /> })}</td>
        </tr>
    }
    .into_any()
}
