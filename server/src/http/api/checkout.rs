//! From a cart to an order.

use super::{
    Answer, Shop,
    body::Sent,
    caller::Buyer,
    cart::{CouponView, GiftCardView, LineView},
    path::Named,
    problem::Refused,
    text::{Language, Line, Note},
};
use axum::{Extension, Json, extract::State};
use contracts::{
    CheckoutId, Error, ErrorKind, Money, ShippingMethodId,
    checkout::{Outcome, Quote, Submit},
    identity::ClientInfo,
    orders::CheckoutDraft,
    shipping::{Country, Rate},
};
use http::{HeaderMap, StatusCode};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// What is known so far of contact, address and delivery; may be incomplete until it is bought.
#[derive(Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub struct Draft {
    email: Line,
    name: Line,
    company: Line,
    street: Line,
    street2: Line,
    city: Line,
    state: Line,
    postal_code: Line,
    /// ISO 3166-1 alpha-2.
    country: Line,
    phone: Line,
    /// One of the quote's rates; the cheapest when not given.
    shipping_method: Option<ShippingMethodId>,
    note: Note,
}

impl From<Draft> for CheckoutDraft {
    fn from(draft: Draft) -> Self {
        Self {
            email: draft.email.0,
            name: draft.name.0,
            company: draft.company.0,
            street: draft.street.0,
            street2: draft.street2.0,
            city: draft.city.0,
            state: draft.state.0,
            postal_code: draft.postal_code.0,
            country: draft.country.0,
            phone: draft.phone.0,
            shipping_method: draft.shipping_method,
            note: draft.note.0,
        }
    }
}

/// What the cart costs now, with delivery and tax.
#[derive(Serialize, ToSchema)]
pub struct QuoteView {
    /// The lines, priced.
    lines: Vec<LineView>,
    /// Gross sum of the lines.
    subtotal: Money,
    /// The code in the cart.
    coupon: Option<CouponView>,
    /// Ways to ship to the draft's country, cheapest first.
    rates: Vec<Rate>,
    /// The chosen one, or the cheapest.
    rate: Option<Rate>,
    /// Gross shipping.
    shipping: Money,
    /// The tax contained in the total.
    tax: Money,
    /// Its rate, basis points.
    tax_rate_bp: u32,
    /// What it comes to.
    total: Money,
    /// The gift card in the cart.
    gift_card: Option<GiftCardView>,
    /// What is to be paid now: all of the total that the gift card does not pay.
    due: Money,
}

impl From<Quote> for QuoteView {
    fn from(quote: Quote) -> Self {
        Self {
            due: quote.due(),
            gift_card: quote.gift_card.map(GiftCardView::from),
            lines: quote.lines.into_iter().map(LineView::from).collect(),
            subtotal: quote.subtotal,
            coupon: quote.coupon.map(CouponView::from),
            rates: quote.rates,
            rate: quote.rate,
            shipping: quote.shipping,
            tax: quote.tax,
            tax_rate_bp: quote.tax_rate_bp,
            total: quote.total,
        }
    }
}

/// The wish to buy.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Purchase {
    /// The payment provider's name for the card; with the test gateway a test card's number. Of no account when a gift
    /// card pays all.
    payment_method: Line,
    /// What was due in the last quote, minor units: anything else is asked about again.
    #[schema(minimum = 0)]
    expected_total: u64,
    /// Of the mails; the shop's when not given.
    #[serde(default)]
    language: Option<Language>,
}

/// Where is shipped to, and how addresses are written there.
#[utoipa::path(get, path = "/shipping/countries", tag = "checkout",
    responses((status = 200, description = "Countries by name", body = Vec<Country>)), security((), ("bearer" = ["read"])))]
pub async fn countries(State(shop): Shop) -> Answer<Json<Vec<Country>>> {
    Ok(Json(shop.services.shipping.countries().await?))
}

/// Keeps contact, address and delivery, and quotes again.
#[utoipa::path(put, path = "/checkout/draft", tag = "checkout", request_body = Draft,
    responses((status = 200, description = "What the cart costs now", body = QuoteView)), security(("bearer" = ["shop"])))]
pub async fn save_draft(
    State(shop): Shop,
    buyer: Buyer,
    Sent(draft): Sent<Draft>,
) -> Answer<Json<QuoteView>> {
    let key = buyer.cart_key(&shop).await?;
    Ok(Json(shop.services.checkout.save_draft(key, draft.into()).await?.into()))
}

/// What the cart costs now.
#[utoipa::path(get, path = "/checkout/quote", tag = "checkout",
    responses((status = 200, description = "Lines, delivery, tax, total", body = QuoteView)), security(("bearer" = ["read"])))]
pub async fn quote(State(shop): Shop, buyer: Buyer) -> Answer<Json<QuoteView>> {
    let key = buyer.cart_key(&shop).await?;
    Ok(Json(shop.services.checkout.quote(key).await?.into()))
}

/// Buys what is in the cart. `409` tells what is missing before that is possible.
#[utoipa::path(post, path = "/checkout", tag = "checkout", request_body = Purchase,
    responses(
        (status = 200, description = "Nothing was kept: declined, sold out, another total, failed", body = Outcome),
        (status = 201, description = "The order stands", body = Outcome),
        (status = 202, description = "The payer has to act, or it is being worked on: resume the checkout", body = Outcome),
    ), security(("bearer" = ["shop"])))]
pub async fn submit(
    State(shop): Shop,
    buyer: Buyer,
    client: Option<Extension<ClientInfo>>,
    headers: HeaderMap,
    Sent(purchase): Sent<Purchase>,
) -> Answer<(StatusCode, Json<Outcome>)> {
    let key = buyer.cart_key(&shop).await?;
    let draft = shop.services.orders.cart(key.clone()).await?.draft;
    let language = match purchase.language {
        Some(language) => language.0,
        None => shop.services.orders.shop().await?.locale.language,
    };
    let submit = Submit {
        key,
        user: buyer.user(),
        draft,
        expected_total: i64::try_from(purchase.expected_total).unwrap_or(i64::MAX),
        payment_method: purchase.payment_method.0,
        idempotency_key: attempt(&headers),
        language,
        network: client.and_then(|client| client.network()),
    };
    Ok(answer(shop.services.checkout.submit(submit).await.map_err(incomplete)?))
}

/// What came of a purchase so far; changes nothing.
#[utoipa::path(get, path = "/checkout/{id}", tag = "checkout", params(("id" = CheckoutId, Path, description = "The checkout")),
    responses(
        (status = 200, description = "Nothing was kept", body = Outcome),
        (status = 201, description = "The order stands", body = Outcome),
        (status = 202, description = "The payer has to act, or it is being worked on: ask again or resume it", body = Outcome),
    ), security(("bearer" = ["read"])))]
pub async fn show(
    State(shop): Shop,
    buyer: Buyer,
    Named(id): Named<CheckoutId>,
) -> Answer<(StatusCode, Json<Outcome>)> {
    Ok(answer(shop.services.checkout.outcome(buyer.run_key(), id).await?))
}

/// Goes on with a purchase where it stands still: after the payer has acted.
#[utoipa::path(post, path = "/checkout/{id}/resume", tag = "checkout", params(("id" = CheckoutId, Path, description = "The checkout")),
    responses(
        (status = 200, description = "Nothing was kept", body = Outcome),
        (status = 201, description = "The order stands", body = Outcome),
        (status = 202, description = "The payer has to act, or it is being worked on: resume it again", body = Outcome),
    ), security(("bearer" = ["shop"])))]
pub async fn resume(
    State(shop): Shop,
    buyer: Buyer,
    Named(id): Named<CheckoutId>,
) -> Answer<(StatusCode, Json<Outcome>)> {
    Ok(answer(shop.services.checkout.resume_own(buyer.run_key(), id).await?))
}

/// The key makes a repetition the same attempt, even after the kept answer was lost.
fn attempt(headers: &HeaderMap) -> String {
    let key = headers.get("idempotency-key").and_then(|value| value.to_str().ok());
    key.map_or_else(platform::ids::token, platform::ids::hash_token)
}

/// What is wrong with the draft is no fault of this request: the state does not allow it.
fn incomplete(error: Error) -> Refused {
    let of_the_draft = error.kind == ErrorKind::Invalid && error.for_field("payment_method").is_none();
    let refused = Refused::from(error);
    if of_the_draft { refused.with_status(StatusCode::CONFLICT) } else { refused }
}

fn answer(outcome: Outcome) -> (StatusCode, Json<Outcome>) {
    let status = match outcome {
        Outcome::Placed { .. } => StatusCode::CREATED,
        Outcome::ActionRequired { .. } | Outcome::Pending { .. } => StatusCode::ACCEPTED,
        _ => StatusCode::OK,
    };
    (status, Json(outcome))
}
