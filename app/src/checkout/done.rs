use crate::{
    components::{ButtonKind, Card, LinkButton},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
    orders::{
        api::{OrderView, load_order},
        order_lines, order_skeleton, order_totals,
        words::address_lines,
    },
    visitor::use_visitor,
};
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// The thanks after a purchase.
pub struct DonePage;

lazy_page!(DonePage, checkout, done_page);

fn done_page() -> AnyView {
    let params = use_params_map();
    let number = move || params.with(|params| params.get("number").unwrap_or_default());
    let order = page_resource(number, load_order);
    let visitor = use_visitor();
    // The cart is empty now.
    Effect::new(move |_| visitor.refresh());
    view! {
        <Title text="Thank you" />
        {loaded(order, order_skeleton, |order| thanks(&order))}
    }
    .into_any()
}

fn thanks(order: &OrderView) -> AnyView {
    let name = order.address.name.split(' ').next().unwrap_or_default();
    let title = ["Thank you, ", name].concat();
    let href = [if order.signed_in { "/account/orders/" } else { "/orders/" }, &order.number].concat();
    view! {
        <div class="with-aside">
            <div class="stack stack-lg">
                <div class="stack stack-sm">
                    <p class="muted tnum">"Order "{order.number.clone()}</p>
                    <h1 class="wrap-anywhere">{title}</h1>
                    <p class="lead wrap-anywhere">"Your order stands. A confirmation is on its way to "{order.email.clone()}"."</p>
                </div>
                {what_next(order)}
                <div class="cluster no-print">
                    <LinkButton href=href>"See the order"</LinkButton>
                    <LinkButton href="/shop" kind=ButtonKind::Secondary>"Go on looking around"</LinkButton>
                </div>
                {(!order.signed_in).then(register)}
            </div>
            <aside class="summary-panel stack" aria-label="Your order">
                <h2>"Your order"</h2>
                {order_lines(&order.items)}
                {order_totals(order)}
            </aside>
        </div>
    }
    .into_any()
}

fn what_next(order: &OrderView) -> AnyView {
    let lines = address_lines(&order.address, &order.country).into_iter();
    let lines: Vec<_> = lines.map(|line| view! { <span class="block">{line}</span> }).collect();
    view! {
        <section class="grid-2">
            <div class="stack stack-sm">
                <h2 class="font-sans text-base font-semibold">"What happens next"</h2>
                <p>"We pack it and write to you with the tracking number as soon as it leaves."</p>
                <p class="small muted">"No mail within a few minutes? Please look into the spam folder."</p>
            </div>
            <div class="stack stack-sm">
                <h2 class="font-sans text-base font-semibold">{order.shipping_method.clone()}" to"</h2>
                <address class="not-italic wrap-anywhere">{lines}</address>
            </div>
        </section>
    }
    .into_any()
}

fn register() -> AnyView {
    view! {
        <div class="no-print">
            <Card title="Keep your address for next time">
                <div class="stack">
                    <p class="muted">"With an account the checkout fills itself in, and your orders stand in one place."</p>
                    <div><LinkButton href="/register" kind=ButtonKind::Secondary>"Create an account"</LinkButton></div>
                </div>
            </Card>
        </div>
    }
    .into_any()
}
