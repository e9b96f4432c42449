//! The category tree.

mod order;
pub(crate) mod paths;
mod repo;
mod save;
mod slug;
mod tree;

pub(crate) use order::order;
pub(crate) use repo::subtree;
pub(crate) use save::{delete, restore, save};
pub(crate) use slug::set_slug;

use crate::error::Result;
use contracts::{CategoryId, catalog::Category};
use sqlx::PgPool;

/// The tree, with counts of active products in each node and below.
pub(crate) async fn tree(db: &PgPool) -> Result<Vec<Category>> {
    Ok(tree::build(repo::all(db).await?))
}

/// A category as a merchant writes it.
#[derive(Debug)]
pub(crate) struct CategoryDraft {
    pub id: Option<CategoryId>,
    pub parent: Option<CategoryId>,
    pub name: String,
    pub description: String,
}
