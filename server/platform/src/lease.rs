//! What a process has claimed in the database is its own for as long as it says so: the claim is short and
//! renewed while the work goes on. What a process that was killed had claimed is free again within
//! seconds, and what takes long is still done by one process at a time.

use std::{convert::Infallible, time::Duration};
use tokio::time::sleep;

/// How long a claim lasts: after a kill, what was being done stands still for this time. A restarted shop has
/// ten seconds to go on with it.
pub const LEASE: Duration = Duration::from_secs(6);
/// How often a claim is renewed: two renewals may fail before it is lost.
const RENEW: Duration = Duration::from_secs(2);

/// Does the work, and renews its claim meanwhile.
pub async fn keep<T, R>(renew: impl Fn() -> R, work: impl Future<Output = T>) -> T
where
    R: Future<Output = Result<(), sqlx::Error>>,
{
    tokio::select! {
        done = work => done,
        never = for_ever(renew) => match never {},
    }
}

async fn for_ever<R>(renew: impl Fn() -> R) -> Infallible
where
    R: Future<Output = Result<(), sqlx::Error>>,
{
    loop {
        sleep(RENEW).await;
        if let Err(error) = renew().await {
            tracing::warn!(%error, "a claim could not be renewed");
        }
    }
}
