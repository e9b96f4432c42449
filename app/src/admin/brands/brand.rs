use super::{
    PATH,
    api::{BrandPage, load_brand},
    form::{BrandForm, Merging},
};
use crate::{
    admin::patterns::{DetailFrame, Refresh, skeleton_detail},
    components::{ButtonKind, Card, Fact, Facts, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::Brand;
use leptos::prelude::*;
use leptos_meta::Title;
use leptos_router::hooks::use_params_map;

/// A brand, or a new one.
pub struct AdminBrand;

office_page!(AdminBrand, admin_brand);

fn admin_brand() -> AnyView {
    let (refresh, params) = (Refresh::default(), use_params_map());
    let id = Memo::new(move |_| params.with(|params| params.get("brand").unwrap_or_default()));
    let page = page_resource(move || (id.get(), refresh.get()), |(id, _)| load_brand(id));

    provide_context(refresh);
    loaded(page, skeleton_detail, show).into_any()
}

fn show(page: BrandPage) -> AnyView {
    let BrandPage { brand, others, may_edit } = page;
    let title = brand.as_ref().map_or_else(|| "New brand".to_owned(), |brand| brand.name.clone());
    let crumbs = vec![("Brands".to_owned(), PATH.to_owned()), (title.clone(), String::new())];
    let href = brand.as_ref().map(|brand| format!("/brands/{}", brand.slug));
    let actions = move || {
        href.clone().map(|href| {
            view! { <LinkButton href kind=ButtonKind::Secondary icon=IconName::External>"In the shop"</LinkButton> }
        })
    };
    let known = brand.clone();
    let side = move || known.map(|brand| side(brand, others, may_edit));
    let form = may_edit.then(|| view! { <BrandForm brand /> });
    view! {
        <Title text=title.clone() />
        <PageHeader title crumbs actions />
        <DetailFrame side>{form}</DetailFrame>
    }
    .into_any()
}

fn side(brand: Brand, others: Vec<(String, String)>, may_edit: bool) -> AnyView {
    let products = brand.products;
    let merging = (may_edit && !others.is_empty()).then(|| view! { <Merging brand others /> });
    view! {
        <Card title="Facts"><Facts><Fact term="Products">{products}</Fact></Facts></Card>
        {merging}
    }
    .into_any()
}
