//! How much a request may send. Applied to the body itself: server functions do not limit all of their
//! encodings.

use super::refusal::refusal;
use axum::{body::Body, extract::Request, middleware::Next, response::Response};
use http::{StatusCode, header::CONTENT_LENGTH};
use http_body_util::Limited;

const ORDINARY: usize = 1024 * 1024;
/// A picture of 20 MiB and what surrounds it.
pub const UPLOAD: usize = 22 * 1024 * 1024;

/// Refuses what says that it is too long, and cuts off what turns out to be.
pub async fn limit(request: Request, next: Next) -> Response {
    let limit = if request.uri().path().starts_with("/api/upload_") { UPLOAD } else { ORDINARY };
    let announced =
        request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > limit) {
        return refusal(StatusCode::PAYLOAD_TOO_LARGE, "This is more than can be sent at once.");
    }
    next.run(request.map(|body| Body::new(Limited::new(body, limit)))).await
}
