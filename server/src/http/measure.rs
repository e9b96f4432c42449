//! Counts and times every answer by route, for Prometheus.

use axum::{
    extract::{MatchedPath, Request},
    middleware::Next,
    response::Response,
};
use std::time::Instant;

/// `tradewind_http_requests_total` and `tradewind_http_request_seconds` by method, route and status.
pub async fn measure(request: Request, next: Next) -> Response {
    let route = request.extensions().get::<MatchedPath>().map_or("other", MatchedPath::as_str).to_owned();
    let method = request.method().to_string();
    let started = Instant::now();
    let response = next.run(request).await;
    let status = response.status().as_u16().to_string();
    let labels = [("method", method), ("route", route), ("status", status)];
    metrics::counter!("tradewind_http_requests_total", &labels).increment(1);
    metrics::histogram!("tradewind_http_request_seconds", &labels).record(started.elapsed());
    response
}
