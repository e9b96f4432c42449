//! Removing files that a crash left behind: they are written before the picture's row is.

use super::{files::Files, repo};
use crate::error::Result;
use sqlx::PgPool;
use std::time::Duration;

/// Longer than any upload takes.
const LEFT_BEHIND: Duration = Duration::from_hours(24);

/// Removes the files of pictures that the library does not have, once they are a day old.
pub(crate) async fn sweep(db: &PgPool, files: &Files) -> Result<()> {
    let moment = platform::system_clock().now() - LEFT_BEHIND;
    for id in repo::unknown(db, &files.stored().await?).await? {
        if files.is_older(id, moment).await? {
            tracing::info!(%id, "the files of a picture that nobody has are removed");
            files.remove(id).await;
        }
    }
    Ok(())
}
