//! Choices one can see at once: radio cards, and the quantity stepper.
use leptos::html;
use leptos::prelude::*;

use super::{Icon, IconName};

/// One card of [`RadioCards`].
#[derive(Clone, Debug, Default)]
pub struct RadioOption {
    /// What is posted.
    pub value: String,
    /// First line.
    pub label: String,
    /// Second line, muted; may be empty.
    pub hint: String,
    /// At the end of the first line, as a price; may be empty.
    pub aside: String,
    /// Cannot be chosen (sold out, not delivered there).
    pub disabled: bool,
}

/// One of a few, as cards in a fieldset: delivery methods, payment methods, saved addresses, sizes.
#[component]
pub fn RadioCards(
    #[prop(into)] name: String,
    #[prop(into)] legend: String,
    options: Vec<RadioOption>,
    /// The value chosen at first.
    #[prop(optional, into)]
    value: String,
    /// Small boxes side by side instead of full-width cards: sizes and other options.
    #[prop(optional)]
    compact: bool,
    #[prop(optional)] required: bool,
    #[prop(optional, into)] error: MaybeProp<String>,
    #[prop(optional, into)] on_change: Option<Callback<String>>,
) -> impl IntoView {
    let error_id = ["f-", &name, "-error"].concat();
    let described = error_id.clone();
    let cards: Vec<_> =
        options.into_iter().map(|option| card(option, &name, &value, required, on_change)).collect();
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend class="field-label">{legend}</legend>
            <div class=if compact { "choice-row" } else { "choice-list" }>{cards}</div>
            <p class="field-error" id=error_id aria-live="polite">{move || error.get()}</p>
        </fieldset>
    }
}

fn card(
    option: RadioOption,
    name: &str,
    chosen: &str,
    required: bool,
    on_change: Option<Callback<String>>,
) -> AnyView {
    let checked = option.value == chosen;
    let value = option.value.clone();
    let tell = move |_| {
        if let Some(tell) = on_change {
            tell.run(value.clone());
        }
    };
    view! {
        <label class="choice">
            <input
                type="radio"
                name=name.to_owned()
                value=option.value
                checked=checked
                required=required
                disabled=option.disabled
                on:change=tell
            />
            <span class="choice-label">{option.label}</span>
            {(!option.aside.is_empty()).then(|| view! { <span class="choice-aside">{option.aside}</span> })}
            {(!option.hint.is_empty()).then(|| view! { <span class="choice-hint">{option.hint}</span> })}
        </label>
    }
    .into_any()
}

/// A number between `min` and `max` with buttons to step it; a plain number field without scripts.
#[component]
pub fn QuantityStepper(
    #[prop(into)] name: String,
    /// Read aloud, as "Quantity of Morning Mug".
    #[prop(into)]
    label: String,
    #[prop(default = 1)] value: u32,
    #[prop(default = 1)] min: u32,
    #[prop(default = 99)] max: u32,
    /// Called with the new number, kept between `min` and `max`.
    #[prop(optional, into)]
    on_change: Option<Callback<u32>>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    let settle = move |wanted: u32| {
        let wanted = wanted.clamp(min, max);
        if let Some(input) = node.get_untracked() {
            input.set_value(&wanted.to_string());
        }
        if let Some(tell) = on_change {
            tell.run(wanted);
        }
    };
    let current = move || node.get_untracked().and_then(|input| input.value().parse().ok()).unwrap_or(value);
    view! {
        <div class="stepper">
            <button type="button" aria-label="One less" on:click=move |_| settle(current().saturating_sub(1))>
                <Icon name=IconName::Minus />
            </button>
            <input
                node_ref=node
                type="number"
                inputmode="numeric"
                name=name
                value=value.to_string()
                min=min.to_string()
                max=max.to_string()
                aria-label=label
                on:change=move |_| settle(current())
            />
            <button type="button" aria-label="One more" on:click=move |_| settle(current().saturating_add(1))>
                <Icon name=IconName::Plus />
            </button>
        </div>
    }
}
