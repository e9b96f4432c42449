//! Pages of public clients in browsers ask from their own origins (Fetch, 3.3). Which those are is told by the addresses
//! that these clients have: nobody else's page reads an answer. Cookies are never let through.

use crate::http::Settings;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use std::sync::Arc;

/// Seconds for which a browser need not ask again whether it may.
const KEPT: HeaderValue = HeaderValue::from_static("600");
/// What pages send to the API beside what any page may.
const SENT_TO_API: &str = "authorization, cart-token, content-type, idempotency-key, if-none-match";
/// What pages read of its answers beside what any page may.
const READ_OF_API: HeaderValue = HeaderValue::from_static(
    "etag, idempotency-replayed, location, ratelimit, ratelimit-policy, retry-after, x-request-id",
);

/// The page that may read an answer, by its origin: one of this client's, or of any where it is not known yet.
pub async fn page(
    settings: &Settings,
    origin: Option<HeaderValue>,
    client: Option<String>,
) -> Option<HeaderValue> {
    let origin = origin?;
    let text = origin.to_str().ok().filter(|text| *text != settings.base_url)?.to_owned();
    match settings.services.identity.is_app_origin(text, client).await {
        Ok(is_known) => is_known.then_some(origin),
        Err(error) => {
            tracing::error!(%error, "it is not known whose page this is, so it reads nothing");
            None
        }
    }
}

/// The answer, which this page may read.
pub fn shown(mut response: Response, page: Option<HeaderValue>) -> Response {
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("origin"));
    if let Some(page) = page {
        headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, page);
    }
    response
}

/// Whether a page may send a form: it says for which client in the form itself, so any app's page may.
pub async fn preflight(State(settings): State<Arc<Settings>>, headers: HeaderMap) -> Response {
    let page = page(&settings, headers.get(header::ORIGIN).cloned(), None).await;
    permitted(page, "POST", "content-type")
}

/// Lets the pages of apps use the API, which takes no cookie for a permission.
pub async fn share(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let origin = request.headers().get(header::ORIGIN).cloned();
    let page = page(&settings, origin, None).await;
    let asks_first = request.method() == Method::OPTIONS
        && request.headers().contains_key(header::ACCESS_CONTROL_REQUEST_METHOD);
    if asks_first && page.is_some() {
        return permitted(page, "GET, POST, PUT, PATCH, DELETE", SENT_TO_API);
    }
    let mut response = next.run(request).await;
    if page.is_some() {
        response.headers_mut().insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, READ_OF_API);
    }
    shown(response, page)
}

fn permitted(page: Option<HeaderValue>, methods: &'static str, headers: &'static str) -> Response {
    let mut response = StatusCode::NO_CONTENT.into_response();
    if page.is_some() {
        let told = response.headers_mut();
        told.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static(methods));
        told.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, HeaderValue::from_static(headers));
        told.insert(header::ACCESS_CONTROL_MAX_AGE, KEPT);
    }
    shown(response, page)
}
