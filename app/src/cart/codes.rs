//! Codes that lower what is to be paid for a cart.

use super::{
    api::{ApplyCoupon, ApplyGiftCard, RemoveCoupon, RemoveGiftCard},
    coupon::coupon_field,
    gift_card::gift_card_field,
};
use crate::form::FormState;
use contracts::{checkout::GiftCardPart, orders::CouponOffer};
use leptos::prelude::*;

/// What can be done with codes; only the cart's page loads it.
#[derive(Clone, Copy)]
pub struct Codes {
    /// Enters a discount code.
    pub coupon: FormState<ApplyCoupon>,
    /// Takes it out.
    pub no_coupon: FormState<RemoveCoupon>,
    /// Enters a gift card.
    pub gift_card: FormState<ApplyGiftCard>,
    /// Takes it out.
    pub no_gift_card: FormState<RemoveGiftCard>,
    /// Codes that were entered: a refused one leaves the page, with what was typed, as it is.
    entered: RwSignal<usize>,
}

impl Codes {
    /// Grows with each change.
    pub fn version(self) -> usize {
        let removed = self.no_coupon.action.version().get() + self.no_gift_card.action.version().get();
        removed + self.entered.get()
    }
}

/// The codes of this page.
pub fn use_codes() -> Codes {
    expect_context()
}

/// Makes the codes known to everything below.
pub fn provide_codes() -> Codes {
    let codes = Codes {
        coupon: FormState::new(),
        no_coupon: FormState::new(),
        gift_card: FormState::new(),
        no_gift_card: FormState::new(),
        entered: RwSignal::new(0),
    };
    provide_context(codes);
    count(codes.coupon.answer(), codes.entered);
    count(codes.gift_card.answer(), codes.entered);
    codes
}

/// Counts what the server took.
fn count(answer: Signal<Option<()>>, entered: RwSignal<usize>) {
    Effect::new(move |_| {
        if answer.get().is_some() {
            entered.update(|count| *count += 1);
        }
    });
}

/// The fields for codes, folded away unless one of them is in use.
pub fn code_fields(coupon: Option<&CouponOffer>, gift_card: Option<&GiftCardPart>) -> AnyView {
    let codes = use_codes();
    let typed = [codes.coupon.value("code", ""), codes.gift_card.value("gift", "")].concat();
    let open = coupon.is_some() || gift_card.is_some() || !typed.is_empty();
    view! {
        <details open=open>
            <summary class="link small w-max list-none [&::-webkit-details-marker]:hidden">"Discount code or gift card"</summary>
            <div class="stack pt-3">
                {coupon_field(coupon)}
                {gift_card_field(gift_card)}
            </div>
        </details>
    }
    .into_any()
}
