//! The storefront's header: the same for everybody until the browser has asked who is looking.

use super::{nav::category_links, use_categories};
use crate::{
    components::{Icon, IconName, Wordmark},
    visitor::use_visitor,
};
use leptos::{html, prelude::*};
use leptos_router::hooks::use_location;

/// Name, collections, search, account, cart.
#[component]
pub fn SiteHeader(
    /// Opens the search.
    searching: RwSignal<bool>,
) -> impl IntoView {
    let search = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        searching.set(true);
    };
    view! {
        <header class="site-header">
            <div class="container site-header-line">
                {menu()}
                <a class="flex items-center min-h-11 shrink-0" href="/"><Wordmark /></a>
                <nav class="site-nav only-wide lg:flex ps-6" aria-label="Collections">{category_links(use_categories(), "")}</nav>
                <div class="site-tools">
                    <a class="btn btn-quiet btn-icon" href="/search" aria-haspopup="dialog" on:click=search>
                        <Icon name=IconName::Search class="icon-lg" /><span class="sr-only">"Search"</span>
                    </a>
                    {account()}
                    {cart()}
                </div>
            </div>
        </header>
    }
}

/// The collections on phones; a native disclosure, closed again after each change of place.
fn menu() -> AnyView {
    let node = NodeRef::<html::Details>::new();
    let place = use_location().pathname;
    Effect::new(move |before: Option<()>| {
        place.track();
        if let Some(details) = node.get_untracked().filter(|_| before.is_some()) {
            details.set_open(false);
        }
    });
    let link = "block py-2.5 text-xl font-display no-underline";
    view! {
        <details class="only-narrow" node_ref=node>
            <summary class="btn btn-quiet btn-icon list-none -ms-2">
                <Icon name=IconName::Menu class="icon-lg" /><span class="sr-only">"Menu"</span>
            </summary>
            <nav class="absolute inset-x-0 top-full container py-4 bg-bg border-b border-line shadow-over max-h-[calc(100dvh-4rem)] overflow-auto" aria-label="Menu">
                <a class=link href="/shop">"All products"</a>
                {category_links(use_categories(), link)}
                <hr class="my-3" />
                <a class="block py-2.5 no-underline" href="/account">"Account"</a>
                <a class="block py-2.5 no-underline" href="/orders/find">"Find an order"</a>
            </nav>
        </details>
    }
    .into_any()
}

fn account() -> AnyView {
    let visitor = use_visitor();
    let greeting = move || {
        visitor
            .name()
            .map(|name| view! { <span class="hidden md:inline small">{["Hello, ", &name].concat()}</span> })
    };
    view! {
        <a class="btn btn-quiet px-2.5" href="/account">
            <Icon name=IconName::User class="icon-lg" /><span class="sr-only">"Account"</span>
            {greeting}
        </a>
    }
    .into_any()
}

fn cart() -> AnyView {
    let visitor = use_visitor();
    let badge = move || {
        let units = visitor.units();
        (units > 0).then(|| view! { <span class="count" aria-hidden="true">{units}</span> })
    };
    let words = move || match visitor.units() {
        0 => String::new(),
        1 => "One item in your cart".to_owned(),
        units => [&units.to_string(), " items in your cart"].concat(),
    };
    view! {
        <a class="btn btn-quiet btn-icon cart-button" href="/cart">
            <Icon name=IconName::Cart class="icon-lg" /><span class="sr-only">"Cart"</span>
            {badge}
        </a>
        <span class="sr-only" role="status">{words}</span>
    }
    .into_any()
}
