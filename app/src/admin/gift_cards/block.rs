use super::api::BlockGiftCard;
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, ButtonKind, IconName},
    form::ActionForm,
    second_factor::OneTimeCode,
};
use contracts::GiftCardId;
use leptos::prelude::*;

/// Blocks a card, or lets one that is blocked pay again.
#[component]
pub fn Block(card: GiftCardId, is_blocked: bool) -> impl IntoView {
    let form = act::<BlockGiftCard>(if is_blocked { "Gift card unblocked." } else { "Gift card blocked." });
    let refused = form.message().get_untracked().is_some();
    let (title, text, verb, kind) = words(is_blocked);
    view! {
        <Confirm title icon=IconName::Lock open=refused>
            <p class="small">{text}</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=card.to_string() />
                    <input type="hidden" name="is_blocked" value=(!is_blocked).to_string() />
                    <OneTimeCode id="block-code" error=form.error("one_time_code") />
                    <div><Button kind pending=form.pending()>{verb}</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}

fn words(is_blocked: bool) -> (&'static str, &'static str, &'static str, ButtonKind) {
    if is_blocked {
        let text = "Whoever has the code can pay with what is left on it.";
        return ("Let it pay again", text, "Unblock card", ButtonKind::Secondary);
    }
    let text = "It pays nothing from now on; what is on it stays there, and it can be unblocked.";
    ("Block the card", text, "Block card", ButtonKind::Danger)
}
