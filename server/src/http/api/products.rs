//! What the shop sells.

use super::{
    Answer, Shop,
    caller::Anybody,
    path::Named,
    problem::Refused,
    product_query::{ProductParameters, ProductQuery},
};
use axum::{
    Json,
    extract::{Query, State},
};
use contracts::{
    Error, Slug,
    catalog::{Category, CategoryRef, Facets, Listing, Product, ProductCard, Suggestions},
    inventory::Availability,
};
use http::StatusCode;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A page of products and what can narrow it.
#[derive(Serialize, ToSchema)]
pub struct Products {
    /// The products.
    products: Vec<ProductCard>,
    /// Products in the whole list.
    total: u64,
    /// This page, from 1.
    page: u32,
    /// Products on a full page.
    per_page: u32,
    /// Pages, at least one.
    pages: u32,
    /// What can narrow the list.
    facets: Facets,
    /// The category asked for, from the root.
    path: Vec<CategoryRef>,
}

impl From<Listing> for Products {
    fn from(listing: Listing) -> Self {
        Self {
            total: listing.products.total,
            page: listing.products.number,
            per_page: listing.products.size,
            pages: listing.products.pages(),
            products: listing.products.items,
            facets: listing.facets,
            path: listing.path,
        }
    }
}

/// Products with facets.
#[utoipa::path(get, path = "/products", tag = "catalogue", params(ProductParameters),
    responses((status = 200, description = "A page of products", body = Products)), security((), ("bearer" = ["read"])))]
pub async fn list(State(shop): Shop, ProductQuery(query): ProductQuery) -> Answer<Json<Products>> {
    Ok(Json(shop.services.catalog.listing(query).await?.into()))
}

/// A product with its variants.
#[utoipa::path(get, path = "/products/{slug}", tag = "catalogue", params(("slug" = Slug, Path, description = "The product's address part")),
    responses((status = 200, description = "The product", body = Product)), security((), ("bearer" = ["read"])))]
pub async fn show(State(shop): Shop, Named(slug): Named<Slug>) -> Answer<Json<Product>> {
    Ok(Json(product(&shop, slug).await?))
}

/// How many of each variant of a product can be bought now.
#[utoipa::path(get, path = "/products/{slug}/availability", tag = "catalogue", params(("slug" = Slug, Path, description = "The product's address part")),
    responses((status = 200, description = "Units per variant", body = Vec<Availability>)), security((), ("bearer" = ["read"])))]
pub async fn availability(State(shop): Shop, Named(slug): Named<Slug>) -> Answer<Json<Vec<Availability>>> {
    let variants = product(&shop, slug).await?.variants.into_iter().map(|variant| variant.id).collect();
    Ok(Json(shop.services.inventory.availability(variants).await?))
}

/// What goes well with a product, best first.
#[utoipa::path(get, path = "/products/{slug}/related", tag = "catalogue", params(("slug" = Slug, Path, description = "The product's address part")),
    responses((status = 200, description = "At most four products", body = Vec<ProductCard>)), security((), ("bearer" = ["read"])))]
pub async fn related(State(shop): Shop, Named(slug): Named<Slug>) -> Answer<Json<Vec<ProductCard>>> {
    let product = product(&shop, slug).await?;
    Ok(Json(app::catalog::goes_with(&shop.services, &product).await))
}

/// Records that somebody looks at a product: recommendations are made of that.
#[utoipa::path(post, path = "/products/{slug}/views", tag = "catalogue", params(("slug" = Slug, Path, description = "The product's address part")),
    responses((status = 204, description = "It is recorded")), security((), ("bearer" = ["shop"])))]
pub async fn record_view(
    State(shop): Shop,
    Anybody(user): Anybody,
    Named(slug): Named<Slug>,
) -> Answer<StatusCode> {
    let product = product(&shop, slug).await?;
    shop.services.recommendations.record_view(user, product.id).await?;
    Ok(StatusCode::NO_CONTENT)
}

/// The tree of categories.
#[utoipa::path(get, path = "/categories", tag = "catalogue",
    responses((status = 200, description = "The roots with their children", body = Vec<Category>)), security((), ("bearer" = ["read"])))]
pub async fn categories(State(shop): Shop) -> Answer<Json<Vec<Category>>> {
    Ok(Json(shop.services.catalog.categories().await?))
}

/// The beginning of a search.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Typed {
    /// The first letters.
    #[param(max_length = 100, pattern = r"^[^\u0000]*$")]
    q: String,
}

/// What to offer while somebody types.
#[utoipa::path(get, path = "/search/suggestions", tag = "catalogue", params(Typed),
    responses((status = 200, description = "Products and categories", body = Suggestions)), security((), ("bearer" = ["read"])))]
pub async fn suggest(
    State(shop): Shop,
    typed: Result<Query<Typed>, axum::extract::rejection::QueryRejection>,
) -> Answer<Json<Suggestions>> {
    let Query(Typed { q }) = typed.map_err(|_| Refused::field("q", "Please give q once."))?;
    if q.chars().count() > 100 {
        return Err(Refused::field("q", "Please enter at most 100 characters."));
    }
    Ok(Json(shop.services.catalog.suggest(q).await?))
}

async fn product(shop: &super::Settings, slug: Slug) -> Answer<Product> {
    let product = shop.services.catalog.product_by_slug(slug).await?;
    product.ok_or_else(|| Error::not_found("product").into())
}
