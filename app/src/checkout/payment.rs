use super::{api::Figures, section::section, state::CheckoutState, stripe::stripe};
use crate::components::{Notice, TextField, Tone};
use contracts::payments::{GatewayInfo, PaymentKind, TEST_CARDS};
use leptos::prelude::*;

/// With what it is paid.
pub(super) fn payment(state: CheckoutState, gateway: &GatewayInfo) -> AnyView {
    let content = if gateway.gateway == "stripe" { stripe(state, gateway) } else { test_card(state) };
    let refused = refused(state, gateway);
    let gift_card = gift_card(state, gateway);
    let is_first = gateway.ways.first().is_some_and(|way| way.kind == PaymentKind::GiftCard);
    let (above, below) = if is_first { (Some(gift_card), None) } else { (None, Some(gift_card)) };
    section(
        "Payment",
        None,
        Signal::stored(false),
        view! {
            {above}
            {move || is_paid(state).then(all_paid)}
            {move || refused.get().map(|told| view! { <Notice tone=Tone::Warning title="This order cannot be paid by card">{told}</Notice> })}
            <div class:hidden=move || is_paid(state) || refused.with(Option::is_some)>{content}</div>
            {below}
        }
        .into_any(),
    )
}

/// Where a gift card is entered, while there is none and one may pay.
fn gift_card(state: CheckoutState, gateway: &GatewayInfo) -> AnyView {
    let way = gateway.way(PaymentKind::GiftCard);
    let is_offered = Memo::new(move |_| {
        state.figures.with(|figures| {
            figures.gift_card.is_none() && way.refusal(&figures.country, figures.total).is_none()
        })
    });
    let told = || {
        view! { <p class="small muted">"To pay all or a part with a gift card, "<a class="link" href="/cart">"enter it in your cart"</a>"."</p> }
    };
    view! { {move || is_offered.get().then(told)} }.into_any()
}

/// Whether a gift card pays all.
fn is_paid(state: CheckoutState) -> bool {
    state.figures.with(|figures| figures.due.minor == 0)
}

/// Why what is due cannot be paid by card, as far as the address is known.
fn refused(state: CheckoutState, gateway: &GatewayInfo) -> Memo<Option<String>> {
    let way = gateway.way(PaymentKind::Card);
    Memo::new(move |_| {
        let told = |figures: &Figures| way.refusal(&figures.country, figures.total);
        if is_paid(state) { None } else { state.figures.with(told) }
    })
}

fn all_paid() -> AnyView {
    view! {
        <Notice tone=Tone::Positive title="Your gift card pays for everything">
            <p>"No other means of payment is needed."</p>
        </Notice>
    }
    .into_any()
}

/// Expiry and code have no name: the test gateway does not look at them, so they are never sent.
fn test_card(state: CheckoutState) -> AnyView {
    view! {
        <div class="stack">
            <Notice tone=Tone::Info title="This shop takes test cards only">
                <p>"Nobody is charged. Try "<span class="tnum nowrap">"4242 4242 4242 4242"</span>" with any date and code."</p>
            </Notice>
            <TextField id="f-payment_method" name="payment_method" label="Card number" inputmode="numeric" autocomplete="cc-number" placeholder="4242 4242 4242 4242" required=true maxlength=30 error=state.errors.at("payment_method") on_input=move |text: String| state.errors.typed("payment_method", &text, None) />
            <div class="field-row">
                <TextField id="f-expiry" name="" label="Expiry" inputmode="numeric" autocomplete="cc-exp" placeholder="MM / YY" maxlength=7 />
                <TextField id="f-code" name="" label="Security code" inputmode="numeric" autocomplete="cc-csc" placeholder="123" maxlength=4 />
            </div>
            <details class="small">
                <summary class="link w-max list-none [&::-webkit-details-marker]:hidden">"Other test cards"</summary>
                <div class="pt-3">{test_cards()}</div>
            </details>
        </div>
    }
    .into_any()
}

fn test_cards() -> AnyView {
    let cards = TEST_CARDS.map(|(number, what)| {
        view! { <li><span class="tnum nowrap">{in_fours(number)}</span>" "<span class="muted">{what}</span></li> }
    });
    view! { <ul role="list" class="stack stack-sm small">{cards.into_iter().collect_view()}</ul> }.into_any()
}

fn in_fours(number: &str) -> String {
    let digits: Vec<char> = number.chars().collect();
    digits.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    #[test]
    fn card_numbers_are_read_in_groups_of_four() {
        assert_eq!(super::in_fours("4242424242424242"), "4242 4242 4242 4242");
    }
}
