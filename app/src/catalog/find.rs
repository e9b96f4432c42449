//! Which product an address means. Server only.

use contracts::{
    Result, Services, Slug,
    catalog::{Product, product_path},
};
use http::request::Parts;
use leptos::prelude::use_context;

/// The product on sale there; else the one that a preview shows there; else the one that was there before.
pub(super) async fn product(services: &Services, slug: Slug, preview: &str) -> Result<Option<Product>> {
    if let Some(product) = services.catalog.product_by_slug(slug.clone()).await? {
        return Ok(Some(product));
    }
    if preview.is_empty() {
        return moved(services, &slug).await;
    }
    let shown = services.catalog.previewed(preview.to_owned()).await?;
    Ok(shown.filter(|product| product.slug == slug))
}

/// A page that is open may link to an address that a product had when it was rendered. Who asks for a whole page is led on
/// by the gateway.
async fn moved(services: &Services, slug: &Slug) -> Result<Option<Product>> {
    let is_in_page = use_context::<Parts>().is_some_and(|parts| parts.uri.path().starts_with("/api/"));
    if !is_in_page {
        return Ok(None);
    }
    let target = services.catalog.moved_to(product_path(slug)).await?.unwrap_or_default();
    match target.strip_prefix("/p/").and_then(|slug| slug.parse().ok()) {
        Some(slug) => services.catalog.product_by_slug(slug).await,
        None => Ok(None),
    }
}
