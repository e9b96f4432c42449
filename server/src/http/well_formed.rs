//! Refuses what the layers behind cannot read, before one of them trips over it: server functions and pages
//! take for granted that a target is a path and that the parts of an upload have a boundary.

use super::{body_limit::is_upload, refusal::refusal};
use axum::{extract::Request, middleware::Next, response::Response};
use http::{
    HeaderMap, Method, StatusCode, Uri,
    header::{CONTENT_TYPE, HeaderValue},
};

/// Lets targets that are paths pass (RFC 9112, 3.2: this is neither a proxy nor a tunnel).
pub async fn check_target(request: Request, next: Next) -> Response {
    if !is_path(request.uri()) {
        return refusal(StatusCode::BAD_REQUEST, "This is not the address of anything in this shop.");
    }
    next.run(request).await
}

/// Lets uploads pass whose parts can be told apart (RFC 2046, 5.1.1).
pub async fn check_upload(request: Request, next: Next) -> Response {
    let upload = request.method() == Method::POST && is_upload(request.uri().path());
    if upload && !has_boundary(request.headers()) {
        return refusal(StatusCode::UNSUPPORTED_MEDIA_TYPE, "A file is sent as multipart/form-data.");
    }
    next.run(request).await
}

fn is_path(uri: &Uri) -> bool {
    uri.path_and_query().is_some_and(|target| target.as_str().starts_with('/'))
}

fn has_boundary(headers: &HeaderMap) -> bool {
    let kind = headers.get(CONTENT_TYPE).map(HeaderValue::to_str);
    let Some(Ok(kind)) = kind else { return false };
    multer::parse_boundary(kind).is_ok_and(|boundary| !boundary.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_target_is_a_path() {
        for path in ["/", "/p/mug?x=1", "//admin", "http://shop.example/cart"] {
            assert!(is_path(&path.parse().unwrap()), "{path}");
        }
        for other in ["no-slash", "shop.example:443", "*"] {
            assert!(!is_path(&other.parse().unwrap()), "{other}");
        }
    }

    #[test]
    fn only_parts_with_a_boundary_are_an_upload() {
        let of = |kind| has_boundary(&HeaderMap::from_iter([(CONTENT_TYPE, HeaderValue::from_static(kind))]));
        assert!(
            of("multipart/form-data; boundary=x") && of("multipart/form-data; charset=utf-8; boundary=\"x\"")
        );
        for kind in ["multipart/form-data", "multipart/form-data; boundary=", "multipart/form-data; boundary"]
        {
            assert!(!of(kind), "{kind}");
        }
        assert!(!of("application/x-www-form-urlencoded") && !of("text/plain") && !of(""));
        assert!(!has_boundary(&HeaderMap::new()));
    }
}
