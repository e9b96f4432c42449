//! Old addresses. Where nothing answers, the catalogue is asked once whether the page has moved; a page that is there
//! costs no question and wins over whatever led elsewhere.

use super::Settings;
use axum::{
    body::Body,
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{HeaderValue, Method, StatusCode, header};
use std::sync::Arc;

/// What never moves: machines and staff are told the truth, files of a release belong to it.
const FIXED: [&str; 4] = ["/admin/", "/api/", "/pkg/", "/fonts/"];
/// Browsers remember for an hour where an address leads: what is taken back must not be remembered for ever.
const REMEMBERED: HeaderValue = HeaderValue::from_static("max-age=3600");

/// Sends whoever asks for an old address to the page that stands for it now (301), with the query of the request.
pub async fn lead_on(State(settings): State<Arc<Settings>>, request: Request, next: Next) -> Response {
    let asked = may_move(&request).then(|| request.uri().clone());
    let response = next.run(request).await;
    let Some(asked) = asked.filter(|_| response.status() == StatusCode::NOT_FOUND) else {
        return response;
    };
    match settings.services.catalog.moved_to(asked.path().to_owned()).await {
        Ok(Some(target)) => moved(&with_query(&target, asked.query())).unwrap_or(response),
        // A failure is in the log already; the page is as unknown as it was.
        Ok(None) | Err(_) => response,
    }
}

fn may_move(request: &Request) -> bool {
    let path = request.uri().path();
    matches!(*request.method(), Method::GET | Method::HEAD)
        && !FIXED.iter().any(|fixed| path.starts_with(fixed))
}

fn moved(location: &str) -> Option<Response> {
    let location = HeaderValue::from_str(location).ok()?;
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::MOVED_PERMANENTLY;
    response.headers_mut().insert(header::LOCATION, location);
    response.headers_mut().insert(header::CACHE_CONTROL, REMEMBERED);
    Some(response)
}

fn with_query(target: &str, query: Option<&str>) -> String {
    let Some(query) = query.filter(|query| !query.is_empty()) else {
        return target.to_owned();
    };
    let (address, fragment) = target.split_at(target.find('#').unwrap_or(target.len()));
    let sign = if address.contains('?') { "&" } else { "?" };
    [address, sign, query, fragment].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_goes_on_with_whoever_is_led_on() {
        for (target, query, location) in [
            ("/p/mug", None, "/p/mug"),
            ("/p/mug", Some(""), "/p/mug"),
            ("/p/mug", Some("utm=a&v=MUG-1"), "/p/mug?utm=a&v=MUG-1"),
            ("/shop?sort=newest#top", Some("page=2"), "/shop?sort=newest&page=2#top"),
        ] {
            assert_eq!(with_query(target, query), location);
        }
    }

    #[test]
    fn only_pages_move() {
        let asks = |method: Method, path: &str| {
            may_move(&Request::builder().method(method).uri(path).body(Body::empty()).unwrap())
        };
        assert!(asks(Method::GET, "/old/path.html") && asks(Method::HEAD, "/p/mug"));
        assert!(!asks(Method::POST, "/p/mug") && !asks(Method::GET, "/admin/products"));
        assert!(!asks(Method::GET, "/api/v1/products/mug") && !asks(Method::GET, "/pkg/old.wasm"));
    }
}
