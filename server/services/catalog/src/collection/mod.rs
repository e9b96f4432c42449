//! Collections: products chosen by hand, or by a rule that is asked at every look.

mod members;
mod model;
mod repo;
mod save;

pub(crate) use members::ids;
pub(crate) use repo::place;
pub(crate) use save::{delete, save};

use crate::error::Result;
use contracts::catalog::{Collection, Members};
use platform::Database;
use sqlx::PgPool;

/// All collections, by name.
pub(crate) async fn all(db: &PgPool) -> Result<Vec<Collection>> {
    repo::all(db).await
}

/// Products on sale that these members would be now.
pub(crate) async fn count(db: &Database, wanted: &Members) -> Result<u32> {
    model::check(wanted)?;
    let mut tx = db.begin_planned().await?;
    let found = ids(&mut tx, wanted).await?;
    tx.commit().await?;
    Ok(u32::try_from(found.len()).unwrap_or(u32::MAX))
}
