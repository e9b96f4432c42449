use super::{
    api::{Refusal, Trouble},
    state::CheckoutState,
};
use crate::components::{Button, ButtonSize, IconName, Notice, TextArea, Tone};
use contracts::orders::CheckoutDraft;
use leptos::prelude::*;

/// The end of the form: a last look, a note, and the button with the amount.
pub(super) fn pay_bar(state: CheckoutState, draft: &CheckoutDraft) -> AnyView {
    let note = state.value("note", &draft.note);
    let pending = Signal::derive(move || state.form.pending().get() || state.pricing.get());
    let has_note = !note.is_empty();
    let label = move || {
        let due = state.figures.with(|figures| figures.due);
        if due.minor == 0 { "Place the order".to_owned() } else { ["Pay ", &due.to_string()].concat() }
    };
    view! {
        <section class="stack pt-6" aria-label="Review and pay">
            <details open=has_note>
                <summary class="link w-max list-none [&::-webkit-details-marker]:hidden">"Add a note"</summary>
                <div class="pt-3">
                    <TextArea name="draft[note]" label="Note for us" optional=true rows=2 maxlength=1000 value=note />
                </div>
            </details>
            {refusal(state)}
            <Button size=ButtonSize::Large wide=true icon=IconName::Lock pending=pending>{label}</Button>
            <p class="sr-only" role="status">{move || state.form.pending().get().then_some("Your payment is being made. Please wait.")}</p>
            <p class="small muted">"Paying places the order. Prices include tax."</p>
        </section>
    }
    .into_any()
}

/// Why nothing was bought, beside the button that was pressed; takes the focus.
fn refusal(state: CheckoutState) -> AnyView {
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let (true, Some(place)) = (state.refusal.with(Option::is_some), place.get()) {
            // Without focus the message is still announced.
            drop(place.focus());
        }
    });
    view! {
        <div node_ref=place tabindex="-1" class="outline-none">
            {move || state.refusal.get().map(notice)}
        </div>
    }
    .into_any()
}

fn notice(refusal: Refusal) -> AnyView {
    let (tone, title) = match refusal.trouble {
        Trouble::TotalChanged => (Tone::Warning, "The total changed"),
        Trouble::OutOfStock => (Tone::Warning, "Not everything is there any more"),
        Trouble::Declined => (Tone::Danger, "The payment was declined"),
        Trouble::Failed => (Tone::Danger, "The order was not placed"),
    };
    let to_cart = refusal.trouble == Trouble::OutOfStock;
    view! {
        <Notice tone title>
            <p>{refusal.message}</p>
            {to_cart.then(|| view! { <p><a class="link" href="/cart">"Change the cart"</a></p> })}
        </Notice>
    }
    .into_any()
}
