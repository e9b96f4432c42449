use super::{
    api::RefundLines,
    lines::{LineChoice, LineChoices},
};
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, ButtonKind, Checkbox, IconName, TextField},
    form::ActionForm,
    second_factor::OneTimeCode,
};
use contracts::orders::Order;
use leptos::prelude::*;
use uuid::Uuid;

/// Sends money back for lines, and an extra amount if wanted.
#[component]
pub fn RefundForm(order: Order, key: Uuid) -> impl IntoView {
    let Order { id, items, total, refunded, shipping, .. } = order;
    let form = act::<RefundLines>("Refund sent.");
    let refused = form.message().get_untracked().is_some();
    let lines: Vec<_> = items.iter().filter(|item| item.refunded < item.quantity).collect();
    let lines = lines.into_iter().map(|item| LineChoice {
        item: item.id,
        text: format!("{} {} · {} each", item.name, item.choices, item.paid_for(1)),
        most: item.quantity - item.refunded,
        first: 0,
    });
    let lines = lines.collect();
    let left = total.minus(refunded).unwrap_or(total);
    view! {
        <Confirm title="Refund" icon=IconName::Refund open=refused>
            <p class="small">{format!("The money goes back to the card it came from, at most {left}. The customer is told by mail.")}</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="order" value=id.to_string() />
                    <input type="hidden" name="key" value=key.to_string() />
                    <input type="hidden" name="currency" value=total.currency.code() />
                    <LineChoices lines error=form.error("lines") />
                    <div class="field-row">
                        <TextField name="extra" label="Beyond the lines" optional=true inputmode="decimal" hint=format!("For example the shipping, {shipping}.") value=form.value("extra", "") error=form.error("extra") />
                        <TextField id="refund-reason" name="reason" label="Reason" required=true value=form.value("reason", "") error=form.error("reason") />
                    </div>
                    <Checkbox name="restock" label="The units return to stock" checked=true />
                    <OneTimeCode id="refund-code" error=form.error("one_time_code") />
                    <div><Button kind=ButtonKind::Danger pending=form.pending()>"Send refund"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
