//! What every answer tells the browser to refuse. The nonce of the policy is minted here, before the
//! page that carries it is rendered.

mod payment_hosts;

pub use payment_hosts::PaymentHosts;

use super::Settings;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use std::sync::Arc;

/// The nonce of this response's Content-Security-Policy.
#[derive(Clone)]
pub struct CspNonce(pub String);

const FIXED: [(HeaderName, &str); 5] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "geolocation=(), camera=(), microphone=(), payment=(self \"https://js.stripe.com\")",
    ),
];

/// Sets the headers; a handler's own value stays.
pub async fn set(State(settings): State<Arc<Settings>>, mut request: Request, next: Next) -> Response {
    let nonce = platform::ids::token();
    let path = request.uri().path().to_owned();
    request.extensions_mut().insert(CspNonce(nonce.clone()));
    request.extensions_mut().insert(settings.shop.face());
    let mut response = next.run(request).await;
    // A 304 lets the browser keep what it has: its page carries the former nonce, so does its policy.
    let keep_policy = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    for (name, value) in FIXED {
        or_insert(headers, name, value);
    }
    or_insert(headers, header::REFERRER_POLICY, referrer_policy(&path));
    if settings.no_index {
        or_insert(headers, HeaderName::from_static("x-robots-tag"), "noindex, nofollow");
    }
    if !keep_policy {
        or_insert(headers, header::CONTENT_SECURITY_POLICY, &policy(&settings, &path, &nonce));
    }
    if settings.secure {
        or_insert(headers, header::STRICT_TRANSPORT_SECURITY, "max-age=63072000; includeSubDomains; preload");
    }
    let html =
        headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    if html || path.starts_with("/api/") {
        or_insert(headers, header::CACHE_CONTROL, "no-store");
    }
    response
}

/// Addresses that are secrets themselves are told to nobody.
fn referrer_policy(path: &str) -> &'static str {
    let secret = [
        "/account/reset",
        "/account/verify",
        "/account/email",
        "/account/sso/",
        "/admin/sso/",
        "/account/app",
        "/oauth/",
        "/orders/",
        "/checkout/",
    ]
    .iter()
    .any(|prefix| path.starts_with(prefix));
    if secret { "same-origin" } else { "strict-origin-when-cross-origin" }
}

fn policy(settings: &Settings, path: &str, nonce: &str) -> String {
    let none = PaymentHosts::default();
    // Only where one pays.
    let also = settings.stripe.as_ref().filter(|_| path == "/checkout").unwrap_or(&none);
    let reload = if settings.live_reload { " ws:" } else { "" };
    format!(
        "default-src 'none'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'; \
         form-action 'self'{form}; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'{script}; \
         style-src 'self' 'nonce-{nonce}'; style-src-attr 'unsafe-inline'; img-src 'self' data:{img}; \
         font-src 'self'; media-src 'self' https:; connect-src 'self'{connect}{reload}; manifest-src 'self'; worker-src 'none'; \
         frame-src 'self'{frame}",
        form = also.forms,
        script = also.scripts,
        img = also.pictures,
        connect = also.connections,
        frame = also.frames,
    )
}

fn or_insert(headers: &mut HeaderMap, name: HeaderName, value: &str) {
    if let (false, Ok(value)) = (headers.contains_key(&name), HeaderValue::from_str(value)) {
        headers.insert(name, value);
    }
}
