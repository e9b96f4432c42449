//! An invoice or a credit note, made for a sheet of A4: what directive 2006/112/EC, article 226 asks for.

use super::{
    api::Sheet,
    view::print,
    words::{address_lines, day, rate},
};
use crate::components::{Button, ButtonKind, IconName, Notice, Tone};
use contracts::{
    Address,
    orders::{Invoice, InvoiceKind, InvoiceLine, Seller},
};
use leptos::prelude::*;

/// The whole document.
pub(crate) fn invoice_view(Sheet { invoice, country }: &Sheet) -> AnyView {
    let title = format!("{} {}", invoice.kind.label(), invoice.number);
    let incomplete = !invoice.seller.is_complete();
    let warning = incomplete.then(|| view! {
        <Notice tone=Tone::Warning title="Not complete">"Name, address or VAT number of the seller were not set when this was issued."</Notice>
    });
    view! {
        <article class="invoice stack stack-lg">
            <div class="needs-script no-print"><Button kind=ButtonKind::Secondary icon=IconName::Printer on_click=print>"Print"</Button></div>
            {warning}
            <header class="invoice-head">
                <h1>{title}</h1>
                {seller(&invoice.seller)}
            </header>
            <div class="invoice-head">
                {buyer(&invoice.buyer, country)}
                {facts(invoice)}
            </div>
            {lines(&invoice.lines)}
            {sums(invoice)}
        </article>
    }
    .into_any()
}

fn seller(seller: &Seller) -> AnyView {
    let or = |text: &str, missing: &'static str| {
        if text.is_empty() { missing.to_owned() } else { text.to_owned() }
    };
    let vat_id = ["VAT number: ", &or(&seller.vat_id, "not set")].concat();
    view! {
        <address class="not-italic small" aria-label="Seller">
            <strong class="block">{or(&seller.name, "Seller: not set")}</strong>
            <span class="block">{or(&seller.address, "Address: not set")}</span>
            <span class="block">{vat_id}</span>
        </address>
    }
    .into_any()
}

fn buyer(address: &Address, country: &str) -> AnyView {
    let lines = address_lines(address, country).into_iter();
    let lines: Vec<_> = lines.map(|line| view! { <span class="block">{line}</span> }).collect();
    view! { <address class="not-italic" aria-label="Buyer">{lines}</address> }.into_any()
}

fn facts(invoice: &Invoice) -> AnyView {
    let corrects =
        invoice.corrects.clone().map(|number| view! { <dt>"Corrects invoice"</dt><dd>{number}</dd> });
    view! {
        <dl class="invoice-facts tnum small">
            <dt>"Number"</dt><dd>{invoice.number.clone()}</dd>
            {corrects}
            <dt>"Date of issue"</dt><dd>{day(invoice.issued_at)}</dd>
            <dt>"Order"</dt><dd>{invoice.order_number.clone()}</dd>
            <dt>"Ordered on"</dt><dd>{day(invoice.ordered_at)}</dd>
        </dl>
    }
    .into_any()
}

fn lines(lines: &[InvoiceLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(line).collect();
    view! {
        <table class="invoice-lines tnum">
            <caption class="sr-only">"Lines"</caption>
            <thead>
                <tr>
                    <th scope="col">"Description"</th>
                    <th scope="col" class="num">"Quantity"</th>
                    <th scope="col" class="num">"Price each"</th>
                    <th scope="col" class="num">"Net"</th>
                    <th scope="col" class="num">"VAT"</th>
                    <th scope="col" class="num">"Tax"</th>
                    <th scope="col" class="num">"Gross"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(line: &InvoiceLine) -> AnyView {
    let detail = (!line.detail.is_empty())
        .then(|| view! { <span class="block small muted">{line.detail.clone()}</span> });
    let discount =
        line.discount.map(|amount| view! { <span class="block small">{format!("Discount {amount}")}</span> });
    view! {
        <tr>
            <th scope="row">{line.name.clone()}{detail}{discount}</th>
            <td class="num" data-label="Quantity">{line.quantity}</td>
            <td class="num" data-label="Price each">{line.unit_price.to_string()}</td>
            <td class="num" data-label="Net">{line.net.to_string()}</td>
            <td class="num" data-label="VAT">{rate(line.tax_rate_bp)}</td>
            <td class="num" data-label="Tax">{line.tax.to_string()}</td>
            <td class="num" data-label="Gross">{line.gross.to_string()}</td>
        </tr>
    }
    .into_any()
}

fn sums(invoice: &Invoice) -> AnyView {
    let total = match invoice.kind {
        InvoiceKind::Invoice => "Total",
        InvoiceKind::CreditNote => "Credited",
    };
    view! {
        <dl class="invoice-facts invoice-sums tnum">
            <dt>"Net"</dt><dd>{invoice.net.to_string()}</dd>
            <dt>"Tax"</dt><dd>{invoice.tax.to_string()}</dd>
            <dt class="font-semibold">{total}</dt><dd class="font-semibold">{invoice.total.to_string()}</dd>
        </dl>
    }
    .into_any()
}
