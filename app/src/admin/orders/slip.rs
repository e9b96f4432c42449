use super::picking_api::{Slip, SlipLine, load_slip};
use crate::{
    admin::patterns::skeleton_detail,
    components::{Breadcrumbs, Button, ButtonKind, IconName, Notice},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
    orders::{print, words::day},
};
use contracts::orders::{OrderStatus, Seller};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// What is packed for an order and where it goes, to be read and printed.
pub struct AdminPackingSlip;

office_page!(AdminPackingSlip, admin_packing_slip);

fn admin_packing_slip() -> AnyView {
    let params = use_params_map();
    let id = move || params.with(|params| params.get("id").unwrap_or_default());
    loaded(page_resource(id, load_slip), skeleton_detail, |slip| show(&slip)).into_any()
}

fn show(slip: &Slip) -> AnyView {
    let crumbs = vec![
        ("Orders".to_owned(), "/admin/orders".to_owned()),
        (slip.number.clone(), format!("/admin/orders/{}", slip.order)),
        ("Packing slip".to_owned(), String::new()),
    ];
    view! {
        <Title text=format!("Packing slip {}", slip.number) />
        <Breadcrumbs items=crumbs />
        {sheet(slip, true)}
    }
    .into_any()
}

/// A slip as it is printed. One that stands alone has the page's heading and its button.
pub fn sheet(slip: &Slip, is_alone: bool) -> AnyView {
    let button = is_alone.then(|| view! {
        <div class="needs-script no-print"><Button kind=ButtonKind::Secondary icon=IconName::Printer on_click=print>"Print"</Button></div>
    });
    let title = format!("Packing slip {}", slip.number);
    let title =
        if is_alone { view! { <h1>{title}</h1> }.into_any() } else { view! { <h2>{title}</h2> }.into_any() };
    view! {
        <article class="invoice stack stack-lg">
            {button}
            <header class="invoice-head">
                {title}
                {seller(&slip.seller)}
            </header>
            <div class="invoice-head">
                {ship_to(&slip.ship_to)}
                {facts(slip)}
            </div>
            {nothing_to_send(slip)}
            {lines(&slip.lines)}
            {note(&slip.note)}
        </article>
    }
    .into_any()
}

fn seller(seller: &Seller) -> Option<AnyView> {
    let (name, address) = (seller.name.clone(), seller.address.clone());
    let block = view! {
        <address class="not-italic small" aria-label="Seller">
            <strong class="block">{name}</strong>
            <span class="block">{address}</span>
        </address>
    };
    (!seller.name.is_empty()).then(|| block.into_any())
}

fn ship_to(lines: &[String]) -> AnyView {
    let lines: Vec<_> =
        lines.iter().cloned().map(|line| view! { <span class="block">{line}</span> }).collect();
    view! { <address class="not-italic" aria-label="Ship to">{lines}</address> }.into_any()
}

fn facts(slip: &Slip) -> AnyView {
    view! {
        <dl class="invoice-facts tnum small">
            <dt>"Order"</dt><dd>{slip.number.clone()}</dd>
            <dt>"Ordered on"</dt><dd>{day(slip.placed_at)}</dd>
            <dt>"Sent by"</dt><dd>{slip.shipping_method.clone()}</dd>
        </dl>
    }
    .into_any()
}

fn nothing_to_send(slip: &Slip) -> Option<AnyView> {
    let text = match slip.status {
        OrderStatus::Pending => "The order is not confirmed yet: nothing is to be sent so far.",
        OrderStatus::Cancelled => "The order was cancelled: nothing is to be sent.",
        OrderStatus::Confirmed | OrderStatus::Shipped | OrderStatus::Delivered => {
            "Nothing is left to be sent."
        }
    };
    let nothing = slip.lines.iter().all(|line| line.to_send == 0);
    nothing.then(|| view! { <Notice>{text}</Notice> }.into_any())
}

fn note(note: &str) -> Option<AnyView> {
    let text = note.to_owned();
    let section = view! {
        <section class="stack stack-sm" aria-label="Note from the customer">
            <h2>"Note from the customer"</h2>
            <p>{text}</p>
        </section>
    };
    (!note.is_empty()).then(|| section.into_any())
}

fn lines(lines: &[SlipLine]) -> AnyView {
    let rows: Vec<_> = lines.iter().map(line).collect();
    view! {
        <table class="invoice-lines tnum">
            <caption class="sr-only">"To pack"</caption>
            <thead>
                <tr>
                    <th scope="col">"Product"</th>
                    <th scope="col">"SKU"</th>
                    <th scope="col" class="num">"Ordered"</th>
                    <th scope="col" class="num">"To send"</th>
                    <th scope="col" class="num">"Packed"</th>
                </tr>
            </thead>
            <tbody>{rows}</tbody>
        </table>
    }
    .into_any()
}

fn line(line: &SlipLine) -> AnyView {
    let choices = (!line.choices.is_empty())
        .then(|| view! { <span class="block small muted">{line.choices.clone()}</span> });
    let tick = (line.to_send > 0).then(|| view! { <span class="tick-box"></span> });
    view! {
        <tr>
            <th scope="row">{line.name.clone()}{choices}</th>
            <td data-label="SKU">{line.sku.clone()}</td>
            <td class="num" data-label="Ordered">{line.ordered}</td>
            <td class="num" data-label="To send">{line.to_send}</td>
            <td class="num" data-label="Packed">{tick}</td>
        </tr>
    }
    .into_any()
}
