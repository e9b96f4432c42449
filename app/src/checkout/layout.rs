use crate::{components::Wordmark, lazy_page::lazy_page};
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::{components::Outlet, hooks::use_location};

/// The calm frame of buying: the name, the way back, nothing to get lost in.
pub struct CheckoutLayout;

lazy_page!(CheckoutLayout, checkout, checkout_layout);

fn checkout_layout() -> AnyView {
    let path = use_location().pathname;
    let way_back = move || {
        if path.get().starts_with("/checkout/done") {
            view! { <a class="link small" href="/">"To the shop"</a> }.into_any()
        } else {
            view! { <a class="link small" href="/cart">"Back to the cart"</a> }.into_any()
        }
    };
    let home = [crate::face::name().as_str(), ", to the shop"].concat();
    view! {
        <Meta name="robots" content="noindex" />
        <a class="skip-link" href="#main">"Skip to the content"</a>
        <header class="border-b border-line">
            <div class="container max-w-6xl between min-h-16">
                <a href="/" aria-label=home><Wordmark /></a>
                {way_back}
            </div>
        </header>
        <main id="main" tabindex="-1" class="container max-w-6xl section-tight outline-none">
            <Outlet />
        </main>
    }
    .into_any()
}
