use super::api::list_invoices;
use crate::{
    admin::patterns::{
        ExportLink, ListFilter, ListFrame, ListState, Listed, Pages, When, how_many, named, skeleton_list,
        use_list_state,
    },
    components::{Badge, Column, DataTable, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{
    Timestamp,
    orders::{InvoiceKind, InvoiceRow},
};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/invoices";

/// Every invoice and credit note, newest first.
pub struct AdminInvoices;

office_page!(AdminInvoices, admin_invoices);

fn admin_invoices() -> AnyView {
    let state = use_list_state();
    let list = page_resource(move || state.get(), list_invoices);
    view! {
        <Title text="Invoices" />
        <PageHeader title="Invoices" subtitle="Issued when money is taken or goes back, never changed afterwards." actions=move || view! { <ExportLink list="invoices" state /> } />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list))}
    }
    .into_any()
}

fn table(state: &ListState, list: Listed<InvoiceRow>) -> AnyView {
    let (total, pages, empty) = (list.page.total, Pages::of(&list.page), list.page.items.is_empty());
    let columns = vec![
        Column::text("Number"),
        Column::text("Kind"),
        Column::text("Issued"),
        Column::text("Order"),
        Column::text("Customer"),
        Column::number("Tax"),
        Column::number("Total"),
    ];
    let kinds = InvoiceKind::ALL.map(|kind| (kind.as_str().to_owned(), kind.label().to_owned())).to_vec();
    let filters = vec![
        ListFilter::new("kind", "Kind", kinds),
        ListFilter::month("month", "Month"),
        ListFilter::day("from", "From"),
        ListFilter::day("to", "To"),
    ];
    let rows: Vec<_> = list.page.items.into_iter().map(|document| row(document, list.now)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Number, order or name" filters count=how_many(total, "document", "documents") empty pages>
            <DataTable caption="Invoices and credit notes" columns stacked=true>{rows}</DataTable>
        </ListFrame>
    }
    .into_any()
}

fn row(document: InvoiceRow, now: Timestamp) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="nowrap"><a href=format!("{PATH}/{}", document.number)>{document.number.clone()}</a></th>
            <td data-label="Kind">{document.kind.label()}{incomplete(&document)}</td>
            <td data-label="Issued" class="muted"><When at=document.issued_at now /></td>
            <td data-label="Order" class="nowrap"><a class="link" href=format!("/admin/orders/{}", document.order)>{document.order_number}</a></td>
            <td data-label="Customer">{document.name}</td>
            <td data-label="Tax" class="num">{document.tax.to_string()}</td>
            <td data-label="Total" class="num">{document.total.to_string()}</td>
        </tr>
    }
    .into_any()
}

/// A document that does not say who sells is marked wherever it is listed.
pub(super) fn incomplete(document: &InvoiceRow) -> Option<AnyView> {
    (!document.is_complete)
        .then(|| view! { " "<Badge tone=Tone::Warning text="Seller not set" /> }.into_any())
}
