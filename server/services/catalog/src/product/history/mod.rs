//! What a product was after each of its saves.

mod difference;
mod repo;
mod restore;

pub(crate) use restore::restore;

use crate::error::Result;
use contracts::{
    Actor, ProductId,
    catalog::{Product, ProductRevision},
};
use repo::Kept;
use sqlx::{PgConnection, PgPool};

/// Revisions that are kept of a product.
const NEWEST: i64 = 50;

/// Keeps what a save made of a product; also what it was, where that is not known yet.
pub(crate) async fn keep(
    tx: &mut PgConnection,
    actor: &Actor,
    before: Option<&Product>,
    after: &Product,
) -> sqlx::Result<()> {
    if let Some(before) = before {
        repo::insert(&mut *tx, before, "", before.updated_at).await?;
    }
    repo::insert(&mut *tx, after, actor.label(), after.updated_at).await?;
    repo::forget(tx, after.id, after.version - NEWEST).await
}

/// The revisions of a product, newest first, each with what is different from the one before.
pub(crate) async fn list(db: &PgPool, id: ProductId) -> Result<Vec<ProductRevision>> {
    let kept = repo::newest(db, id, NEWEST).await?;
    let older = kept.iter().skip(1).map(Some).chain([None]);
    Ok(kept.iter().zip(older).map(|(revision, before)| told(revision, before)).collect())
}

/// The oldest one that is kept is compared with nothing: what it changed is not known.
fn told(revision: &Kept, before: Option<&Kept>) -> ProductRevision {
    let both = before.and_then(|before| before.product.as_ref()).zip(revision.product.as_ref());
    ProductRevision {
        version: revision.version,
        saved_at: revision.saved_at,
        saved_by: revision.saved_by.clone(),
        changes: both.map(|(before, after)| difference::between(before, after)).unwrap_or_default(),
    }
}
