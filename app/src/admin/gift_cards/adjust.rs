use super::api::AdjustGiftCard;
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, IconName, SelectField, TextField},
    form::ActionForm,
    second_factor::OneTimeCode,
};
use contracts::{GiftCardId, Money};
use leptos::prelude::*;
use uuid::Uuid;

/// Puts more on a card, or takes some off.
#[component]
pub fn Adjust(card: GiftCardId, balance: Money, key: Uuid) -> impl IntoView {
    let form = act::<AdjustGiftCard>("Balance changed.");
    let refused = form.message().get_untracked().is_some();
    let ways = [("add", "Put on"), ("take", "Take off")];
    let ways = ways.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    view! {
        <Confirm title="Change the balance" icon=IconName::Refund open=refused>
            <p class="small">{format!("{balance} are on the card. It can be emptied, but not be taken below nothing.")}</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="id" value=card.to_string() />
                    <input type="hidden" name="key" value=key.to_string() />
                    <input type="hidden" name="currency" value=balance.currency.code() />
                    <div class="field-row">
                        <SelectField name="direction" label="What to do" options=ways value=form.value("direction", "add") error=form.error("direction") />
                        <TextField name="amount" label="Amount" required=true inputmode="decimal" value=form.value("amount", "") error=form.error("amount") />
                    </div>
                    <TextField name="reason" label="Reason" required=true maxlength=500 hint="It stays in the movements, with your name." value=form.value("reason", "") error=form.error("reason") />
                    <OneTimeCode id="adjust-code" error=form.error("one_time_code") />
                    <div><Button pending=form.pending()>"Change balance"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
