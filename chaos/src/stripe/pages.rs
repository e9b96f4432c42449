//! What payers see: the page of a Checkout Session, the bank's question, and the stand-in for Stripe.js. All
//! of them work without JavaScript but the last.

use super::{
    Stripe,
    answers::Answer,
    http::{form, percent_encode, respond},
    ledger::{Intent, now},
};
use axum::{
    Router,
    body::Bytes,
    extract::{Path, State},
    http::{StatusCode, header},
    response::{Html, IntoResponse, Redirect, Response},
    routing::{get, post},
};
use serde_json::json;

const SCRIPT: &str = include_str!("browser/stripe.js");
const CARD: &str = include_str!("browser/card.html");

pub(super) fn router() -> Router<Stripe> {
    Router::new()
        .route("/pay/{session}", get(show_session).post(pay))
        .route("/challenge/{intent}", get(show_challenge).post(answer_challenge))
        .route("/stripe.js", get(async || ([(header::CONTENT_TYPE, "text/javascript")], SCRIPT)))
        .route("/favicon.ico", get(async || StatusCode::NO_CONTENT))
        .route("/elements/card", get(async || Html(CARD)))
        .route("/v1/confirmation_tokens", post(tokenise))
}

/// What a card number does: <https://docs.stripe.com/testing>.
pub(super) fn method_of(card: &str) -> Option<&'static str> {
    let digits: String = card.chars().filter(char::is_ascii_digit).collect();
    match digits.as_str() {
        "4242424242424242" => Some("pm_card_visa"),
        "4000000000000002" => Some("pm_card_chargeDeclined"),
        "4000002500003155" | "4000002760003184" => Some("pm_card_authenticationRequired"),
        _ => None,
    }
}

async fn show_session(State(stripe): State<Stripe>, Path(id): Path<String>) -> Response {
    session_page(&stripe, &id, None)
}

fn session_page(stripe: &Stripe, id: &str, wrong: Option<&str>) -> Response {
    let session = stripe.books().ledger.sessions.get(id).filter(|session| session.is_open()).cloned();
    let Some(session) = session else {
        return (StatusCode::NOT_FOUND, page("Expired", "<p>This page has expired.</p>")).into_response();
    };
    let wrong = wrong.map(|text| format!("<p role=\"alert\">{text}</p>")).unwrap_or_default();
    let back =
        session.cancel_url.map(|url| format!("<p><a href=\"{}\">Back to the shop</a></p>", escape(&url)));
    let (amount, currency) = (decimal(session.amount), session.currency.to_uppercase());
    let body = format!(
        "<p>{amount} {currency}</p>{wrong}<form method=\"post\">\
         <label>Card number <input name=\"card\" inputmode=\"numeric\" autocomplete=\"cc-number\" required></label>\
         <button>Pay</button></form>{}",
        back.unwrap_or_default()
    );
    page("Pay the shop", &body).into_response()
}

async fn pay(State(stripe): State<Stripe>, Path(session): Path<String>, body: Bytes) -> Response {
    let Some(method) = form(&body).get("card").and_then(|card| method_of(card)) else {
        return session_page(&stripe, &session, Some("Your card number is invalid."));
    };
    match stripe.pay_session(&session, method) {
        Ok(intent) => match (intent.status.as_str(), &intent.last_error, &intent.return_url) {
            (_, Some(message), _) => session_page(&stripe, &session, Some(message)),
            ("requires_action", ..) => Redirect::to(&intent.challenge_url).into_response(),
            (.., Some(url)) => Redirect::to(url).into_response(),
            _ => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
        },
        Err(message) => session_page(&stripe, &session, Some(&message)),
    }
}

async fn show_challenge(Path(_): Path<String>) -> Html<String> {
    page(
        "Your bank",
        "<p>Is it you?</p><form method=\"post\"><button name=\"passed\" value=\"true\">Complete</button> \
         <button name=\"passed\" value=\"false\">Fail</button></form>",
    )
}

/// Answers the bank, then leads back: to the shop, or to the session's page when it has to be tried again.
async fn answer_challenge(State(stripe): State<Stripe>, Path(id): Path<String>, body: Bytes) -> Response {
    let passed = form(&body).get("passed").is_some_and(|passed| passed == "true");
    stripe.answer_challenge(&id, passed);
    let (intent, session) = {
        let books = stripe.books();
        (books.ledger.intents.get(&id).cloned(), books.ledger.session_of(&id).cloned())
    };
    let Some(intent) = intent else { return StatusCode::NOT_FOUND.into_response() };
    match (session, &intent.return_url) {
        (Some(session), _) if session.is_open() => Redirect::to(&session.url).into_response(),
        (Some(session), _) => Redirect::to(&session.success_url).into_response(),
        (None, Some(url)) => Redirect::to(&with_outcome(url, &intent, passed)).into_response(),
        (None, None) => page("Your bank", "<p>Thank you.</p>").into_response(),
    }
}

/// Stripe tells in the address what came of it; nobody may believe it.
fn with_outcome(url: &str, intent: &Intent, passed: bool) -> String {
    let status = if passed { "succeeded" } else { "failed" };
    let secret = percent_encode(&intent.client_secret());
    let separator = if url.contains('?') { '&' } else { '?' };
    format!(
        "{url}{separator}payment_intent={}&payment_intent_client_secret={secret}&redirect_status={status}",
        intent.id
    )
}

/// Makes a confirmation token of a card; asked by the stand-in for Stripe.js from the shop's page.
async fn tokenise(State(stripe): State<Stripe>, body: Bytes) -> Response {
    let form = form(&body);
    let is_known = form.get("key").is_some_and(|key| key.starts_with("pk_"));
    let method = form.get("card").and_then(|card| method_of(card));
    let answer = match (is_known, method) {
        (false, _) => Answer::error(401, "invalid_request_error", "Invalid API Key provided"),
        (true, None) => Answer::error(402, "card_error", "Your card number is invalid."),
        (true, Some(method)) => token(&stripe, method, form.get("return_url")),
    };
    let mut response = respond(&answer, false);
    response.headers_mut().insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, header::HeaderValue::from_static("*"));
    response
}

fn token(stripe: &Stripe, method: &str, return_url: Option<&String>) -> Answer {
    let token = stripe.tokenise(method);
    Answer::ok(json!({
        "id": token, "object": "confirmation_token", "created": now(), "expires_at": now() + 43_200,
        "livemode": false, "payment_intent": null, "return_url": return_url, "setup_future_usage": null,
        "setup_intent": null, "shipping": null, "use_stripe_sdk": false,
    }))
}

fn page(title: &str, body: &str) -> Html<String> {
    Html(format!(
        "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title}</title>\
         <style>body{{font:16px system-ui;max-width:24rem;margin:4rem auto}}</style>\
         <main><h1>{title}</h1>{body}</main></html>"
    ))
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('"', "&quot;").replace('<', "&lt;")
}

fn decimal(minor: i64) -> String {
    format!("{}.{:02}", minor / 100, minor % 100)
}
