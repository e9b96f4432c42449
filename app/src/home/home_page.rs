use leptos::prelude::*;

/// What the shop opens on.
#[component]
pub fn HomePage() -> impl IntoView {
    view! { <h1>"Tradewind"</h1> }
}
