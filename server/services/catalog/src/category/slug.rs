//! Giving a category another address.

use super::{repo, save::tell};
use crate::{
    error::{Error, Result},
    redirect,
};
use contracts::{Actor, CategoryId, Error as Refusal, Slug, catalog::category_path};
use platform::Database;
use serde_json::json;

/// Sets its address part; the former address leads to the new one.
pub(crate) async fn set_slug(db: &Database, actor: &Actor, id: CategoryId, typed: &str) -> Result<()> {
    let slug: Slug = typed
        .trim()
        .parse()
        .map_err(|error: contracts::InvalidValue| Refusal::field("slug", error.to_string()))?;
    in_one_transaction(db, actor, id, &slug).await.map_err(named)
}

async fn in_one_transaction(db: &Database, actor: &Actor, id: CategoryId, slug: &Slug) -> Result<()> {
    let mut tx = db.begin().await?;
    let (before, _) = repo::lock_slug(&mut tx, id).await?.ok_or_else(|| Refusal::not_found("category"))?;
    if before == *slug {
        return Ok(());
    }
    repo::update_slug(&mut tx, id, slug).await?;
    redirect::moved(&mut tx, &category_path(&before), &category_path(slug)).await?;
    let details = json!({ "before": { "slug": before }, "after": { "slug": slug } });
    tell(&mut tx, actor, "category.updated", id, details).await?;
    tx.commit().await?;
    Ok(())
}

fn named(error: Error) -> Error {
    match &error {
        Error::Database(database) if platform::constraint(database) == Some("categories_slug_key") => {
            Refusal::field("slug", "Another category has this address part.").into()
        }
        _ => error,
    }
}
