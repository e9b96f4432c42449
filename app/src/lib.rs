//! The user interface: one set of components that the server renders and the browser takes over.
//!
//! The route table below is the site map. Pages live beside the server functions they call
//! (`<feature>/api.rs`); the design system is in [`components`]; the back office is loaded lazily.

#![recursion_limit = "256"]
#![expect(missing_docs, reason = "the fields that #[server] and #[component] generate cannot be documented")]

pub mod account;
pub mod admin;
pub mod cart;
pub mod catalog;
pub mod checkout;
pub mod components;
#[cfg(feature = "ssr")]
pub mod context;
pub mod error;
pub mod face;
pub mod federation;
pub mod form;
pub mod home;
pub mod layout;
mod lazy_page;
pub mod loaded;
pub mod orders;
pub mod passkeys;
pub mod second_factor;
mod seo;
pub mod visitor;
pub mod work;

use account::AccountRoutes;
use admin::AdminRoutes;
use cart::CartPage;
use catalog::CatalogRoutes;
use checkout::CheckoutRoutes;
use home::HomePage;
use layout::{NotFoundPage, ShopLayout};
use leptos::prelude::*;
use leptos_meta::{HashedStylesheet, MetaTags, Title, provide_meta_context};
use leptos_router::{
    SsrMode,
    components::{ParentRoute, Route, Router, Routes},
    path,
};
use orders::OrderRoutes;

/// The document around the app; rendered on the server only.
pub fn shell(options: LeptosOptions) -> impl IntoView {
    view! {
        <!DOCTYPE html>
        <html lang="en">
            <head>
                <meta charset="utf-8" />
                <meta name="viewport" content="width=device-width, initial-scale=1" />
                <layout::HeadLinks />
                <HashedStylesheet id="tradewind" options=options.clone() />
                <AutoReload options=options.clone() />
                <HydrationScripts options />
                <MetaTags />
            </head>
            <body>
                <App />
            </body>
        </html>
    }
}

/// The whole app: every address it answers.
#[component]
pub fn App() -> impl IntoView {
    provide_meta_context();
    form::provide_form_memory();
    visitor::provide_visitor();
    let shop = face::name();
    view! {
        <Title formatter=move |page: String| title_of(&page, &shop) />
        <Router>
            <Routes fallback=NotFoundPage>
                <AdminRoutes />
                <CheckoutRoutes />
                <ParentRoute path=path!("") view=ShopLayout>
                    <Route path=path!("") view=HomePage::lazy() ssr=SsrMode::Async />
                    <Route path=path!("cart") view=CartPage::lazy() ssr=SsrMode::Async />
                    <CatalogRoutes />
                    <AccountRoutes />
                    <OrderRoutes />
                </ParentRoute>
            </Routes>
        </Router>
    }
}

/// What a page of the shop is called. The server escapes it, because the framework writes it into the page as it is;
/// the browser sets it as text.
fn title_of(page: &str, shop: &str) -> String {
    let title = if page.is_empty() { shop.to_owned() } else { [page, " · ", shop].concat() };
    if cfg!(feature = "ssr") { title.replace('&', "&amp;").replace('<', "&lt;") } else { title }
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::title_of;

    #[test]
    fn a_title_does_not_end_before_its_text_does() {
        let typed = "</title><img src=x>&amp;";
        let shown = title_of(typed, "Harbour & Co");
        assert_eq!(shown, "&lt;/title>&lt;img src=x>&amp;amp; · Harbour &amp; Co");
    }
}
