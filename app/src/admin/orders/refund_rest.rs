use super::api::{OrderPage, RefundRest as SendRest};
use crate::{
    admin::patterns::{Confirm, FormMessage, act},
    components::{Button, ButtonKind, IconName},
    form::ActionForm,
    second_factor::OneTimeCode,
};
use contracts::{Money, OrderId, orders::OrderStatus};
use leptos::prelude::*;
use uuid::Uuid;

/// What a cancelled order's payment still holds and nothing is sending back; `None` when there is none.
pub fn left_behind(page: &OrderPage) -> Option<Money> {
    if page.order.status != OrderStatus::Cancelled {
        return None;
    }
    let mut left = page.payments.iter().filter_map(|payment| payment.captured.minus(payment.refunded));
    left.find(|left| left.minor > 0)
}

/// Sends back what was left behind when the refund of a cancellation failed.
#[component]
pub fn RefundRest(order: OrderId, left: Money, key: Uuid) -> impl IntoView {
    let form = act::<SendRest>("Refund sent.");
    let refused = form.message().get_untracked().is_some();
    view! {
        <Confirm title="Refund the rest" icon=IconName::Refund open=refused>
            <p class="small">{format!("The order is cancelled, but {left} did not go back. The money goes to the card it came from.")}</p>
            <ActionForm action=form.action>
                <div class="stack">
                    <FormMessage message=form.message() />
                    <input type="hidden" name="order" value=order.to_string() />
                    <input type="hidden" name="key" value=key.to_string() />
                    <OneTimeCode id="rest-code" error=form.error("one_time_code") />
                    <div><Button kind=ButtonKind::Danger pending=form.pending()>{format!("Refund {left}")}</Button></div>
                </div>
            </ActionForm>
        </Confirm>
    }
    .into_any()
}
