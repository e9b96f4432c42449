//! Around every request: a task of its own, a time limit, room for so many at once, and no panic that
//! leaves it.

use super::refusal::refusal;
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::StatusCode;
use std::{sync::Arc, time::Duration};
use tokio::sync::Semaphore;
use tracing::Instrument;

/// Requests that are worked on at once; more than the database connections, since most of a page is not
/// waiting for them.
pub const AT_ONCE: usize = 512;
/// How long a request waits for room before it is told to come back.
const PATIENCE: Duration = Duration::from_millis(800);
/// How long an answer may take.
pub const LIMIT: Duration = Duration::from_secs(30);

/// What the requests behind one door share.
#[derive(Clone)]
pub struct Guard {
    room: Arc<Semaphore>,
    limit: Duration,
}

impl Guard {
    /// Room for so many requests at once, each answered within the limit.
    pub fn new(at_once: usize, limit: Duration) -> Self {
        Self { room: Arc::new(Semaphore::new(at_once)), limit }
    }
}

/// Runs the request on a task of its own, so that a client who goes away does not cancel it between two
/// statements (reliability: a cancelled `begin` poisons its connection), and a panic stays in it.
pub async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let Ok(Ok(permit)) = tokio::time::timeout(PATIENCE, guard.room.acquire_owned()).await else {
        metrics::counter!("tradewind_requests_shed_total").increment(1);
        return refusal(
            StatusCode::SERVICE_UNAVAILABLE,
            "The shop is very busy. Please try again in a moment.",
        );
    };
    let id = platform::request::current().unwrap_or_default();
    let work = platform::request::scope(id, async move {
        let response = next.run(request).await;
        drop(permit);
        response
    });
    match tokio::time::timeout(guard.limit, tokio::spawn(work.in_current_span())).await {
        Ok(Ok(response)) => response,
        Ok(Err(error)) => {
            tracing::error!(%error, "a request panicked");
            refusal(StatusCode::INTERNAL_SERVER_ERROR, "Something went wrong on our side. Please try again.")
        }
        Err(_) => refusal(StatusCode::GATEWAY_TIMEOUT, "This took too long. Please try again."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, body::Body, middleware::from_fn_with_state, routing::get};
    use tower::ServiceExt;

    async fn status(router: &Router, path: &str) -> StatusCode {
        let request = Request::builder().uri(path).body(Body::empty()).unwrap();
        router.clone().oneshot(request).await.unwrap().status()
    }

    fn guarded(at_once: usize) -> Router {
        let fails = || async { [0_u8; 0].iter().max().copied().unwrap().to_string() };
        let router = Router::new().route("/fails", get(fails)).route("/works", get(|| async {}));
        router.layer(from_fn_with_state(Guard::new(at_once, LIMIT), guard))
    }

    #[tokio::test]
    async fn a_panic_is_an_answer_and_the_next_request_is_served() {
        let router = guarded(1);
        assert_eq!(status(&router, "/fails").await, StatusCode::INTERNAL_SERVER_ERROR);
        assert_eq!(status(&router, "/works").await, StatusCode::OK);
    }

    #[tokio::test]
    async fn without_room_a_request_is_told_to_come_back() {
        let router = guarded(0);
        assert_eq!(status(&router, "/works").await, StatusCode::SERVICE_UNAVAILABLE);
    }
}
