//! An id for each request, which runs through logs, outbox, mail and the answer; and a line in the log.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use http::{HeaderName, HeaderValue};
use tracing::{Instrument, field::Empty};

/// The header that carries it.
pub const X_REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Mints the id, logs under it and sends it back. An id from outside is not believed: it would end up
/// in logs and mails.
pub async fn scope(request: Request, next: Next) -> Response {
    let id = platform::ids::mint().simple().to_string();
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    // The line has the route: what stands in addresses and queries may be secret.
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let started = std::time::Instant::now();
    // Named as OpenTelemetry's semantic conventions want it.
    let span = tracing::info_span!(
        "request", otel.kind = "server", http.request.method = %method, url.path = path,
        http.response.status_code = Empty, request_id = id,
    );
    crate::telemetry::continue_trace(&span, request.headers());
    let served = next.run(request).instrument(span.clone());
    let mut response = platform::request::scope(id.clone(), served).await;
    let status = response.status().as_u16();
    span.record("http.response.status_code", status);
    let ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
    tracing::info!(%method, route, status, ms, request_id = id, "answered");
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(X_REQUEST_ID, value);
    }
    response
}
