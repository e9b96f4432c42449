//! The catalogue: listings, search, product pages.

pub(crate) mod api;
pub(crate) mod card;
mod choice;
mod facets;
mod filters;
mod gallery;
mod listing_page;
mod product_page;
#[cfg(feature = "ssr")]
pub(crate) mod read;

use leptos::prelude::*;
use leptos_router::{
    Lazy, MatchNestedRoutes, SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path,
};
use listing_page::{AllProductsPage, CategoryPage, SearchPage};
use product_page::ProductPage;

/// The addresses of the catalogue.
#[component(transparent)]
pub fn CatalogRoutes() -> impl MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("shop") view={Lazy::<AllProductsPage>::new()} ssr=SsrMode::Async />
        <Route path=path!("search") view={Lazy::<SearchPage>::new()} ssr=SsrMode::Async />
        <Route path=path!("c/:slug") view={Lazy::<CategoryPage>::new()} ssr=SsrMode::Async />
        <Route path=path!("p/:slug") view={Lazy::<ProductPage>::new()} ssr=SsrMode::Async />
    }
    .into_inner()
    .into_any_nested_route()
}
