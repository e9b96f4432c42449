use super::api::EndOrder;
use crate::{
    admin::patterns::{Confirm, Deed, Reason, Why, act},
    components::IconName,
    form::ActionForm,
    second_factor::OneTimeCode,
};
use contracts::OrderId;
use leptos::prelude::*;

const WHY: Why =
    Why { name: "reason", label: "Reason", hint: "The customer reads it.", verb: "Cancel order" };

/// Cancels an order that was not sent.
#[component]
pub fn Cancel(order: OrderId) -> impl IntoView {
    let form = act::<EndOrder>("Order cancelled.");
    let code = form.error("one_time_code");
    let deed = Deed::new(form, vec![("order", order.to_string())]);
    view! {
        <Confirm title="Cancel the order" icon=IconName::Close open=deed.was_refused()>
            <p class="small">"The payment is released or refunded in full, the units return to stock, and the customer is told by mail. This cannot be undone."</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <OneTimeCode id="cancel-code" error=code />
                    <Reason deed why=WHY />
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
