//! What the cart asks the server.

use super::HomeDelivery;
use crate::error::AppError;
use contracts::{
    Money, VariantId,
    catalog::ProductCard,
    checkout::{GiftCardPart, QuoteLine},
    orders::{CartLine, CouponOffer},
    shipping::Rate,
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// The cart as its page and the drawer show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CartView {
    /// The lines, priced.
    pub lines: Vec<QuoteLine>,
    /// What is no longer on sale; it can only be removed.
    pub gone: Vec<CartLine>,
    /// Gross sum of the lines.
    pub subtotal: Money,
    /// The code that was entered.
    pub coupon: Option<CouponOffer>,
    /// The gift card that was entered.
    pub gift_card: Option<GiftCardPart>,
    /// Delivery, once the country is known.
    pub rate: Option<Rate>,
    /// What it comes to as far as known.
    pub total: Money,
    /// What of it no gift card pays.
    pub due: Money,
    /// From when on delivery is free, and where.
    pub delivery: Option<HomeDelivery>,
    /// Two things that go with it.
    pub suggestions: Vec<ProductCard>,
}

/// The cart of whoever asks.
#[server]
pub async fn load_cart() -> Result<CartView, AppError> {
    let (services, key) = (crate::context::services()?, crate::context::shown_cart_key().await?);
    let quote = services.checkout.quote(key).await?;
    crate::context::keep_cart(quote.new_token.as_deref())?;
    Ok(super::read::view(&services, quote).await)
}

/// Puts units of a variant into the cart; answers the units in the cart. Leads to the cart where no
/// script can show it.
#[server]
pub async fn add_to_cart(variant: VariantId, quantity: u32) -> Result<u32, AppError> {
    let (services, key) = (crate::context::services()?, crate::context::cart_key().await?);
    let quantity = super::read::quantity(quantity)?;
    super::read::must_be_on_sale(&services, variant).await?;
    let cart = services.orders.add_to_cart(key, variant, quantity).await?;
    crate::context::keep_cart(cart.new_token.as_deref())?;
    super::read::show_cart_without_scripts();
    Ok(super::read::units(&cart))
}

/// Sets the units of a line, changed by `step`; none removes it. Answers the units in the cart.
#[server]
pub async fn set_cart_line(variant: VariantId, quantity: u32, step: Option<i32>) -> Result<u32, AppError> {
    let quantity = quantity.saturating_add_signed(step.unwrap_or(0)).min(contracts::Quantity::MAX);
    let (services, key) = (crate::context::services()?, crate::context::cart_key().await?);
    if quantity > 0 {
        super::read::must_be_on_sale(&services, variant).await?;
    }
    let cart = services.orders.set_cart_line(key, variant, quantity).await?;
    super::read::show_cart_without_scripts();
    Ok(super::read::units(&cart))
}

/// Enters a discount code.
#[server]
pub async fn apply_coupon(code: String) -> Result<(), AppError> {
    let (services, key) = (crate::context::services()?, crate::context::cart_key().await?);
    services.checkout.apply_coupon(key, code).await?;
    super::read::show_cart_without_scripts();
    Ok(())
}

/// Takes the discount code out.
#[server]
pub async fn remove_coupon() -> Result<(), AppError> {
    let (services, key) = (crate::context::services()?, crate::context::cart_key().await?);
    services.checkout.remove_coupon(key).await?;
    super::read::show_cart_without_scripts();
    Ok(())
}

/// Enters a gift card's code.
#[server]
pub async fn apply_gift_card(gift: String) -> Result<(), AppError> {
    let (services, key) = (crate::context::services()?, crate::context::cart_key().await?);
    services.checkout.apply_gift_card(key, gift).await?;
    super::read::show_cart_without_scripts();
    Ok(())
}

/// Takes the gift card out.
#[server]
pub async fn remove_gift_card() -> Result<(), AppError> {
    let (services, key) = (crate::context::services()?, crate::context::cart_key().await?);
    services.checkout.remove_gift_card(key).await?;
    super::read::show_cart_without_scripts();
    Ok(())
}
