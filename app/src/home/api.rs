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

/// A wide picture with its words, about one of the shop's collections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Story {
    /// The collection's address part: the story is told where the shop has it.
    pub collection: String,
    /// A short line.
    pub title: String,
    /// A sentence or two.
    pub text: String,
    /// The picture's address.
    pub src: String,
    /// What the picture shows.
    pub alt: String,
    /// Pixels.
    pub width: u32,
    /// Pixels.
    pub height: u32,
}

/// The home page's own data.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HomeView {
    /// What the page opens on, where the shop has a picture for it.
    pub opening: Option<Story>,
    /// What is told further down.
    pub editorial: Option<Story>,
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
