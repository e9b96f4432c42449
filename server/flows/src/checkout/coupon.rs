//! The code in a cart: what it takes off now, and entering one.

use super::{Parts, quote::quote};
use contracts::{
    Error, Money, Result, UserId,
    checkout::Quote,
    orders::{Cart, CartKey, CouponCustomer, CouponOffer},
};

/// What the code in the cart takes off; `None` without one.
pub(super) async fn offer(
    parts: &Parts,
    user: Option<UserId>,
    cart: &Cart,
    subtotal: Money,
) -> Result<Option<CouponOffer>> {
    let Some(code) = cart.coupon.clone().filter(|_| subtotal.minor > 0) else { return Ok(None) };
    let customer = CouponCustomer { user, email: cart.draft.email.parse().ok(), cart: cart.id };
    parts.orders.coupon_offer(code, subtotal, customer).await.map(Some)
}

/// Keeps a code that takes something off.
pub(super) async fn apply(parts: &Parts, key: CartKey, code: String) -> Result<Quote> {
    if code.trim().is_empty() {
        return Err(Error::field("code", "Please enter a code."));
    }
    let cart = parts.orders.cart(key.clone()).await?;
    let quoted = quote(parts, key.user, Cart { coupon: Some(code.clone()), ..cart }).await?;
    match &quoted.coupon {
        None => return Err(Error::field("code", "Your cart is empty.")),
        Some(CouponOffer::Refused { reason, .. }) => return Err(Error::field("code", reason)),
        Some(CouponOffer::Applies(_)) => {}
    }
    parts.orders.set_cart_coupon(key, Some(code)).await?;
    Ok(quoted)
}

/// Takes the code out.
pub(super) async fn remove(parts: &Parts, key: CartKey) -> Result<Quote> {
    let cart = parts.orders.set_cart_coupon(key.clone(), None).await?;
    quote(parts, key.user, cart).await
}
