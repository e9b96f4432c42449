//! The time between being told to stop and closing the door. Whoever balances the load learns meanwhile, by the
//! readiness probe and by connections that end with their answer, to look elsewhere; no request is cut off.

use axum::{
    Router,
    extract::{Request, State},
    middleware::{Next, from_fn_with_state},
    response::Response,
};
use http::{HeaderValue, Version, header};
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// Cancelled so long after `stop`.
pub(super) fn after(stop: &CancellationToken, drain: Duration) -> CancellationToken {
    let (closed, stop) = (CancellationToken::new(), stop.clone());
    let close = closed.clone();
    tokio::spawn(async move {
        stop.cancelled().await;
        tokio::time::sleep(drain).await;
        close.cancel();
    });
    closed
}

/// Answers that are given after `stop` end their connection: nothing is sent down it in the very moment in which it
/// is closed.
pub(super) fn says_goodbye(router: Router, stop: &CancellationToken) -> Router {
    router.layer(from_fn_with_state(stop.clone(), goodbye))
}

async fn goodbye(State(stop): State<CancellationToken>, request: Request, next: Next) -> Response {
    let is_http_1 = request.version() <= Version::HTTP_11;
    let mut response = next.run(request).await;
    if is_http_1 && stop.is_cancelled() {
        response.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
    }
    response
}
