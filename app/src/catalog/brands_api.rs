use crate::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// A brand in the list of all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BrandLink {
    /// Its name.
    pub name: String,
    /// Where its page is.
    pub href: String,
    /// Its products on sale.
    pub products: u32,
}

/// Brands with products on sale, by name.
#[server]
pub async fn list_brands() -> Result<Vec<BrandLink>, AppError> {
    let brands = crate::context::services()?.catalog.brands().await?;
    let link = |brand: contracts::catalog::Brand| BrandLink {
        href: format!("/brands/{}", brand.slug),
        name: brand.name,
        products: brand.products,
    };
    Ok(brands.into_iter().map(link).collect())
}
