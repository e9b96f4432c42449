//! Refuses state changes that another site's page started (CSRF): server functions have no defence of
//! their own.

use super::{Settings, oauth, refusal::refusal};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderMap, Method, StatusCode, header};
use std::sync::Arc;

/// Lets safe methods, webhooks and bearer keys pass; everything else must come from our own pages.
pub async fn check(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let upgrade = request.headers().contains_key(header::UPGRADE);
    let safe = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) && !upgrade;
    let path = request.uri().path();
    // None carries cookies' authority: webhooks are signed, machine clients send a key or a secret.
    let machine = path.starts_with("/webhooks/") || path.starts_with("/api/v1/");
    let keyed = machine || oauth::is_for_machines(path);
    if safe || keyed || comes_from_us(request.headers(), &settings.base_url) {
        return next.run(request).await;
    }
    refusal(
        StatusCode::FORBIDDEN,
        "This request came from another site, so nothing was changed. Please do it on the shop's own pages.",
    )
}

fn comes_from_us(headers: &HeaderMap, base_url: &str) -> bool {
    let text = |name| headers.get(name).and_then(|value: &http::HeaderValue| value.to_str().ok());
    let host = text(header::HOST).unwrap_or_default();
    let ours = |origin: &str| {
        origin == base_url
            || origin.split_once("://").is_some_and(|(_, authority)| !host.is_empty() && authority == host)
    };
    if let Some(origin) = text(header::ORIGIN) {
        return ours(origin);
    }
    if let Some(site) = headers.get("sec-fetch-site") {
        return site == "same-origin" || site == "none";
    }
    let referer = text(header::REFERER).unwrap_or_default();
    let end = referer.match_indices('/').nth(2).map_or(referer.len(), |(index, _)| index);
    ours(&referer[..end])
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::{HeaderName, HeaderValue};

    fn allowed(headers: &[(&'static str, &'static str)]) -> bool {
        let pairs = headers
            .iter()
            .map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
        comes_from_us(&pairs.collect(), "https://shop.example")
    }

    #[test]
    fn our_own_pages_may_change_things() {
        assert!(allowed(&[("origin", "https://shop.example")]));
        assert!(allowed(&[("host", "localhost:3000"), ("origin", "http://localhost:3000")]));
        assert!(allowed(&[("sec-fetch-site", "same-origin")]));
        assert!(allowed(&[("referer", "https://shop.example/cart?x=1")]));
    }

    #[test]
    fn other_sites_may_not() {
        assert!(!allowed(&[]));
        assert!(!allowed(&[("origin", "null")]));
        assert!(!allowed(&[("origin", "https://evil.example"), ("sec-fetch-site", "none")]));
        assert!(!allowed(&[("sec-fetch-site", "cross-site")]));
        assert!(!allowed(&[("sec-fetch-site", "same-site")]));
        assert!(!allowed(&[("referer", "https://shop.example.evil.example/")]));
    }
}
