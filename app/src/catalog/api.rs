//! What the catalogue's pages ask the server.

use super::filters::Filters;
use crate::{cart::HomeDelivery, error::AppError};
use contracts::{
    Currency, ProductId,
    catalog::{Category, Listing, Product, ProductCard, Suggestions},
    inventory::Availability,
};
use leptos::{prelude::*, server_fn::codec::Json};
use serde::{Deserialize, Serialize};

/// A listing with what its page needs beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListingView {
    /// The products and their facets.
    pub listing: Listing,
    /// The currency of the facets' prices.
    pub currency: Currency,
    /// Shown when nothing was found.
    pub popular: Vec<ProductCard>,
}

/// A product with what its page needs beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductView {
    /// The product.
    pub product: Product,
    /// What can be bought of each variant.
    pub availability: Vec<Availability>,
    /// What goes well with it.
    pub goes_with: Vec<ProductCard>,
    /// How it is delivered at home.
    pub delivery: Option<HomeDelivery>,
}

/// The tree of categories.
#[server]
pub async fn list_categories() -> Result<Vec<Category>, AppError> {
    Ok(crate::context::services()?.catalog.categories().await?)
}

/// A listing of one category, `brands/<slug>` or `collections/<slug>` (of everything when `category` is empty).
#[server(input = Json)]
pub async fn load_listing(category: String, filters: Filters) -> Result<ListingView, AppError> {
    super::read::listing(&crate::context::services()?, &category, &filters).await
}

/// A product by its address part; one that is not on sale by the token of a preview, too.
#[server]
pub async fn load_product(slug: String, #[server(default)] preview: String) -> Result<ProductView, AppError> {
    super::read::product(&crate::context::services()?, &slug, &preview).await
}

/// What to offer for the first letters of a search.
#[server]
pub async fn suggest(text: String) -> Result<Suggestions, AppError> {
    Ok(crate::context::services()?.catalog.suggest(text.chars().take(100).collect()).await?)
}

/// Notes that somebody looks at a product. Called by the browser, so that pages from a cache count too.
#[server]
pub async fn record_view(product: ProductId) -> Result<(), AppError> {
    if crate::context::looker().await?.is_some() {
        return Ok(());
    }
    let user = crate::context::shopper().await?.map(|session| session.user);
    Ok(crate::context::services()?.recommendations.record_view(user, product).await?)
}

/// Notes that somebody follows the recommendation of a product.
#[server]
pub async fn record_click(product: ProductId) -> Result<(), AppError> {
    if crate::context::looker().await?.is_some() {
        return Ok(());
    }
    let user = crate::context::shopper().await?.map(|session| session.user);
    Ok(crate::context::services()?.recommendations.record_click(user, product).await?)
}
