//! From the form to an outcome, and from an outcome to a page or to words. Server only.

use super::{
    api::{Answer, Refusal, Resumed, Trouble},
    read::{figures, new_key},
    words,
};
use crate::{context, error::AppError, orders};
use contracts::{
    CheckoutId, Email, Error, Money,
    checkout::{Outcome, Quote, Submit},
    orders::CheckoutDraft,
};
use leptos::prelude::use_context;

pub(super) async fn submit(
    draft: CheckoutDraft,
    payment_method: String,
    idempotency_key: String,
    expected_total: i64,
) -> Result<Answer, AppError> {
    let (services, key) = (context::services()?, context::cart_key().await?);
    let language = language().await?;
    let user = key.user;
    let network = context::request()?.client.network();
    let submit = Submit {
        key: key.clone(),
        user,
        draft,
        expected_total,
        payment_method,
        idempotency_key,
        language,
        network,
    };
    let outcome = services.checkout.submit(submit).await?;
    let (trouble, message) = match lead_on(outcome)? {
        Ended::LedOn => return Ok(Answer::LedOn),
        Ended::Trouble(trouble, outcome) => (trouble, outcome),
    };
    let quote = services.checkout.quote(key).await?;
    refuse(trouble, message.unwrap_or_else(|| words::short(&quote.lines)), quote)
}

/// What to do after the bank was asked or the machinery was waited for.
pub(super) fn resumed(outcome: Outcome) -> Result<Resumed, AppError> {
    if matches!(outcome, Outcome::Pending { .. }) {
        return Ok(Resumed::Pending);
    }
    Ok(match lead_on(outcome)? {
        Ended::LedOn => Resumed::LedOn,
        Ended::Trouble(_, message) => Resumed::Refused(message.unwrap_or_else(|| words::GONE.to_owned())),
    })
}

enum Ended {
    LedOn,
    /// Without words, the cart's lines tell them.
    Trouble(Trouble, Option<String>),
}

fn lead_on(outcome: Outcome) -> Result<Ended, AppError> {
    Ok(match outcome {
        Outcome::Placed { number, email } => {
            if let Ok(email) = email.parse::<Email>() {
                orders::read::remember(&number, &email)?;
            }
            context::redirect(&["/checkout/done/", &number].concat());
            Ended::LedOn
        }
        Outcome::ActionRequired { url, .. } => {
            leave_for(&url)?;
            Ended::LedOn
        }
        Outcome::Pending { checkout } => {
            wait_for(checkout);
            Ended::LedOn
        }
        Outcome::TotalChanged { total } => Ended::Trouble(Trouble::TotalChanged, Some(total_changed(total))),
        Outcome::OutOfStock { .. } => Ended::Trouble(Trouble::OutOfStock, None),
        Outcome::Declined { message } => Ended::Trouble(Trouble::Declined, Some(declined(&message))),
        Outcome::Failed { message } => Ended::Trouble(Trouble::Failed, Some(message)),
    })
}

fn wait_for(checkout: CheckoutId) {
    context::redirect(&format!("/checkout/return/{checkout}"));
}

/// To the shop's own page, or to the bank: the address is the gateway's, not the shopper's.
fn leave_for(url: &str) -> Result<(), AppError> {
    let request = context::request()?;
    // A shop that is reached without encryption is being developed, perhaps with an emulator of the gateway.
    let is_safe = url.starts_with("https://") || (!request.secure && url.starts_with("http://"));
    match url.strip_prefix(&*request.base_url) {
        Some(path) => context::redirect(path),
        None if is_safe && http::HeaderValue::from_str(url).is_ok() => {
            leptos_axum::redirect(url);
        }
        None => return Err(Error::internal().into()),
    }
    Ok(())
}

/// Of the mails: as the profile says, else the shop's.
async fn language() -> Result<String, AppError> {
    let Some(session) = context::shopper().await? else {
        return Ok(context::services()?.orders.shop().await?.locale.language);
    };
    Ok(context::services()?.identity.profile(session.actor()).await?.language)
}

/// A script gets the refusal as data; a plain form is sent back with it.
fn refuse(trouble: Trouble, message: String, quote: Quote) -> Result<Answer, AppError> {
    if is_plain_form() {
        return Err(Error::conflict(message).into());
    }
    let refusal = Refusal { trouble, message, figures: figures(quote), idempotency_key: new_key() };
    Ok(Answer::Refused(Box::new(refusal)))
}

/// The total is another one than the shopper saw.
fn total_changed(total: Money) -> String {
    format!(
        "The total is {total} now: prices, delivery or your cart changed. Please look at it and pay again."
    )
}

/// The card was refused.
fn declined(message: &str) -> String {
    [message.trim(), " You were not charged. Please try another card."].concat()
}

fn is_plain_form() -> bool {
    let accepts_page = |parts: http::request::Parts| {
        let accept = parts.headers.get(http::header::ACCEPT).and_then(|value| value.to_str().ok());
        accept.is_some_and(|accept| accept.contains("text/html"))
    };
    use_context::<http::request::Parts>().is_some_and(accepts_page)
}
