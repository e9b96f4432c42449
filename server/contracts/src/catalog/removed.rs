use crate::{CategoryId, ProductId, Slug};
use serde::{Deserialize, Serialize};

/// A category that was removed, with what it takes to put it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RemovedCategory {
    /// Its id.
    pub id: CategoryId,
    /// Where it stood, and where what was in it is since; none at the top.
    #[serde(default)]
    pub parent: Option<CategoryId>,
    /// Its name.
    pub name: String,
    /// Its address part.
    pub slug: Slug,
    /// What was said of it.
    pub description: String,
    /// Its place among its siblings.
    pub position: i32,
    /// The categories directly below it.
    #[serde(default)]
    pub children: Vec<CategoryId>,
    /// The products directly in it, at most [`Self::MOST`].
    #[serde(default)]
    pub products: Vec<ProductId>,
}

impl RemovedCategory {
    /// A category with more products is not put back.
    pub const MOST: usize = 500;
}
