use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The storefront's frame.
#[component]
pub fn ShopLayout() -> impl IntoView {
    view! {
        <main id="main">
            <Outlet />
        </main>
    }
}
