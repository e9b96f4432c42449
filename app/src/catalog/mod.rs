//! The catalogue: listings, search, product pages.

pub(crate) mod api;
mod brands_api;
mod brands_page;
pub(crate) mod card;
mod choice;
mod facets;
pub(crate) mod filters;
#[cfg(feature = "ssr")]
mod find;
mod gallery;
mod listing_page;
mod product_page;
#[cfg(feature = "ssr")]
pub(crate) mod read;

pub(crate) use api::{ListingView, ProductView};
#[cfg(feature = "ssr")]
pub(crate) use product_page::first_sentences;
#[cfg(feature = "ssr")]
pub use read::goes_with;

use brands_page::BrandsPage;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
use listing_page::{AllProductsPage, CategoryPage, NamedPage, SearchPage};
use product_page::ProductPage;

/// The addresses of the catalogue.
#[component(transparent)]
pub fn CatalogRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("shop") view=AllProductsPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("search") view=SearchPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("c/:slug") view=CategoryPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("brands") view=BrandsPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("brands/:slug") view=NamedPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("collections/:slug") view=NamedPage::lazy() ssr=SsrMode::Async />
        <Route path=path!("p/:slug") view=ProductPage::lazy() ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
