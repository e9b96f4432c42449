//! An order on a page: for guests, in the account, after the purchase.

use super::{
    api::OrderView,
    parcels::parcels,
    words::{self, address_lines, day},
};
use crate::{
    cart::coupon::discount_fact,
    components::{
        Badge, Button, ButtonKind, Disclosure, Fact, Facts, IconName, Notice, PageHeader, ProductPicture,
        Progress, SkeletonText,
    },
};
use contracts::orders::{InvoiceRow, OrderItem};
use leptos::prelude::*;

/// The whole order below its title.
pub(crate) fn order_view(order: &OrderView) -> AnyView {
    let (status, tone) = words::status(order.status);
    let subtitle = ["Placed on ", &day(order.placed_at)].concat();
    let title = ["Order ", &order.number].concat();
    view! {
        <div class="stack stack-lg">
            <PageHeader
                title
                subtitle
                status=move || view! { <Badge tone text=status /> }
                actions=|| view! { <span class="needs-script no-print"><Button kind=ButtonKind::Secondary icon=IconName::Printer on_click=print>"Print"</Button></span> }
            />
            {standing(order)}
            <div class="with-aside">
                <div class="stack stack-lg">
                    {parcels(order.parcels.clone())}
                    <section class="stack stack-sm">
                        <h2>"What you ordered"</h2>
                        {order_lines(&order.items)}
                    </section>
                    {help(order)}
                </div>
                <aside class="summary-panel stack stack-lg" aria-label="Costs and address">
                    {order_totals(order)}
                    {documents(order)}
                    {delivery(order)}
                </aside>
            </div>
        </div>
    }
    .into_any()
}

/// While an order is on its way to the page.
pub(crate) fn order_skeleton() -> AnyView {
    view! { <div class="stack stack-lg"><div class="skeleton skeleton-line skeleton-short"></div><SkeletonText lines=8 /></div> }
        .into_any()
}

/// Opens the browser's own dialog for printing.
pub(crate) fn print(_: leptos::ev::MouseEvent) {
    // Refused only where printing is switched off.
    drop(window().print());
}

fn standing(order: &OrderView) -> AnyView {
    let text = words::sentence(order);
    let Some(current) = words::step(order.status) else {
        return view! { <Notice title="Cancelled">{text}</Notice> }.into_any();
    };
    let steps = words::STEPS.map(ToOwned::to_owned).to_vec();
    view! {
        <div class="stack">
            <p class="lead">{text}</p>
            <Progress label="Where your order is" steps current />
        </div>
    }
    .into_any()
}

/// The lines of an order.
pub(crate) fn order_lines(items: &[OrderItem]) -> AnyView {
    let lines: Vec<_> = items.iter().map(line).collect();
    view! { <ul role="list" class="border-t border-line">{lines}</ul> }.into_any()
}

fn line(item: &OrderItem) -> AnyView {
    let picture = item.picture_url.clone().map(|src| view! { <ProductPicture src alt="" sizes="5rem" /> });
    let empty = picture.is_none().then(|| view! { <span class="product-picture"></span> });
    let quantity = match item.quantity {
        1 => "1 piece".to_owned(),
        many => format!("{many} × {}", item.unit_price),
    };
    let refunded = (item.refunded > 0).then(|| format!("{} of {} refunded", item.refunded, item.quantity));
    view! {
        <li class="line-item">
            {picture}{empty}
            <div class="min-w-0 wrap-anywhere">
                <p class="line-item-name">{item.name.clone()}</p>
                {(!item.choices.is_empty()).then(|| view! { <p class="small muted">{item.choices.clone()}</p> })}
                <p class="small muted tnum">{quantity}</p>
                {refunded.map(|text| view! { <p class="small">{text}</p> })}
            </div>
            <p class="line-item-price">{item.subtotal.to_string()}</p>
        </li>
    }
    .into_any()
}

/// What an order costs and what went back.
pub(crate) fn order_totals(order: &OrderView) -> AnyView {
    let free = order.shipping.minor == 0;
    let shipping = if free { "Free".to_owned() } else { order.shipping.to_string() };
    let tax = ["Contains ", &words::rate(order.tax_rate_bp), " VAT: ", &order.tax.to_string()].concat();
    let refunded = (order.refunded.minor > 0).then(|| order.refunded.to_string());
    let (subtotal, total) = (order.subtotal.to_string(), order.total.to_string());
    let gift_card = order.gift_card.map(|amount| amount.to_string());
    let discount = order.discount.as_ref().map(discount_fact);
    view! {
        <section class="stack stack-sm">
            <h2 class="sr-only">"Costs"</h2>
            <Facts>
                <Fact term="Subtotal">{subtotal}</Fact>
                {discount}
                <Fact term="Delivery">{shipping}</Fact>
                <Fact term="Total" total=true>{total}</Fact>
                {gift_card.map(|amount| view! { <Fact term="Paid by gift card">{amount}</Fact> })}
                {refunded.map(|amount| view! { <Fact term="Refunded">{amount}</Fact> })}
            </Facts>
            {(order.tax_rate_bp > 0).then(|| view! { <p class="small muted tnum">{tax}</p> })}
            <p class="small muted">{words::payment(order.payment)}</p>
        </section>
    }
    .into_any()
}

fn documents(order: &OrderView) -> Option<AnyView> {
    let link = |document: &InvoiceRow| {
        let href = format!("/orders/{}/invoices/{}", order.number, document.number);
        let text = format!("{} {}", document.kind.label(), document.number);
        view! { <li class="between"><a class="link" href=href>{text}</a><span class="tnum">{document.total.to_string()}</span></li> }
    };
    let links: Vec<_> = order.documents.iter().map(link).collect();
    let shown = view! {
        <section class="stack stack-sm no-print">
            <h2 class="font-sans text-base font-semibold">"Documents"</h2>
            <ul role="list" class="stack stack-sm small">{links}</ul>
        </section>
    };
    (!order.documents.is_empty()).then(|| shown.into_any())
}

fn delivery(order: &OrderView) -> AnyView {
    let lines: Vec<_> = address_lines(&order.address, &order.country)
        .into_iter()
        .map(|line| view! { <span class="block">{line}</span> })
        .collect();
    view! {
        <section class="stack stack-sm">
            <h2 class="font-sans text-base font-semibold">"Delivery"</h2>
            <p>{order.shipping_method.clone()}</p>
            <address class="not-italic wrap-anywhere">{lines}</address>
            <p class="small muted wrap-anywhere">"News goes to "{order.email.clone()}</p>
            {(!order.note.is_empty()).then(|| view! { <p class="small wrap-anywhere">"Your note: "{order.note.clone()}</p> })}
        </section>
    }
    .into_any()
}

fn help(order: &OrderView) -> AnyView {
    let reference = ["Please name the order number ", &order.number, "."].concat();
    view! {
        <section class="no-print">
            <Disclosure title="Send something back">
                "Reply to the mail that confirmed your order and say which pieces you would like to return. "
                {reference} " We answer with the address, and the money goes back to the card you paid with."
            </Disclosure>
            <Disclosure title="Something is missing or broken">
                "Reply to the mail that confirmed your order, with a picture if you can. We send a new piece or the money."
            </Disclosure>
        </section>
    }
    .into_any()
}
