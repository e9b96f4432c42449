//! Products and categories.

mod api;
mod attributes;
mod bulk;
mod categories;
mod category_form;
mod draft;
mod editor;
mod list;
mod options;
#[cfg(feature = "ssr")]
mod parse;
mod pictures;
mod product;
#[cfg(feature = "ssr")]
mod rows;
#[cfg(feature = "ssr")]
mod upload;
mod variants;

use super::recommendations::RecommendationAdminRoutes;
pub(super) use categories::AdminCategories;
use leptos::prelude::*;
use leptos_router::{SsrMode, any_nested_route::IntoAnyNestedRoute, components::Route, path};
pub(super) use list::AdminProducts;
pub(super) use product::AdminProduct;

/// The addresses of products, of what stands beside them, and of categories.
#[component(transparent)]
pub fn CatalogAdminRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <Route path=path!("products") view=AdminProducts::lazy() ssr=SsrMode::Async />
        <Route path=path!("products/:id") view=AdminProduct::lazy() ssr=SsrMode::Async />
        <Route path=path!("categories") view=AdminCategories::lazy() ssr=SsrMode::Async />
        <RecommendationAdminRoutes />
    }
    .into_inner()
    .into_any_nested_route()
}
