//! The emulator's address: every request passes the dice, the key, and then does what it asks for.

use super::{
    Stripe,
    answers::{Answer, Expand},
    idempotency::Verdict,
    ledger::Form,
    mischief::Fate,
    pages, webhooks,
};
use anyhow::Result;
use axum::{
    body::{Body, Bytes},
    extract::{OriginalUri, RawQuery, State},
    http::{HeaderMap, Method, StatusCode, header},
    response::{IntoResponse, Response},
};
use std::{io, net::SocketAddr};
use tokio::net::TcpListener;

/// Serves the emulator on a free port.
///
/// # Errors
/// When no port is free.
pub async fn serve(stripe: Stripe) -> Result<SocketAddr> {
    let listener = TcpListener::bind("127.0.0.1:0").await?;
    let addr = listener.local_addr()?;
    tokio::spawn(serve_on(stripe, listener));
    Ok(addr)
}

/// Serves the emulator there: its API, its pages for payers and its stand-in for Stripe.js.
///
/// # Errors
/// When the listener fails.
pub async fn serve_on(stripe: Stripe, listener: TcpListener) -> Result<()> {
    stripe.books().ledger.address = format!("http://{}", listener.local_addr()?);
    let router = pages::router().fallback(answer).with_state(stripe);
    Ok(axum::serve(listener, router).await?)
}

async fn answer(
    State(stripe): State<Stripe>,
    method: Method,
    OriginalUri(uri): OriginalUri,
    RawQuery(query): RawQuery,
    headers: HeaderMap,
    body: Bytes,
) -> Response {
    let key = headers.get("idempotency-key").and_then(|key| key.to_str().ok()).unwrap_or_default();
    if !is_authorised(&headers) {
        let message = "You did not provide an API key.";
        return respond(&Answer::error(401, "invalid_request_error", message), false);
    }
    let fate = draw(&stripe);
    if fate == Fate::Throttles {
        return respond(&Answer::error(429, "invalid_request_error", "Request rate limit exceeded."), false);
    }
    if method == Method::GET {
        return respond(&read(&stripe, uri.path(), &form(query.unwrap_or_default().as_bytes())), false);
    }
    // Parameters are compared, not bytes: their order means nothing.
    let request = format!("{} {:?}", uri.path(), form(&body));
    match take(&stripe, key, &request) {
        Verdict::Again(answer) => return respond(&answer, true),
        Verdict::Refused(answer) => return respond(&answer, false),
        Verdict::New => {}
    }
    let done = write(&stripe, uri.path(), &form(&body), fate);
    stripe.books().keep(key, &request, &done);
    webhooks::send_new(&stripe);
    if fate == Fate::Drops { dropped() } else { respond(&done, false) }
}

/// Any secret key is good.
fn is_authorised(headers: &HeaderMap) -> bool {
    let authorization = headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
    authorization.and_then(|value| value.strip_prefix("Bearer sk_")).is_some()
}

fn draw(stripe: &Stripe) -> Fate {
    let mut books = stripe.books();
    let mischief = books.mischief.clone();
    mischief.fate(&mut books.chance)
}

fn take(stripe: &Stripe, key: &str, request: &str) -> Verdict {
    if key.is_empty() { Verdict::New } else { stripe.books().take(key, request) }
}

/// Does it; a call that is to fail was done or not: an answer of 500 leaves that open at Stripe too.
fn write(stripe: &Stripe, path: &str, form: &Form, fate: Fate) -> Answer {
    if form.keys().any(|name| name.starts_with("payment_method_types")) {
        return Answer::types_are_gone();
    }
    let failed = || Answer::error(500, "api_error", "An unknown error occurred.");
    if fate == Fate::FailsInVain {
        return failed();
    }
    let mut books = stripe.books();
    let books = &mut *books;
    let (ledger, chance) = (&mut books.ledger, &mut books.chance);
    let done = match path.split('/').skip(1).collect::<Vec<_>>()[..] {
        ["v1", "payment_intents"] => ledger.create(form, chance),
        ["v1", "payment_intents", id, "capture"] => ledger.capture(id, form, chance),
        ["v1", "payment_intents", id, "cancel"] => ledger.cancel(id, chance),
        ["v1", "refunds"] => ledger.refund(form, chance),
        ["v1", "checkout", "sessions"] => ledger.create_session(form, chance),
        ["v1", "checkout", "sessions", id, "expire"] => ledger.expire_session(id, &Expand::of(form), chance),
        _ => return Answer::missing(path),
    };
    if fate == Fate::Fails { failed() } else { done }
}

fn read(stripe: &Stripe, path: &str, form: &Form) -> Answer {
    let books = stripe.books();
    let (ledger, expand) = (&books.ledger, Expand::of(form));
    match path.split('/').skip(1).collect::<Vec<_>>()[..] {
        ["v1", "payment_intents"] => {
            let mut intents: Vec<_> = ledger.intents.values().collect();
            intents.sort_by_key(|intent| (intent.created, intent.id.clone()));
            Answer::list(intents.into_iter().map(|intent| intent.json(&expand)).collect(), form, path)
        }
        ["v1", "payment_intents", id] => {
            let intent = ledger.intents.get(id);
            intent.map_or_else(|| Answer::missing(id), |intent| Answer::ok(intent.json(&expand)))
        }
        ["v1", "refunds"] => {
            let wanted = form.get("payment_intent");
            let refunds =
                ledger.refunds.values().filter(|refund| wanted.is_none_or(|id| *id == refund.intent));
            Answer::list(refunds.map(super::Refund::json).collect(), form, path)
        }
        ["v1", "refunds", id] => {
            ledger.refunds.get(id).map_or_else(|| Answer::missing(id), |refund| Answer::ok(refund.json()))
        }
        ["v1", "checkout", "sessions", id] => ledger.session(id, &expand),
        ["v1", "events"] => Answer::list(ledger.events.clone(), form, path),
        _ => Answer::missing(path),
    }
}

pub(super) fn form(body: &[u8]) -> Form {
    let decode = |text: &str| percent_decode(&text.replace('+', " "));
    let text = String::from_utf8_lossy(body);
    text.split('&')
        .filter_map(|pair| pair.split_once('='))
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

fn percent_decode(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((&first, after)) = rest.split_first() {
        let code = after.get(..2).and_then(|code| hex::decode(code).ok()).filter(|_| first == b'%');
        if let Some(code) = code {
            bytes.extend(code);
            rest = &after[2..];
        } else {
            bytes.push(first);
            rest = after;
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// A value of a query string.
pub(super) fn percent_encode(text: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    text.bytes()
        .map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

pub(super) fn respond(answer: &Answer, replayed: bool) -> Response {
    let status = StatusCode::from_u16(answer.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let mut response =
        (status, [(header::CONTENT_TYPE, "application/json")], answer.body.to_string()).into_response();
    if replayed {
        response.headers_mut().insert("idempotent-replayed", header::HeaderValue::from_static("true"));
    }
    response
}

/// Begins an answer and cuts the connection.
fn dropped() -> Response {
    let cut = futures::stream::once(async { Err::<Bytes, _>(io::Error::other("cut")) });
    Response::new(Body::from_stream(cut))
}
