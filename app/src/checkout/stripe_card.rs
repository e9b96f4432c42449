//! Stripe's own card field: the number goes from the browser to Stripe and never to the shop.

use super::state::CheckoutState;
use leptos::{nonce::use_nonce, prelude::*};

/// Makes a payment method of the card before the form is sent, then sends it.
const SCRIPT: &str = r#"(() => {
  const place = document.getElementById("f-payment_method");
  const form = place.closest("form");
  const field = form.elements.payment_method;
  const stripe = Stripe(place.dataset.key);
  const card = stripe.elements().create("card", { hidePostalCode: true });
  const told = document.getElementById("card-error");
  card.mount(place);
  form.addEventListener("submit", async (event) => {
    if (event.submitter?.name === "intent" || field.value) {
      setTimeout(() => { field.value = ""; });
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    told.textContent = "";
    const made = await stripe.createPaymentMethod({ type: "card", card });
    if (made.error) { told.textContent = made.error.message; return; }
    field.value = made.paymentMethod.id;
    form.requestSubmit(event.submitter);
  }, true);
  window.tradewindCard = true;
})();"#;

/// Stripe's card field. Its script needs the policy of a page that was loaded from this address.
pub(super) fn stripe_card(state: CheckoutState, key: String) -> AnyView {
    Effect::new(move |_| {
        let mounted = js_sys::Reflect::has(&window(), &"tradewindCard".into()).unwrap_or(true);
        if !mounted {
            // A reload that is refused leaves the page as it is.
            drop(window().location().reload());
        }
    });
    let error = state.errors.at("payment_method");
    view! {
        <div class="field">
            <span class="field-label">"Card"</span>
            <div id="f-payment_method" class="input" data-key=key></div>
            <input type="hidden" name="payment_method" />
            <p class="field-error" id="card-error" aria-live="polite"></p>
            <p class="field-error" aria-live="polite">{move || error.get()}</p>
        </div>
        <script nonce=use_nonce() src="https://js.stripe.com/v3/"></script>
        <script nonce=use_nonce() inner_html=SCRIPT></script>
    }
    .into_any()
}
