//! Around every request: a task of its own, a time limit, room for so many at once, and no panic that
//! leaves it. More than there is room for is told to come back within a second, so that what is let in ends;
//! who is paying is let in before all others and never turned away.

use super::{
    body_limit::{IMPORT_TIME, is_import, is_upload},
    page_tasks::in_turn,
    refusal::refusal,
};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::StatusCode;
use std::{num::NonZeroUsize, sync::Arc, thread::available_parallelism, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout, timeout_at},
};
use tracing::Instrument;

/// Requests that are worked on at once, per processor. A page takes some five milliseconds of one: what is let
/// in is answered in a fraction of a second, and the pools of database connections are not waited for in vain.
const PER_PROCESSOR: usize = 64;
const MOST: usize = 512;
/// Payers that are let in for each other request: most of them wait, for their turn ([`platform::turns`]) or for the
/// gateway, and those who come after them must not wait as long only to hear that nothing is left.
const PAYERS: usize = 4;
/// Uploads at once: they take room while they are received.
const UPLOADS: usize = 8;
/// How long a request waits for room before it is told to come back.
const PATIENCE: Duration = Duration::from_millis(500);
/// How long an answer may take.
pub const LIMIT: Duration = Duration::from_secs(30);

/// How many requests this machine works on at once.
pub fn at_once() -> usize {
    (available_parallelism().map_or(1, NonZeroUsize::get) * PER_PROCESSOR).min(MOST)
}

/// What the requests behind one door share.
#[derive(Clone)]
pub struct Guard {
    ordinary: Arc<Semaphore>,
    paying: Arc<Semaphore>,
    uploads: Arc<Semaphore>,
    limit: Duration,
}

impl Guard {
    /// Room for so many requests at once, each answered within the limit, and beside them for those that pay.
    pub fn new(at_once: usize, limit: Duration) -> Self {
        let room = |places| Arc::new(Semaphore::new(places));
        Self { ordinary: room(at_once), paying: room(at_once * PAYERS), uploads: room(UPLOADS), limit }
    }

    /// A place, or `None` when there is none in time. Who pays waits for as long as an answer may take.
    async fn place(&self, path: &str) -> Option<OwnedSemaphorePermit> {
        let (room, patience) = if is_paying(path) {
            (&self.paying, self.limit)
        } else if is_upload(path) {
            (&self.uploads, PATIENCE)
        } else {
            (&self.ordinary, PATIENCE)
        };
        timeout(patience, Arc::clone(room).acquire_owned()).await.ok()?.ok()
    }
}

/// Whether a request ends a purchase: submits it, answers the bank, comes back from there, or brings the
/// gateway's word. Filling the form, the draft and the quote are not among them.
fn is_paying(path: &str) -> bool {
    const FUNCTIONS: [&str; 3] = ["pay", "resume", "answer_challenge"];
    const FORM: [&str; 2] = ["draft", "quote"];
    if let Some(rest) = path.strip_prefix("/api/v1/checkout") {
        return !FORM.contains(&rest.trim_start_matches('/'));
    }
    if let Some(function) = path.strip_prefix("/api/") {
        // Their names end with a hash, in digits.
        return FUNCTIONS.contains(&function.trim_end_matches(|sign: char| sign.is_ascii_digit()));
    }
    path.starts_with("/checkout/") || path.starts_with("/webhooks/")
}

/// Runs the request on a task of its own, so that a client who goes away does not cancel it between two
/// statements (reliability: a cancelled `begin` poisons its connection), and a panic stays in it.
pub async fn guard(State(guard): State<Guard>, request: Request, next: Next) -> Response {
    let limit = if is_import(request.uri().path()) { IMPORT_TIME } else { guard.limit };
    let deadline = Instant::now() + limit;
    let Some(permit) = guard.place(request.uri().path()).await else {
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
    match timeout_at(deadline, tokio::spawn(in_turn(work).in_current_span())).await {
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

    #[test]
    fn who_pays_is_told_from_who_looks() {
        for path in [
            "/api/pay12934812",
            "/api/resume99",
            "/api/answer_challenge7",
            "/api/v1/checkout",
            "/api/v1/checkout/0199/resume",
            "/checkout/return/0199",
            "/webhooks/stripe",
        ] {
            assert!(is_paying(path), "{path}");
        }
        for path in [
            "/",
            "/checkout",
            "/cart",
            "/api/v1/checkout/draft",
            "/api/v1/checkout/quote",
            "/api/save_draft12",
            "/api/payments12",
            "/api/v1/sessions",
        ] {
            assert!(!is_paying(path), "{path}");
        }
    }

    #[tokio::test]
    async fn who_pays_is_let_in_when_others_are_turned_away() {
        let guard = Guard::new(1, LIMIT);
        let _taken = Arc::clone(&guard.ordinary).acquire_owned().await.unwrap();
        let router = Router::new().route("/", get(|| async {})).route("/webhooks/stripe", get(|| async {}));
        let router = router.layer(from_fn_with_state(guard, super::guard));
        assert_eq!(status(&router, "/").await, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(status(&router, "/webhooks/stripe").await, StatusCode::OK);
    }

    #[tokio::test]
    async fn without_room_a_request_is_told_to_come_back() {
        let router = guarded(0);
        assert_eq!(status(&router, "/works").await, StatusCode::SERVICE_UNAVAILABLE);
    }
}
