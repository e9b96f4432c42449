use super::{api::load_invoice, invoice_view, order_skeleton};
use crate::{
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};
use leptos_router::hooks::use_params_map;

/// An invoice or a credit note of an order that is one's own, or was looked up or placed in this browser.
pub struct InvoicePage;

lazy_page!(InvoicePage, account, invoice_page);

fn invoice_page() -> AnyView {
    let params = use_params_map();
    let of = move |name| params.with(|params| params.get(name).unwrap_or_default());
    let asked = move || (of("number"), of("invoice"));
    let invoice = page_resource(asked, |(order, number)| load_invoice(order, number));
    let back = move || ["/orders/", &of("number")].concat();
    view! {
        <Title text=move || of("invoice") />
        <Meta name="robots" content="noindex" />
        <div class="container section-tight stack">
            <p class="no-print"><a class="link" href=back>"Back to the order"</a></p>
            {loaded(invoice, order_skeleton, |invoice| invoice_view(&invoice))}
        </div>
    }
    .into_any()
}
