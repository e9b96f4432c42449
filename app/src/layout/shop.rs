use super::{footer::site_footer, header::SiteHeader, search::SearchOverlay};
use crate::{
    cart::{CartDrawer, provide_cart},
    catalog::api::list_categories,
    loaded::{PageResource, page_resource},
};
use contracts::catalog::Category;
use leptos::prelude::*;
use leptos_router::components::Outlet;

/// The category tree of this page, asked for once.
pub type Categories = PageResource<Vec<Category>>;

/// The category tree; below [`ShopFrame`].
pub fn use_categories() -> Categories {
    expect_context()
}

/// The storefront's frame around its pages.
#[component]
pub fn ShopLayout() -> impl IntoView {
    view! { <ShopFrame><Outlet /></ShopFrame> }
}

/// Header and footer around anything.
#[component]
pub fn ShopFrame(children: Children) -> impl IntoView {
    let categories: Categories = page_resource(|| (), |()| list_categories());
    provide_context(categories);
    let cart = provide_cart();
    let searching = RwSignal::new(false);
    view! {
        <a class="skip-link" href="#main">"Skip to the content"</a>
        <SiteHeader searching />
        <main id="main" tabindex="-1" class="outline-none">{children()}</main>
        {site_footer(categories)}
        <CartDrawer state=cart />
        <SearchOverlay open=searching />
    }
}
