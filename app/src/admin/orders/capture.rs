use super::api::CapturePayment;
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, IconName},
    form::ActionForm,
};
use contracts::{Money, OrderId};
use leptos::prelude::*;

/// Takes the held amount.
#[component]
pub fn Capture(order: OrderId, total: Money) -> impl IntoView {
    let form = act::<CapturePayment>("Payment captured.");
    let refused = form.message().get_untracked().is_some();
    view! {
        <Confirm title="Capture the payment" icon=IconName::Card open=refused>
            <p class="small">{format!("{total} are held and will be taken now. Shipping takes them by itself, too.")}</p>
            <ActionForm action=form.action>
                <FormMessage message=form.message() />
                <input type="hidden" name="order" value=order.to_string() />
                <Button pending=form.pending()>{format!("Capture {total}")}</Button>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
