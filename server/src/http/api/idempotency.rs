//! `Idempotency-Key` on every POST (draft-ietf-httpapi-idempotency-key-header): sent again, a request is
//! answered again and done once.

use super::{
    Answer, Settings,
    caller::{self, CART_TOKEN, is_base64url},
    problem::Refused,
    seal,
};
use axum::{
    body::{Body, Bytes, to_bytes},
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use contracts::identity::ClientInfo;
use http::{HeaderName, HeaderValue, Method, StatusCode, header::CONTENT_TYPE, request::Parts};
use platform::idempotency::{self, Claim};
use std::sync::Arc;

const KEY: HeaderName = HeaderName::from_static("idempotency-key");
const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");
const BODY_LIMIT: usize = 1024 * 1024;

/// Answers from what was kept, or keeps the answer.
pub async fn replay(State(shop): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    if request.method() != Method::POST || !request.headers().contains_key(KEY) {
        return next.run(request).await;
    }
    once(&shop, request, next).await.unwrap_or_else(IntoResponse::into_response)
}

async fn once(shop: &Settings, request: Request, next: Next) -> Answer<Response> {
    let (parts, body) = request.into_parts();
    let key = key(&parts)?;
    let too_long = |_| Refused::new(StatusCode::PAYLOAD_TOO_LARGE, "This is more than can be sent at once.");
    let body = to_bytes(body, BODY_LIMIT).await.map_err(too_long)?;
    let client = client(&parts);
    let address = parts.uri.path().to_owned();
    let wish = seal::Request { client: &client, address: &address, key: &key, body: &body };
    match idempotency::claim(&shop.idempotency, &wish.id(), &wish.fingerprint())
        .await
        .map_err(|error| failed(&error))?
    {
        Claim::First => {
            let response = next.run(Request::from_parts(parts, Body::from(body.clone()))).await;
            keep(shop, &wish, response).await
        }
        Claim::Running => Err(Refused::new(
            StatusCode::CONFLICT,
            "The first request with this Idempotency-Key is still being worked on.",
        )),
        Claim::Mismatch => Err(Refused::field("Idempotency-Key", "This key was used for another request.")),
        Claim::Answered { status, body } => again(status, wish.open(body)),
    }
}

/// Keeps the answer, unless trying again may lead to another one.
async fn keep(shop: &Settings, wish: &seal::Request<'_>, response: Response) -> Answer<Response> {
    let status = response.status();
    let (parts, body) = response.into_parts();
    let body = to_bytes(body, usize::MAX).await.unwrap_or_default();
    // 202 is no end: who asks again is told how far it is by now.
    let passing = [
        StatusCode::ACCEPTED,
        StatusCode::UNAUTHORIZED,
        StatusCode::FORBIDDEN,
        StatusCode::TOO_MANY_REQUESTS,
    ];
    let sealed = wish.seal(&body).filter(|_| !status.is_server_error() && !passing.contains(&status));
    let kept = match sealed {
        Some(sealed) => idempotency::keep(&shop.idempotency, &wish.id(), status.as_u16(), &sealed).await,
        None => idempotency::forget(&shop.idempotency, &wish.id()).await,
    };
    if let Err(error) = kept {
        // What was asked for is done: the answer matters more than its copy.
        failed(&error);
    }
    Ok(Response::from_parts(parts, Body::from(body)))
}

fn again(status: u16, body: Option<Vec<u8>>) -> Answer<Response> {
    let status = StatusCode::from_u16(status).unwrap_or(StatusCode::OK);
    let body = body.map(Bytes::from).ok_or_else(contracts::Error::internal)?;
    let kind = if status.is_success() { "application/json" } else { "application/problem+json" };
    let mut response =
        (status, [(REPLAYED, HeaderValue::from_static("true"))], Body::from(body.clone())).into_response();
    if !body.is_empty() {
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    }
    Ok(response)
}

fn key(parts: &Parts) -> Answer<String> {
    let key = parts.headers.get(KEY).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let fits = (16..=255).contains(&key.len()) && key.bytes().all(is_base64url);
    let message = "An Idempotency-Key has 16 to 255 letters, digits, - or _; a UUID is a good one.";
    if fits { Ok(key.to_owned()) } else { Err(Refused::field("Idempotency-Key", message)) }
}

/// Whose keys these are: two clients may choose the same. A shopper whose token was replaced meanwhile is
/// the same client.
fn client(parts: &Parts) -> String {
    let account = caller::account(&parts.extensions).map(|account| account.as_str().to_owned());
    let address = || parts.extensions.get::<ClientInfo>().and_then(|client| client.address.clone());
    let client = account.or_else(address).unwrap_or_default();
    let cart = parts.headers.get(CART_TOKEN).and_then(|value| value.to_str().ok());
    format!("{client} {}", cart.unwrap_or_default())
}

fn failed(error: &sqlx::Error) -> Refused {
    platform::failure("gateway", error).into()
}
