//! What the checkout asks the server.

use crate::error::AppError;
use contracts::{
    CheckoutId, Money, PaymentId, ShippingMethodId,
    checkout::{GiftCardPart, QuoteLine},
    identity::SavedAddress,
    orders::{CheckoutDraft, CouponOffer},
    payments::GatewayInfo,
    shipping::{Country, Rate},
};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Instead of a saved address's id: the one in the form.
pub const ANOTHER_ADDRESS: &str = "other";

/// What the cart costs now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figures {
    /// The lines, priced.
    pub lines: Vec<QuoteLine>,
    /// Gross sum of the lines.
    pub subtotal: Money,
    /// The code in the cart.
    pub coupon: Option<CouponOffer>,
    /// Ways to ship to the country; empty while there is none.
    pub rates: Vec<Rate>,
    /// Where these lead to, as typed: none of them when it is not shipped there.
    pub country: String,
    /// The chosen one.
    pub method: Option<ShippingMethodId>,
    /// Gross shipping; unknown while there is no country.
    pub shipping: Option<Money>,
    /// The tax contained in the total.
    pub tax: Money,
    /// Its rate, basis points.
    pub tax_rate_bp: u32,
    /// What it comes to.
    pub total: Money,
    /// The gift card in the cart.
    pub gift_card: Option<GiftCardPart>,
    /// What of the total it does not pay.
    pub due: Money,
}

/// All that the page begins with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutView {
    /// What the cart costs.
    pub figures: Figures,
    /// What was typed before.
    pub draft: CheckoutDraft,
    /// Where is shipped to.
    pub countries: Vec<Country>,
    /// The shopper's address book.
    pub addresses: Vec<SavedAddress>,
    /// Which of these the draft is, or [`ANOTHER_ADDRESS`].
    pub chosen: String,
    /// Whether somebody is logged in.
    pub signed_in: bool,
    /// Who takes the card.
    pub gateway: GatewayInfo,
    /// Of this attempt.
    pub idempotency_key: String,
}

/// Why nothing was bought, and with what to try again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refusal {
    /// Of which kind.
    pub trouble: Trouble,
    /// In words.
    pub message: String,
    /// What the cart costs now.
    pub figures: Figures,
    /// Of the next attempt.
    pub idempotency_key: String,
}

/// Kinds of refusals.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Trouble {
    /// The total is another one than the shopper saw.
    TotalChanged,
    /// Lines cannot be had.
    OutOfStock,
    /// The card was refused.
    Declined,
    /// Something else.
    Failed,
}

/// What the form was answered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Answer {
    /// The browser is led on: to the bank, to the thanks, to the waiting room.
    LedOn,
    /// Nothing was to be bought yet; what was typed is kept.
    Kept(Box<Figures>),
    /// Nothing was bought.
    Refused(Box<Refusal>),
}

/// What became of a run that was left for the bank or is still being worked on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Resumed {
    /// The browser is led on.
    LedOn,
    /// It is being worked on.
    Pending,
    /// Nothing was bought, for this reason.
    Refused(String),
}

/// The checkout of whoever asks.
#[server]
pub async fn load_checkout() -> Result<CheckoutView, AppError> {
    let (services, session) = (crate::context::services()?, crate::context::shopper().await?);
    let key = crate::context::cart_key().await?;
    super::read::checkout(&services, session, key).await
}

/// Keeps what was typed and tells what it costs.
#[server]
pub async fn save_draft(draft: CheckoutDraft, saved: Option<String>) -> Result<Figures, AppError> {
    let services = crate::context::services()?;
    let draft = super::read::with_saved_address(&services, draft, saved).await?;
    let quote = services.checkout.save_draft(crate::context::cart_key().await?, draft).await?;
    Ok(super::read::figures(quote))
}

/// Buys, or with the `intent` to `update` only keeps what was typed.
#[server]
pub async fn pay(
    draft: CheckoutDraft,
    saved: Option<String>,
    payment_method: String,
    idempotency_key: String,
    expected_total: i64,
    intent: Option<String>,
) -> Result<Answer, AppError> {
    if intent.as_deref() == Some("update") {
        return Ok(Answer::Kept(Box::new(save_draft(draft, saved).await?)));
    }
    let draft = super::read::with_saved_address(&crate::context::services()?, draft, saved).await?;
    super::submit::submit(draft, payment_method, idempotency_key, expected_total).await
}

/// Goes on with a run of one's own that was left for the bank or is still being worked on.
#[server]
pub async fn resume(checkout: CheckoutId) -> Result<Resumed, AppError> {
    let key = crate::context::cart_key().await?;
    let outcome = crate::context::services()?.checkout.resume_own(key, checkout).await?;
    super::submit::resumed(outcome)
}

/// Answers the test bank's question about a payment of one's own.
#[server]
pub async fn answer_challenge(payment: PaymentId, passed: bool) -> Result<(), AppError> {
    let (key, run) = (crate::context::cart_key().await?, contracts::checkout::Challenged::Payment(payment));
    let checkout = crate::context::services()?.checkout.answer_challenge(key, run, passed).await?;
    crate::context::redirect(&format!("/checkout/return/{checkout}"));
    Ok(())
}
