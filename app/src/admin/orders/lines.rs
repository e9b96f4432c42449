//! The lines of an order in forms that ship or refund some of them.

use contracts::{OrderItemId, orders::OrderItem};
use leptos::prelude::*;

/// How many units of a line are neither sent nor refunded.
pub fn unsent(item: &OrderItem) -> u32 {
    item.quantity.saturating_sub(item.shipped + item.refunded)
}

/// An order's line in a form: what it is, how many there may be, how many at first.
#[derive(Clone, Debug)]
pub struct LineChoice {
    /// Which.
    pub item: OrderItemId,
    /// Name and choices.
    pub text: String,
    /// At most.
    pub most: u32,
    /// At first.
    pub first: u32,
}

/// The lines with a number each.
#[component]
pub fn LineChoices(lines: Vec<LineChoice>, error: Signal<Option<String>>) -> impl IntoView {
    let rows: Vec<_> = lines
        .into_iter()
        .enumerate()
        .map(|(at, line)| {
            let label = format!("How many of {}", line.text);
            view! {
                <div class="between">
                    <span class="small">{line.text}</span>
                    <span class="cluster cluster-sm nowrap">
                        <input type="hidden" name=format!("lines[{at}][item]") value=line.item.to_string() />
                        <input class="input w-20" type="number" inputmode="numeric" min="0" max=line.most.to_string() name=format!("lines[{at}][quantity]") value=line.first.to_string() aria-label=label />
                        <span class="muted small">{format!("of {}", line.most)}</span>
                    </span>
                </div>
            }
        })
        .collect();
    view! {
        <div class="stack stack-sm">{rows}</div>
        <p class="field-error" aria-live="polite">{move || error.get()}</p>
    }
    .into_any()
}
