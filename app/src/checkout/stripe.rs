//! Paying by Stripe. The card's number never comes here: with scripts it is entered into Stripe's Payment Element,
//! without them at Stripe's own page.

use super::state::CheckoutState;
use crate::components::{Icon, IconName};
use contracts::payments::{GatewayInfo, HOSTED_PAGE};
use leptos::{html, prelude::*};

/// Stripe's fields, and in their place, where there are no scripts, what happens instead.
pub(super) fn stripe(state: CheckoutState, gateway: &GatewayInfo) -> AnyView {
    let element = NodeRef::<html::Div>::new();
    let (key, script) = (gateway.publishable_key.clone(), gateway.script_url.clone());
    let amount = move || state.figures.with(|figures| figures.due.minor);
    let currency = state.figures.with_untracked(|figures| figures.total.currency.code().to_lowercase());
    let error = state.errors.at("payment_method");
    Effect::new(move |_| reload_without_script(element));
    view! {
        <div class="field">
            <div node_ref=element id="f-payment_method" class="pay-element" data-key=key data-script=script data-amount=amount data-currency=currency></div>
            {at_stripe_s_page()}
            <input type="hidden" name="payment_method" value=HOSTED_PAGE />
            <p class="field-error" id="card-error" role="alert"></p>
            <p class="field-error" aria-live="polite">{move || error.get()}</p>
        </div>
        <div class="contents" inner_html=mounting()></div>
    }
    .into_any()
}

fn at_stripe_s_page() -> AnyView {
    view! {
        <div class="pay-hosted notice">
            <Icon name=IconName::Lock class="icon-lg" />
            <div class="notice-body">
                <p class="notice-title">"You enter your card at Stripe"</p>
                <p>"Paying leads you to the page of Stripe, our payment provider, and back here. The order is placed once you have paid there."</p>
            </div>
        </div>
    }
    .into_any()
}

/// The script that mounts the element. A browser runs it where it comes with the page, and only there.
#[cfg(feature = "ssr")]
fn mounting() -> String {
    let nonce = leptos::nonce::use_nonce().map(|nonce| nonce.to_string()).unwrap_or_default();
    ["<script nonce=\"", &nonce, "\">", include_str!("payment_element.js"), "</script>"].concat()
}

#[cfg(not(feature = "ssr"))]
fn mounting() -> String {
    String::new()
}

/// Led here from another page, the browser has neither the script nor a policy that would let it load Stripe's.
fn reload_without_script(element: NodeRef<html::Div>) {
    if element.get().is_some_and(|place| !place.has_attribute("data-begun")) {
        // A reload that is refused leaves the page as it is; paying leads to Stripe's own page then.
        drop(window().location().reload());
    }
}
