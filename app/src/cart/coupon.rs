//! The discount code of a cart: what it takes off, and the field for it.

use super::codes::use_codes;
use crate::components::{Button, ButtonKind, ButtonSize, Fact, TextField};
use crate::form::ActionForm;
use contracts::{
    Money,
    orders::{CouponOffer, Discount},
};
use leptos::prelude::*;

/// What a code takes off, as a line of what something costs.
pub fn discount_fact(discount: &Discount) -> AnyView {
    let (term, off) = (["Discount ", &discount.code].concat(), taken_off(discount.amount));
    view! { <Fact term=term>{off}</Fact> }.into_any()
}

/// The line of the code in a cart: what it takes off, or why it takes nothing.
pub fn offer_fact(offer: &CouponOffer) -> AnyView {
    match offer {
        CouponOffer::Applies(discount) => discount_fact(discount),
        CouponOffer::Refused { code, reason } => {
            let (term, reason) = (["Code ", code].concat(), reason.clone());
            view! { <Fact term=term><span class="text-warning">{reason}</span></Fact> }.into_any()
        }
    }
}

/// An amount that lowers what is to be paid.
pub(super) fn taken_off(amount: Money) -> String {
    Money::new(-amount.minor, amount.currency).to_string()
}

/// The field for a code, or the way to take out the one that takes something off.
pub fn coupon_field(offer: Option<&CouponOffer>) -> AnyView {
    match offer {
        Some(CouponOffer::Applies(_)) => removal(),
        Some(CouponOffer::Refused { code, .. }) => field(code),
        None => field(""),
    }
}

fn field(code: &str) -> AnyView {
    let form = use_codes().coupon;
    let value = form.value("code", code);
    view! {
        <div class="stack stack-sm">
            {(!code.is_empty()).then(removal)}
            <ActionForm action=form.action>
                <div class="stack stack-sm">
                    <TextField id="coupon-code" name="code" label="Discount code" optional=true maxlength=100 value error=form.error("code") />
                    <div><Button kind=ButtonKind::Secondary size=ButtonSize::Small pending=form.pending()>"Apply"</Button></div>
                </div>
            </ActionForm>
        </div>
    }
    .into_any()
}

fn removal() -> AnyView {
    view! {
        <ActionForm action=use_codes().no_coupon.action>
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small>"Remove the code"</Button>
        </ActionForm>
    }
    .into_any()
}
