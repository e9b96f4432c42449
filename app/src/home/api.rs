//! What the home page asks the server.

use crate::error::AppError;
use contracts::catalog::{Media, ProductCard};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A collection as a tile.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Collection {
    /// Its address part.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The picture of its first product.
    pub picture: Option<Media>,
}

/// The home page's own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// The top of the category tree.
    pub collections: Vec<Collection>,
    /// Newest first.
    pub newest: Vec<ProductCard>,
    /// What is loved now; may be empty.
    pub loved: Vec<ProductCard>,
}

/// What the shop opens on.
#[server]
pub async fn load_home() -> Result<HomeView, AppError> {
    super::read::home(&crate::context::services()?).await
}
