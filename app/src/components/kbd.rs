//! Keys to press.
use leptos::prelude::*;

/// One key, as "K" or "Ctrl".
#[component]
pub fn Kbd(key_name: &'static str) -> impl IntoView {
    view! { <kbd class="kbd">{key_name}</kbd> }
}
