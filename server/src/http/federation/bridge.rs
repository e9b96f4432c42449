//! A page that leads on by itself, and what goes with it.

use crate::http::face::Heard;
use axum::response::{Html, IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

/// A page of ours that leads on at once. A browser follows it as a link of this page, not as the end of a way that began
/// elsewhere.
pub fn bridge(shop: &Heard, address: &str) -> Response {
    let (address, shop) = (escape(address), escape(&shop.name()));
    let page = format!(
        "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
         content=\"width=device-width, initial-scale=1\"><meta name=\"color-scheme\" content=\"light dark\">\
         <link rel=\"icon\" href=\"data:,\">\
         <meta http-equiv=\"refresh\" content=\"0;url={address}\"><title>One moment · {shop}</title></head>\
         <body><p><a href=\"{address}\">Go on</a></p></body></html>"
    );
    Html(page).into_response()
}

/// Leads elsewhere, as links may. Never kept: it is different each time.
pub fn redirect(address: &str) -> Response {
    let Ok(location) = HeaderValue::try_from(address) else {
        return StatusCode::BAD_GATEWAY.into_response();
    };
    let no_store = HeaderValue::from_static("no-store");
    (StatusCode::SEE_OTHER, [(header::LOCATION, location), (header::CACHE_CONTROL, no_store)]).into_response()
}

/// The answer with one more cookie.
pub fn keep(mut response: Response, cookie: &str) -> Response {
    if let Ok(cookie) = HeaderValue::try_from(cookie) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    response
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::escape;

    #[test]
    fn an_address_stays_in_its_attribute() {
        assert_eq!(escape("/a?b=1&c=\"><script>'"), "/a?b=1&amp;c=&quot;&gt;&lt;script&gt;&#39;");
    }
}
