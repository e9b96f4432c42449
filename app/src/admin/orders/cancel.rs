use super::api::EndOrder;
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, ButtonKind, IconName, TextField},
};
use contracts::OrderId;
use leptos::prelude::*;

/// Cancels an order that was not sent.
#[component]
pub fn Cancel(order: OrderId) -> impl IntoView {
    let form = act::<EndOrder>("Order cancelled.");
    let refused = form.message().get_untracked().is_some();
    view! {
        <Confirm title="Cancel the order" icon=IconName::Close open=refused>
            <p class="small">"The payment is released or refunded in full, the units return to stock, and the customer is told by mail. This cannot be undone."</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="order" value=order.to_string() />
                    <TextField id="cancel-reason" name="reason" label="Reason" hint="The customer reads it." required=true value=form.value("reason", "") error=form.error("reason") />
                    <div><Button kind=ButtonKind::Danger pending=form.pending()>"Cancel order"</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
