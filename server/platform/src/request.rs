//! The id of the request being served, for following one click through logs, outbox and mail.

tokio::task_local! {
    static REQUEST_ID: String;
}

/// Runs `work` as part of the request with this id.
pub async fn scope<F: Future>(id: String, work: F) -> F::Output {
    REQUEST_ID.scope(id, work).await
}

/// The id of the request this runs in, if any.
pub fn current() -> Option<String> {
    REQUEST_ID.try_with(Clone::clone).ok()
}
