use super::{api::CheckoutView, section::section, state::CheckoutState};
use crate::{account::address_fields::problem, components::TextField};
use leptos::prelude::*;

/// Who buys: an e-mail address is all that is needed.
pub(super) fn contact(state: CheckoutState, view: &CheckoutView) -> AnyView {
    let email = state.value("email", &view.draft.email);
    let entered = Some(email.clone()).filter(|email| problem("email", email, None).is_none());
    let errors = state.errors;
    let content = view! {
        <div class="stack">
            {(!view.signed_in).then(|| view! {
                <p class="muted">"No account needed. You have one? "<a class="link" href="/login?next=/checkout">"Log in"</a></p>
            })}
            <TextField
                id="f-email"
                name="draft[email]"
                label="E-mail"
                ty="email"
                inputmode="email"
                autocomplete="email"
                hint="For the confirmation and news of your parcel"
                required=true
                value=email
                error=errors.at("email")
                on_input=move |text: String| errors.typed("email", &text, None)
                on_blur=move |text: String| errors.left("email", &text, None)
            />
        </div>
    };
    section("Contact", entered, errors.any(&["email"]), content.into_any())
}
