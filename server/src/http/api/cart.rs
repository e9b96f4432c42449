//! Carts: a shopper's own, or a guest's that a token opens.

use super::{Answer, Settings, Shop, body::Sent, caller::Buyer, path::Named, text::Line};
use axum::{Json, extract::State};
use contracts::{
    Error, Money, Quantity, VariantId,
    catalog::VariantSnapshot,
    checkout::{GiftCardPart, Quote, QuoteLine},
    orders::{CartKey, CheckoutDraft, CouponOffer, Discount},
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A cart that was made.
#[derive(Serialize, ToSchema)]
pub struct NewCart {
    /// Send it as `Cart-Token`; it is told only once. None for a shopper: the session opens the cart.
    cart_token: Option<String>,
}

/// A cart at today's prices.
#[derive(Serialize, ToSchema)]
pub struct CartView {
    /// In the order they were added.
    lines: Vec<LineView>,
    /// Units in all lines.
    units: u32,
    /// Gross sum of the lines.
    subtotal: Money,
    /// The code that was entered.
    coupon: Option<CouponView>,
    /// The gift card that was entered.
    gift_card: Option<GiftCardView>,
}

/// A code, and what it takes off now.
#[derive(Serialize, ToSchema)]
pub struct CouponView {
    /// As it was entered.
    code: String,
    /// Gross; none when it takes nothing off now.
    discount: Option<Money>,
    /// Why it takes nothing off.
    reason: Option<String>,
}

impl From<CouponOffer> for CouponView {
    fn from(offer: CouponOffer) -> Self {
        match offer {
            CouponOffer::Applies(Discount { code, amount }) => {
                Self { code, discount: Some(amount), reason: None }
            }
            CouponOffer::Refused { code, reason } => Self { code, discount: None, reason: Some(reason) },
        }
    }
}

/// A gift card, and what it pays of the total as far as that is known.
#[derive(Serialize, ToSchema)]
pub struct GiftCardView {
    /// The last four characters of its code.
    ending: String,
    /// What is on it.
    balance: Money,
    /// What it pays.
    pays: Money,
}

impl From<GiftCardPart> for GiftCardView {
    fn from(part: GiftCardPart) -> Self {
        Self { ending: part.offer.ending, balance: part.offer.balance, pays: part.pays }
    }
}

/// A variant in a cart.
#[derive(Serialize, ToSchema)]
pub struct LineView {
    /// What it is.
    item: VariantSnapshot,
    /// How many are wanted.
    quantity: u32,
    /// Gross, all.
    subtotal: Money,
    /// How many can be had, at most `quantity` and a few more.
    available: u32,
}

impl From<QuoteLine> for LineView {
    fn from(line: QuoteLine) -> Self {
        Self { item: line.item, quantity: line.quantity, subtotal: line.subtotal, available: line.available }
    }
}

impl From<Quote> for CartView {
    fn from(quote: Quote) -> Self {
        Self {
            units: quote.units(),
            subtotal: quote.subtotal,
            coupon: quote.coupon.map(CouponView::from),
            gift_card: quote.gift_card.map(GiftCardView::from),
            lines: quote.lines.into_iter().map(LineView::from).collect(),
        }
    }
}

/// Units to put into a cart.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewLine {
    variant: VariantId,
    quantity: Quantity,
}

/// The units of a line.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LineChange {
    quantity: Quantity,
}

/// A discount code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewCoupon {
    code: Line,
}

/// A gift card's code.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewGiftCard {
    gift_card: Line,
}

/// A new cart.
#[utoipa::path(post, path = "/carts", tag = "cart",
    responses((status = 201, description = "The cart's token", body = NewCart)), security(("bearer" = ["shop"])))]
pub async fn create(State(shop): Shop, buyer: Buyer) -> Answer<(StatusCode, Json<NewCart>)> {
    let cart_token = if buyer.user().is_some() {
        None
    } else {
        let empty = CheckoutDraft::default();
        shop.services.orders.save_checkout_draft(CartKey::default(), empty).await?.new_token
    };
    Ok((StatusCode::CREATED, Json(NewCart { cart_token })))
}

/// The cart at today's prices.
#[utoipa::path(get, path = "/carts/current", tag = "cart",
    responses((status = 200, description = "The cart", body = CartView)), security(("bearer" = ["read"])))]
pub async fn show(State(shop): Shop, buyer: Buyer) -> Answer<Json<CartView>> {
    let key = buyer.cart_key(&shop).await?;
    priced(&shop, key).await
}

/// Adds units of a variant.
#[utoipa::path(post, path = "/carts/current/lines", tag = "cart", request_body = NewLine,
    responses((status = 200, description = "The cart", body = CartView)), security(("bearer" = ["shop"])))]
pub async fn add_line(State(shop): Shop, buyer: Buyer, Sent(line): Sent<NewLine>) -> Answer<Json<CartView>> {
    let key = buyer.cart_key(&shop).await?;
    must_be_sold(&shop, line.variant).await?;
    shop.services.orders.add_to_cart(key.clone(), line.variant, line.quantity).await?;
    priced(&shop, key).await
}

/// Sets the units of a variant.
#[utoipa::path(put, path = "/carts/current/lines/{variant}", tag = "cart", request_body = LineChange,
    params(("variant" = VariantId, Path, description = "The variant")),
    responses((status = 200, description = "The cart", body = CartView)), security(("bearer" = ["shop"])))]
pub async fn set_line(
    State(shop): Shop,
    buyer: Buyer,
    Named(variant): Named<VariantId>,
    Sent(change): Sent<LineChange>,
) -> Answer<Json<CartView>> {
    let key = buyer.cart_key(&shop).await?;
    must_be_sold(&shop, variant).await?;
    shop.services.orders.set_cart_line(key.clone(), variant, change.quantity.get()).await?;
    priced(&shop, key).await
}

/// Takes a variant out; one that is not in the cart is fine.
#[utoipa::path(delete, path = "/carts/current/lines/{variant}", tag = "cart",
    params(("variant" = VariantId, Path, description = "The variant")),
    responses((status = 200, description = "The cart", body = CartView)), security(("bearer" = ["shop"])))]
pub async fn remove_line(
    State(shop): Shop,
    buyer: Buyer,
    Named(variant): Named<VariantId>,
) -> Answer<Json<CartView>> {
    let key = buyer.cart_key(&shop).await?;
    shop.services.orders.set_cart_line(key.clone(), variant, 0).await?;
    priced(&shop, key).await
}

/// Enters a discount code in place of the one before; `422` tells why it takes nothing off.
#[utoipa::path(put, path = "/carts/current/coupon", tag = "cart", request_body = NewCoupon,
    responses((status = 200, description = "The cart", body = CartView)), security(("bearer" = ["shop"])))]
pub async fn set_coupon(
    State(shop): Shop,
    buyer: Buyer,
    Sent(coupon): Sent<NewCoupon>,
) -> Answer<Json<CartView>> {
    let key = buyer.cart_key(&shop).await?;
    Ok(Json(shop.services.checkout.apply_coupon(key, coupon.code.0).await?.into()))
}

/// Takes the discount code out.
#[utoipa::path(delete, path = "/carts/current/coupon", tag = "cart",
    responses((status = 200, description = "The cart", body = CartView)), security(("bearer" = ["shop"])))]
pub async fn remove_coupon(State(shop): Shop, buyer: Buyer) -> Answer<Json<CartView>> {
    let key = buyer.cart_key(&shop).await?;
    Ok(Json(shop.services.checkout.remove_coupon(key).await?.into()))
}

/// Enters a gift card in place of the one before; `422` tells why it pays nothing.
#[utoipa::path(put, path = "/carts/current/gift-card", tag = "cart", request_body = NewGiftCard,
    responses((status = 200, description = "The cart", body = CartView)), security(("bearer" = ["shop"])))]
pub async fn set_gift_card(
    State(shop): Shop,
    buyer: Buyer,
    Sent(card): Sent<NewGiftCard>,
) -> Answer<Json<CartView>> {
    let key = buyer.cart_key(&shop).await?;
    Ok(Json(shop.services.checkout.apply_gift_card(key, card.gift_card.0).await?.into()))
}

/// Takes the gift card out.
#[utoipa::path(delete, path = "/carts/current/gift-card", tag = "cart",
    responses((status = 200, description = "The cart", body = CartView)), security(("bearer" = ["shop"])))]
pub async fn remove_gift_card(State(shop): Shop, buyer: Buyer) -> Answer<Json<CartView>> {
    let key = buyer.cart_key(&shop).await?;
    Ok(Json(shop.services.checkout.remove_gift_card(key).await?.into()))
}

async fn priced(shop: &Settings, key: CartKey) -> Answer<Json<CartView>> {
    Ok(Json(shop.services.checkout.quote(key).await?.into()))
}

async fn must_be_sold(shop: &Settings, variant: VariantId) -> Answer<()> {
    let known = shop.services.catalog.variants(vec![variant]).await?;
    if known.iter().any(|item| item.on_sale) { Ok(()) } else { Err(Error::not_found("article").into()) }
}
