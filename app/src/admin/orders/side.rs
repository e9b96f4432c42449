use super::{api::OrderPage, invoices::incomplete, tags::Tags};
use crate::{
    admin::patterns::payment_badge,
    cart::coupon::discount_fact,
    components::{Card, Fact, Facts},
};
use contracts::{
    Address,
    orders::{InvoiceRow, Order},
    payments::Payment,
};
use leptos::prelude::*;

/// Totals, customer, address, payments.
pub fn side(page: &OrderPage) -> AnyView {
    let order = page.order.clone();
    let payments: Vec<_> = page.payments.iter().cloned().map(payment).collect();
    let address = order.address.clone();
    view! {
        {totals(&order)}
        {customer(&order)}
        <Card title="Delivery">
            <div class="stack stack-sm small">
                <p>{order.shipping_method}</p>
                <address class="not-italic">{address_lines(address)}</address>
            </div>
        </Card>
        <Tags order=order.id tags=page.tags.clone() />
        <Card title="Payments"><div class="stack">{payments}</div></Card>
        {documents(&page.documents)}
    }
    .into_any()
}

fn documents(documents: &[InvoiceRow]) -> Option<AnyView> {
    let link = |document: &InvoiceRow| {
        let text = format!("{} {}", document.kind.label(), document.number);
        view! {
            <li class="between">
                <span><a class="link" href=format!("/admin/invoices/{}", document.number)>{text}</a>{incomplete(document)}</span>
                <span class="tnum">{document.total.to_string()}</span>
            </li>
        }
    };
    let links: Vec<_> = documents.iter().map(link).collect();
    let card =
        view! { <Card title="Documents"><ul role="list" class="stack stack-sm small">{links}</ul></Card> };
    (!documents.is_empty()).then(|| card.into_any())
}

fn totals(order: &Order) -> AnyView {
    let order = order.clone();
    let rate = order.tax_rate_bp;
    let percent = if rate.is_multiple_of(100) {
        format!("{} %", rate / 100)
    } else {
        format!("{}.{:02} %", rate / 100, rate % 100)
    };
    view! {
        <Card title="Totals">
            <Facts>
                <Fact term="Lines">{order.subtotal.to_string()}</Fact>
                {order.discount.as_ref().map(discount_fact)}
                <Fact term="Shipping">{order.shipping.to_string()}</Fact>
                <Fact term="Total" total=true>{order.total.to_string()}</Fact>
                <Fact term=format!("Tax contained, {percent}")>{order.tax.to_string()}</Fact>
                {(order.refunded.minor > 0).then(|| view! { <Fact term="Refunded">{order.refunded.to_string()}</Fact> })}
            </Facts>
        </Card>
    }
    .into_any()
}

fn customer(order: &Order) -> AnyView {
    let (name, email) = (order.address.name.clone(), order.email.to_string());
    let account = order.user.map(|user| format!("/admin/customers/{user}"));
    let others = format!("/admin/orders?q={email}");
    let who = match account {
        Some(href) => view! { <a class="link" href=href>{name}</a> }.into_any(),
        None => view! { {name}<span class="muted">" · guest"</span> }.into_any(),
    };
    view! {
        <Card title="Customer">
            <div class="stack stack-sm small">
                <p>{who}</p>
                <p><a class="link" href=format!("mailto:{email}")>{email.clone()}</a></p>
                <p><a class="link" href=others>"All orders with this address"</a></p>
            </div>
        </Card>
    }
    .into_any()
}

/// The lines of a postal address.
pub fn address_lines(address: Address) -> Vec<AnyView> {
    let town =
        [address.postal_code.unwrap_or_default(), address.city, address.state.unwrap_or_default()].join(" ");
    let lines = [
        Some(address.name),
        address.company,
        Some(address.street),
        address.street2,
        Some(town.trim().to_owned()),
        Some(address.country.to_string()),
        address.phone,
    ];
    let lines = lines.into_iter().flatten().filter(|line| !line.is_empty());
    lines.map(|line| view! { {line}<br /> }.into_any()).collect()
}

/// What of a payment a gift card pays, with the way to it.
fn by_gift_card(payment: &Payment) -> Option<AnyView> {
    let share = payment.gift_card.as_ref()?;
    let (href, amount) = (format!("/admin/gift-cards/{}", share.card), share.amount.to_string());
    Some(view! { <Fact term="By gift card"><a class="link" href=href>{amount}</a></Fact> }.into_any())
}

fn payment(payment: Payment) -> AnyView {
    let gift_card = by_gift_card(&payment);
    view! {
        <div class="stack stack-sm">
            <div class="between">
                <span class="small">{payment.method_label}</span>
                {payment_badge(payment.status)}
            </div>
            <Facts>
                <Fact term="Asked for">{payment.amount.to_string()}</Fact>
                {gift_card}
                <Fact term="Captured">{payment.captured.to_string()}</Fact>
                <Fact term="Refunded">{payment.refunded.to_string()}</Fact>
                <Fact term="Gateway">{payment.gateway}</Fact>
                <Fact term="Reference">{payment.gateway_reference.unwrap_or_default()}</Fact>
            </Facts>
        </div>
    }
    .into_any()
}
