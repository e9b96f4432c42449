//! How much a request may send, and how long it may take. What an ordinary request sends is received whole
//! before there is room for it to be worked on, so that clients who send slowly keep nobody else out;
//! server functions do not limit all of their encodings either.

use super::refusal::refusal;
use axum::{
    BoxError, body::Body, body::Bytes, extract::Request, extract::State, middleware::Next, response::Response,
};
use bytes::BytesMut;
use futures::stream::try_unfold;
use http::{StatusCode, header::CONTENT_LENGTH};
use http_body_util::{BodyExt, Limited};
use hyper::body::Body as _;
use std::{sync::Arc, time::Duration};
use tokio::{
    sync::{OwnedSemaphorePermit, Semaphore},
    time::{Instant, timeout, timeout_at},
};

const ORDINARY: usize = 1024 * 1024;
/// A picture of 20 MiB and what surrounds it.
const UPLOAD: usize = 22 * 1024 * 1024;
/// How long what an ordinary request sends may take: a megabyte over a bad mobile connection.
pub const ORDINARY_TIME: Duration = Duration::from_secs(20);
/// An upload takes room while it is received.
const UPLOAD_TIME: Duration = Duration::from_secs(30);
/// A file of products of 200 MiB and what surrounds it. It is kept piece by piece as it comes.
pub const IMPORT: usize = 202 * 1024 * 1024;
/// So long a file of products may take. Who may not send one is refused before it is received.
pub const IMPORT_TIME: Duration = Duration::from_mins(10);
/// What all requests together may have sent and not been answered.
const MEMORY: usize = 128 * 1024 * 1024;

/// What the requests behind one door share.
#[derive(Clone)]
pub struct Receiving {
    memory: Arc<Semaphore>,
    time: Duration,
}

impl Receiving {
    /// An ordinary request has so long to send its body.
    pub fn within(time: Duration) -> Self {
        Self { memory: Arc::new(Semaphore::new(MEMORY)), time }
    }
}

/// Whether a path takes files.
pub fn is_upload(path: &str) -> bool {
    path.starts_with("/api/upload_")
}

/// Whether a path takes files of products.
pub fn is_import(path: &str) -> bool {
    path.starts_with("/api/upload_import")
}

/// Bytes that a path takes, and how long they may take to come.
fn bounds(path: &str) -> (usize, Duration) {
    if is_import(path) {
        (IMPORT, IMPORT_TIME)
    } else if is_upload(path) {
        (UPLOAD, UPLOAD_TIME)
    } else {
        (ORDINARY, ORDINARY_TIME)
    }
}

/// Refuses what says that it is too long, what turns out to be, and what takes too long.
pub async fn limit(State(receiving): State<Receiving>, request: Request, next: Next) -> Response {
    let upload = is_upload(request.uri().path());
    let (most, time) = bounds(request.uri().path());
    let announced =
        request.headers().get(CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse::<usize>().ok());
    if announced.is_some_and(|length| length > most) {
        return refused(StatusCode::PAYLOAD_TOO_LARGE);
    }
    if upload {
        return next.run(request.map(|body| until(Instant::now() + time, most, body))).await;
    }
    let (parts, body) = request.into_parts();
    match timeout(receiving.time, receive(body, &receiving.memory)).await {
        Ok(Ok((body, _memory))) => next.run(Request::from_parts(parts, Body::from(body))).await,
        Ok(Err(status)) => refused(status),
        Err(_) => refused(StatusCode::REQUEST_TIMEOUT),
    }
}

fn refused(status: StatusCode) -> Response {
    let detail = match status {
        StatusCode::PAYLOAD_TOO_LARGE => "This is more than can be sent at once.",
        StatusCode::REQUEST_TIMEOUT => "This took too long to arrive. Please try again.",
        StatusCode::SERVICE_UNAVAILABLE => "The shop is very busy. Please try again in a moment.",
        _ => "What was sent broke off.",
    };
    refusal(status, detail)
}

/// The whole body, and the memory it takes for as long as that is kept. Counted as it comes, not as it is
/// announced: to keep others out one has to send, not to promise.
async fn receive(
    mut body: Body,
    memory: &Arc<Semaphore>,
) -> Result<(Bytes, Option<OwnedSemaphorePermit>), StatusCode> {
    if body.is_end_stream() {
        return Ok((Bytes::new(), None));
    }
    let (mut received, mut taken) = (BytesMut::new(), None::<OwnedSemaphorePermit>);
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| StatusCode::BAD_REQUEST)?.into_data() else { continue };
        if received.len() + data.len() > ORDINARY {
            return Err(StatusCode::PAYLOAD_TOO_LARGE);
        }
        let more = u32::try_from(data.len()).map_err(|_| StatusCode::PAYLOAD_TOO_LARGE)?;
        let more = Arc::clone(memory).try_acquire_many_owned(more);
        let more = more.map_err(|_| StatusCode::SERVICE_UNAVAILABLE)?;
        match &mut taken {
            Some(taken) => taken.merge(more),
            None => taken = Some(more),
        }
        received.extend_from_slice(&data);
    }
    Ok((received.freeze(), taken))
}

/// The body of an upload, which fails when it has not ended by then.
fn until(deadline: Instant, most: usize, body: Body) -> Body {
    let frames = try_unfold(Limited::new(body, most), move |mut body| async move {
        match timeout_at(deadline, body.frame()).await? {
            None => Ok::<_, BoxError>(None),
            Some(frame) => Ok(Some((frame?.into_data().unwrap_or_default(), body))),
        }
    });
    Body::from_stream(frames)
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::{Router, middleware::from_fn_with_state, routing::post};
    use futures::{StreamExt, stream};
    use tower::ServiceExt;

    fn slow() -> Body {
        let first = stream::iter([Ok::<_, BoxError>(Bytes::from_static(b"a"))]);
        Body::from_stream(first.chain(stream::pending()))
    }

    async fn status(path: &str, receiving: Receiving, body: Body) -> StatusCode {
        let works = |body: Bytes| async move { body.len().to_string() };
        let router = Router::new().route(path, post(works)).layer(from_fn_with_state(receiving, limit));
        let request = Request::post(path).body(body).unwrap();
        router.oneshot(request).await.unwrap().status()
    }

    #[tokio::test]
    async fn what_arrives_too_slowly_is_given_up() {
        let receiving = Receiving::within(Duration::from_millis(20));
        assert_eq!(status("/", receiving.clone(), slow()).await, StatusCode::REQUEST_TIMEOUT);
        assert_eq!(status("/", receiving, Body::from("a")).await, StatusCode::OK);
    }

    #[tokio::test]
    async fn what_is_too_long_is_refused_before_its_end() {
        let endless = stream::repeat_with(|| Ok::<_, BoxError>(Bytes::from(vec![0; 100_000])));
        let receiving = Receiving::within(ORDINARY_TIME);
        let refused = status("/", receiving, Body::from_stream(endless)).await;
        assert_eq!(refused, StatusCode::PAYLOAD_TOO_LARGE);
    }

    #[tokio::test]
    async fn memory_is_given_back_with_the_answer() {
        let receiving = Receiving { memory: Arc::new(Semaphore::new(10)), time: ORDINARY_TIME };
        for _ in 0..3 {
            assert_eq!(status("/", receiving.clone(), Body::from("0123456789")).await, StatusCode::OK);
        }
        assert_eq!(status("/", receiving, Body::from("01234567890")).await, StatusCode::SERVICE_UNAVAILABLE);
    }

    #[tokio::test]
    async fn an_upload_that_does_not_end_breaks_off() {
        let body = until(Instant::now() + Duration::from_millis(20), UPLOAD, slow());
        assert!(axum::body::to_bytes(body, usize::MAX).await.is_err());
        let body = until(Instant::now() + UPLOAD_TIME, UPLOAD, Body::from("whole"));
        assert_eq!(axum::body::to_bytes(body, usize::MAX).await.unwrap(), "whole");
    }

    #[test]
    fn only_files_of_products_may_be_longer_than_pictures() {
        assert_eq!(bounds("/api/upload_import"), (IMPORT, IMPORT_TIME));
        assert_eq!(bounds("/api/upload_picture"), (UPLOAD, UPLOAD_TIME));
        assert_eq!(bounds("/api/start_import1"), (ORDINARY, ORDINARY_TIME));
    }
}
