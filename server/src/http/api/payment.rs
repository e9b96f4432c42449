//! How one pays: which gateway, and its challenge.

use super::{Answer, Shop, body::Sent, caller::Buyer, path::Named};
use axum::{Json, extract::State};
use contracts::{CheckoutId, checkout::Challenged, payments::GatewayInfo};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What a client has to know to get a `payment_method`.
#[derive(Serialize, ToSchema)]
pub struct HowToPay {
    /// `test`: a test card's number is the payment method. `stripe`: Stripe's library makes it of a card.
    gateway: String,
    /// Stripe's publishable key.
    publishable_key: Option<String>,
    /// Whether the amount is taken with the order; if not, at dispatch at the latest.
    captured_at_checkout: bool,
}

impl From<GatewayInfo> for HowToPay {
    fn from(info: GatewayInfo) -> Self {
        Self {
            gateway: info.gateway,
            publishable_key: info.publishable_key,
            captured_at_checkout: info.capture_at_checkout,
        }
    }
}

/// What the payer answers.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ChallengeAnswer {
    /// Whether it is really them.
    passed: bool,
}

/// Who takes the card.
#[utoipa::path(get, path = "/payment-gateway", tag = "checkout",
    responses((status = 200, description = "The gateway", body = HowToPay)), security((), ("bearer" = ["read"])))]
pub async fn gateway(State(shop): Shop) -> Answer<Json<HowToPay>> {
    Ok(Json(shop.services.payments.gateway().await?.into()))
}

/// Answers the test gateway's challenge, instead of the page that `action_required` leads to. With another
/// gateway its own library does that.
#[utoipa::path(post, path = "/checkout/{id}/challenge", tag = "checkout", request_body = ChallengeAnswer,
    params(("id" = CheckoutId, Path, description = "The checkout")),
    responses((status = 204, description = "It is answered: resume the checkout")), security(("bearer" = ["shop"])))]
pub async fn answer_challenge(
    State(shop): Shop,
    buyer: Buyer,
    Named(id): Named<CheckoutId>,
    Sent(answer): Sent<ChallengeAnswer>,
) -> Answer<StatusCode> {
    let run = Challenged::Checkout(id);
    shop.services.checkout.answer_challenge(buyer.run_key(), run, answer.passed).await?;
    Ok(StatusCode::NO_CONTENT)
}
