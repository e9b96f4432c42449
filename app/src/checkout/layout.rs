use crate::components::Wordmark;
use leptos::prelude::*;
use leptos_meta::Meta;
use leptos_router::components::Outlet;

/// The calm frame of buying: the name, the way back, nothing to get lost in.
#[component]
pub(super) fn CheckoutLayout() -> impl IntoView {
    view! {
        <Meta name="robots" content="noindex" />
        <a class="skip-link" href="#main">"Skip to the content"</a>
        <header class="border-b border-line">
            <div class="container between min-h-16">
                <a href="/" aria-label="Tradewind, to the shop"><Wordmark /></a>
                <a class="link small" href="/cart">"Back to the cart"</a>
            </div>
        </header>
        <main id="main" tabindex="-1" class="container section-tight outline-none">
            <Outlet />
        </main>
    }
}
