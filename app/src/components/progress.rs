//! How far.
use leptos::prelude::*;

/// The steps of a process; `current` counts from 0, and `steps.len()` means all done.
#[component]
pub fn Progress(
    /// Read aloud, as "Checkout".
    #[prop(into)]
    label: String,
    steps: Vec<String>,
    current: usize,
) -> impl IntoView {
    let items: Vec<_> = steps
        .into_iter()
        .enumerate()
        .map(|(at, step)| {
            let now = (at == current).then_some("step");
            let state = if at < current { "done" } else { "open" };
            view! { <li data-state=state aria-current=now>{step}</li> }
        })
        .collect();
    view! { <ol class="progress" aria-label=label>{items}</ol> }
}

/// A thin bar: how near the cart is to free delivery. The text beside it says the same in words.
#[component]
pub fn Meter(#[prop(into)] label: String, value: i64, max: i64) -> impl IntoView {
    view! { <progress class="meter" aria-label=label value=value.to_string() max=max.max(1).to_string()></progress> }
}
