//! Removing files that a crash left behind: they are written before the picture's row is.

use super::{files::Files, repo};
use crate::error::Result;
use sqlx::PgPool;
use std::time::Duration;

/// Longer than any upload takes.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

/// Removes the files of pictures that no product has, once they are a day old.
pub(crate) async fn sweep(db: &PgPool, files: &Files) -> Result<()> {
    let stored = files.older_than((platform::system_clock().now() - LEFT_BEHIND).into()).await?;
    for id in repo::unknown(db, &stored).await? {
        tracing::info!(%id, "the files of a picture that no product has are removed");
        files.remove(id).await;
    }
    Ok(())
}
