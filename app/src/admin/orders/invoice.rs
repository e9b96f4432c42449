use super::api::load_invoice;
use crate::{
    admin::patterns::skeleton_detail,
    components::Breadcrumbs,
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    orders::{api::Sheet, invoice_view},
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A document, to be read and printed.
pub struct AdminInvoice;

office_page!(AdminInvoice, admin_invoice);

fn admin_invoice() -> AnyView {
    let params = use_params_map();
    let number = move || params.with(|params| params.get("number").unwrap_or_default());
    loaded(page_resource(number, load_invoice), skeleton_detail, |invoice| show(&invoice)).into_any()
}

fn show(sheet: &Sheet) -> AnyView {
    let invoice = &sheet.invoice;
    let crumbs = vec![
        ("Invoices".to_owned(), "/admin/invoices".to_owned()),
        (format!("Order {}", invoice.order_number), format!("/admin/orders/{}", invoice.order)),
        (invoice.number.clone(), String::new()),
    ];
    view! {
        <Title text=invoice.number.clone() />
        <Breadcrumbs items=crumbs />
        {invoice_view(sheet)}
    }
    .into_any()
}
