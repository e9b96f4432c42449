use leptos::prelude::*;

/// The cart.
#[component]
pub fn CartPage() -> impl IntoView {
    view! { <h1>"Cart"</h1> }
}
