use super::brands_api::{BrandLink, list_brands};
use crate::{
    components::{ButtonKind, EmptyState, IconName, LinkButton, SkeletonProducts},
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use leptos::prelude::*;
use leptos_meta::Title;

/// All brands. In the bundle of the account, so that it costs a first visit nothing.
pub struct BrandsPage;

lazy_page!(BrandsPage, account, brands_page);

fn brands_page() -> AnyView {
    let brands = page_resource(|| (), |()| list_brands());
    let skeleton = || view! { <div class="container section-tight"><SkeletonProducts /></div> }.into_any();
    loaded(brands, skeleton, show).into_any()
}

fn show(brands: Vec<BrandLink>) -> AnyView {
    let none = brands.is_empty().then(|| {
        view! {
            <EmptyState icon=IconName::Tag title="No brands yet" text="Look around instead.">
                <LinkButton href="/shop" kind=ButtonKind::Secondary>"See all products"</LinkButton>
            </EmptyState>
        }
    });
    let links: Vec<_> = brands.into_iter().map(link).collect();
    view! {
        <Title text="Brands" />
        <div class="container section-tight stack stack-lg">
            <h1>"Brands"</h1>
            {none}
            <ul class="grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3" role="list">{links}</ul>
        </div>
    }
    .into_any()
}

fn link(brand: BrandLink) -> AnyView {
    view! {
        <li>
            <a class="between py-3 border-b border-line no-underline hover:underline" href=brand.href>
                <span class="min-w-0 wrap-anywhere">{brand.name}</span>
                <span class="small muted tnum">{brand.products}</span>
            </a>
        </li>
    }
    .into_any()
}
