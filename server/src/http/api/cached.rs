//! The catalogue's answers bear tags, and may be kept a while by anybody when nobody in particular asks.

use super::{Answer, caller, problem::Refused};
use crate::http::conditional::{Known, weak_tag};
use axum::{
    body::{Body, to_bytes},
    extract::Request,
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderValue, Method, StatusCode, header};
use sha2::{Digest, Sha256};

const LONGEST: usize = 4 * 1024 * 1024;
/// Short, since nobody outside hears of changes; what is bought is priced and counted anew.
const FOR_ANYBODY: HeaderValue = HeaderValue::from_static("public, max-age=30");
const FOR_THE_CALLER: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Tags the answer, and leaves it out when the caller has it already.
pub async fn tag(request: Request, next: Next) -> Response {
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        return next.run(request).await;
    }
    let known = Known::of(request.headers());
    let anybody = caller::account(request.extensions()).is_none();
    let response = next.run(request).await;
    if response.status() != StatusCode::OK {
        return response;
    }
    let keep = if anybody { FOR_ANYBODY } else { FOR_THE_CALLER };
    tagged(response, &known, keep).await.unwrap_or_else(IntoResponse::into_response)
}

async fn tagged(response: Response, known: &Known, keep: HeaderValue) -> Answer<Response> {
    let (mut parts, body) = response.into_parts();
    let too_long = |_| Refused::new(StatusCode::INTERNAL_SERVER_ERROR, "This answer is too long.");
    let mut body = to_bytes(body, LONGEST).await.map_err(too_long)?;
    let tag = weak_tag(&Sha256::digest(&body));
    if known.has(&tag) {
        parts.status = StatusCode::NOT_MODIFIED;
        for name in [header::CONTENT_TYPE, header::CONTENT_LENGTH] {
            parts.headers.remove(name);
        }
        body.clear();
    }
    parts.headers.insert(header::ETAG, tag);
    parts.headers.insert(header::CACHE_CONTROL, keep);
    parts.headers.insert(header::VARY, HeaderValue::from_static("authorization"));
    Ok(Response::from_parts(parts, Body::from(body)))
}
