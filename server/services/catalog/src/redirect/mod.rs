//! Old addresses and the pages that stand for them now. Each leads on in one step: what leads to an old address is
//! led to where that one leads, so that there are neither chains nor circles.

mod import;
mod list;
mod model;
mod repo;
mod save;

pub(crate) use import::import;
pub(crate) use list::page;
pub(crate) use save::{remove, save};

use sqlx::{PgConnection, PgPool};

/// Where a path leads now; counted, when it leads somewhere.
pub(crate) async fn target(db: &PgPool, path: &str) -> sqlx::Result<Option<String>> {
    let Some(source) = model::source(path) else { return Ok(None) };
    let target = repo::target(db, &source).await?;
    if target.is_some() {
        repo::count(db, &source).await?;
    }
    Ok(target)
}

/// A page got another address: the former one leads to it, and so does whatever led there. Where the new address was
/// an old one, it is a page again.
pub(crate) async fn moved(tx: &mut PgConnection, from: &str, to: &str) -> sqlx::Result<()> {
    repo::lock(&mut *tx).await?;
    repo::forget(&mut *tx, to).await?;
    repo::lead_on(&mut *tx, from, to).await?;
    repo::put(tx, from, to, false).await
}

/// A new page has this address: it no longer leads elsewhere.
pub(crate) async fn taken(tx: &mut PgConnection, path: &str) -> sqlx::Result<()> {
    repo::forget(tx, path).await
}
