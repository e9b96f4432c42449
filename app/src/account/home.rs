use super::{
    api::{Overview, load_overview},
    frame::account_frame,
    order_list::order_rows,
    verification::unconfirmed,
};
use crate::{
    catalog::card::product_grid,
    components::{Card, SkeletonText},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::ProductCard;
use leptos::prelude::*;

/// The account's first page.
pub struct AccountPage;

lazy_page!(AccountPage, account, account_page);

fn account_page() -> AnyView {
    let overview = page_resource(|| (), |()| load_overview());
    let page = loaded(overview, || view! { <SkeletonText lines=8 /> }.into_any(), page);
    account_frame("Your account", "/account", page.into_any())
}

fn page(overview: Overview) -> AnyView {
    let first = overview.name.split(' ').next().unwrap_or_default();
    let greeting = ["Hello, ", first].concat();
    view! {
        <div class="stack stack-lg">
            <h1 class="wrap-anywhere">{greeting}</h1>
            {overview.unconfirmed.map(unconfirmed)}
            <div class="with-aside">
                <section class="stack">
                    <div class="between">
                        <h2>"Latest orders"</h2>
                        <a class="link" href="/account/orders">"All orders"</a>
                    </div>
                    {order_rows(overview.orders)}
                </section>
                <div class="stack">{address(overview.address)}{links()}</div>
            </div>
            {picked(overview.picked)}
        </div>
    }
    .into_any()
}

/// What the shopper may like.
fn picked(cards: Vec<ProductCard>) -> Option<AnyView> {
    if cards.is_empty() {
        return None;
    }
    let cards = product_grid(cards, 0);
    Some(
        view! {
            <section class="stack" aria-labelledby="picked">
                <h2 id="picked">"Picked for you"</h2>
                {cards}
            </section>
        }
        .into_any(),
    )
}

fn address(lines: Vec<String>) -> AnyView {
    let body = if lines.is_empty() {
        view! { <p class="muted">"Keep an address and the checkout fills itself in."</p> }.into_any()
    } else {
        let lines: Vec<_> =
            lines.into_iter().map(|line| view! { <span class="block">{line}</span> }).collect();
        view! { <address class="not-italic wrap-anywhere">{lines}</address> }.into_any()
    };
    view! {
        <Card title="Your address" actions=|| view! { <a class="link small" href="/account/addresses">"Addresses"</a> }>
            {body}
        </Card>
    }
    .into_any()
}

fn links() -> AnyView {
    view! {
        <Card title="Profile and security">
            <ul class="stack stack-sm" role="list">
                <li><a class="link" href="/account/profile">"Name and language"</a></li>
                <li><a class="link" href="/account/security">"Password and devices"</a></li>
            </ul>
        </Card>
    }
    .into_any()
}
