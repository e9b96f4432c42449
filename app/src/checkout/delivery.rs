use super::{
    section::section,
    state::{CheckoutState, update},
    words,
};
use crate::components::{RadioCards, RadioOption};
use contracts::shipping::Rate;
use leptos::prelude::*;

/// How it is sent. Follows the country; the choice itself does not draw the list anew, so that the
/// keyboard keeps its place.
pub(super) fn delivery(state: CheckoutState) -> AnyView {
    let rates =
        Memo::new(move |_| state.figures.with(|figures| (figures.rates.clone(), figures.country.is_empty())));
    let content = move || match rates.get() {
        (rates, unknown) if rates.is_empty() => nowhere(unknown),
        (rates, _) => choice(state, &rates),
    };
    section("Delivery", None, Signal::stored(false), view! { {content} }.into_any())
}

fn choice(state: CheckoutState, rates: &[Rate]) -> AnyView {
    let options = rates.iter().map(|rate| RadioOption {
        value: rate.method.to_string(),
        label: rate.name.clone(),
        hint: words::days(rate),
        aside: words::price(rate.price),
        disabled: false,
    });
    let value = state.figures.with_untracked(|figures| figures.method.map(|method| method.to_string()));
    view! {
        <div class="stack">
        <RadioCards name="draft[shipping_method]" legend="How it is sent" options=options.collect() value=value.unwrap_or_default() error=state.form.error("shipping_method") />
            {update(state, "Update the total")}
        </div>
    }
    .into_any()
}

fn nowhere(unknown: bool) -> AnyView {
    let text = if unknown {
        "Choose the country above to see ways and prices."
    } else {
        "We have no way to send this cart to that country."
    };
    view! { <p class="muted" role="status">{text}</p> }.into_any()
}
