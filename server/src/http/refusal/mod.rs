//! What the gateway says when it refuses by itself: RFC 9457 problem details with the request's id to
//! programs, a page to browsers.

mod page;

pub use page::{Frame, escape, framed};

use super::security_headers::CspNonce;
use app::face::Face;
use axum::{
    body::Body,
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use contracts::orders::ShopSettings;
use http::{
    HeaderMap, HeaderValue, Method, StatusCode,
    header::{ACCEPT, CONTENT_LENGTH, CONTENT_TYPE, RETRY_AFTER},
};

/// Seconds until it is worth asking again.
const SOON: HeaderValue = HeaderValue::from_static("5");

fn is_for_now(status: StatusCode) -> bool {
    matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS)
}

/// Remembered with a refusal's answer until it is known how to show it.
#[derive(Clone)]
struct Refusal {
    status: StatusCode,
    detail: String,
}

/// A refusal in words for a person. `503` and `429` say when to come back.
pub fn refusal(status: StatusCode, detail: &str) -> Response {
    let body = serde_json::json!({
        "type": "about:blank",
        "title": status.canonical_reason().unwrap_or("Refused"),
        "status": status.as_u16(),
        "detail": detail,
        "request_id": platform::request::current(),
    });
    let mut response = (status, Body::from(body.to_string())).into_response();
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if is_for_now(status) {
        headers.insert(RETRY_AFTER, SOON);
    }
    response.extensions_mut().insert(Refusal { status, detail: detail.to_owned() });
    response
}

/// Shows refusals as pages to those who prefer pages. Other headers stay: when to come back, what is left.
pub async fn show(request: Request, next: Next) -> Response {
    let by_program = request.uri().path().starts_with("/api/v1/") || !prefers_page(request.headers());
    let nonce = request.extensions().get::<CspNonce>().cloned();
    let face = request.extensions().get::<Face>().cloned();
    let repeatable = request.method() == Method::GET;
    let mut response = next.run(request).await;
    let refused = response.extensions_mut().remove::<Refusal>();
    if is_for_now(response.status()) {
        // A service that is busy does not say by itself when to come back.
        response.headers_mut().entry(RETRY_AFTER).or_insert(SOON);
    }
    if let (Some(refused), Some(CspNonce(nonce)), false) = (refused, nonce, by_program) {
        let shop = face.as_ref().map_or(ShopSettings::NAME, Face::name);
        let html = page::page(refused.status, &refused.detail, repeatable, &Frame { shop, nonce: &nonce });
        *response.body_mut() = Body::from(html);
        response.headers_mut().remove(CONTENT_LENGTH);
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8"));
    }
    response
}

fn prefers_page(headers: &HeaderMap) -> bool {
    let accept: Vec<_> = headers.get_all(ACCEPT).iter().filter_map(|value| value.to_str().ok()).collect();
    let accept = accept.join(",");
    quality(&accept, "text/html") > quality(&accept, "application/json")
}

/// How much a kind of answer is wanted, 0 to 1: what the most specific range says (RFC 9110, 12.5.1).
fn quality(accept: &str, kind: &str) -> f64 {
    let ranges = accept.split(',').filter_map(|range| {
        let mut parts = range.split(';').map(str::trim);
        let specificity = specificity(parts.next()?, kind)?;
        let weight = parts.find_map(|part| part.strip_prefix("q=")?.parse().ok());
        Some((specificity, weight.unwrap_or(1.0)))
    });
    ranges.max_by_key(|(specificity, _)| *specificity).map_or(0.0, |(_, weight)| weight)
}

fn specificity(range: &str, kind: &str) -> Option<u8> {
    let family = kind.split('/').next().unwrap_or_default();
    match range {
        "*/*" => Some(0),
        _ if range.eq_ignore_ascii_case(kind) => Some(2),
        _ => range.strip_suffix("/*").filter(|range| range.eq_ignore_ascii_case(family)).map(|_| 1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::guard::{Guard, guard};
    use axum::{
        Extension, Router,
        middleware::{from_fn, from_fn_with_state},
        routing::get,
    };
    use std::time::Duration;
    use tower::ServiceExt;

    #[tokio::test]
    async fn a_panic_is_a_page_too() {
        let fails = || async { [0_u8; 0].iter().max().copied().unwrap().to_string() };
        let router = Router::new()
            .route("/", get(fails))
            .layer(from_fn_with_state(Guard::new(1, Duration::from_secs(9)), guard))
            .layer(from_fn(show))
            .layer(Extension(CspNonce("the-nonce".into())));
        let request = Request::builder().uri("/").header(ACCEPT, "text/html").body(Body::empty()).unwrap();
        let response = router.oneshot(request).await.unwrap();
        assert_eq!(response.status(), StatusCode::INTERNAL_SERVER_ERROR);
        let body = axum::body::to_bytes(response.into_body(), usize::MAX).await.unwrap();
        assert!(String::from_utf8_lossy(&body).contains("<h1>That went wrong</h1>"));
    }

    fn page_for(accept: &'static str) -> bool {
        prefers_page(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]))
    }

    #[test]
    fn browsers_prefer_pages_and_programs_do_not() {
        assert!(page_for("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"));
        assert!(page_for("text/*, application/json;q=0.5"));
        for accept in ["*/*", "application/json", "text/html;q=0.2, application/json", "text/html;q=0", ""] {
            assert!(!page_for(accept), "{accept}");
        }
        assert!(!prefers_page(&HeaderMap::new()));
    }
}
