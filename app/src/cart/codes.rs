//! Codes that lower what is to be paid for a cart.

use super::{coupon::coupon_field, gift_card::gift_card_field, use_cart};
use contracts::{checkout::GiftCardPart, orders::CouponOffer};
use leptos::prelude::*;

/// The fields for codes, folded away unless one of them is in use.
pub fn code_fields(coupon: Option<&CouponOffer>, gift_card: Option<&GiftCardPart>) -> AnyView {
    let cart = use_cart();
    let typed = [cart.coupon.value("code", ""), cart.gift_card.value("gift", "")].concat();
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
