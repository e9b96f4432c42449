use super::{
    PATH,
    api::{BrandList, list_all_brands},
};
use crate::{
    admin::patterns::skeleton_list,
    components::{ButtonKind, Card, Column, DataTable, EmptyState, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::Brand;
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of brands.
pub struct AdminBrands;

office_page!(AdminBrands, admin_brands);

fn admin_brands() -> AnyView {
    let brands = page_resource(|| (), |()| list_all_brands());
    view! {
        <Title text="Brands" />
        <PageHeader
            title="Brands"
            subtitle="Each has a page of its own in the shop. One that a product names for the first time is made by itself."
            actions=|| view! { <LinkButton href="/admin/brands/new" icon=IconName::Plus>"New brand"</LinkButton> }
        />
        {loaded(brands, skeleton_list, show)}
    }
    .into_any()
}

fn show(found: BrandList) -> AnyView {
    if found.brands.is_empty() {
        return none_yet(found.may_edit);
    }
    let columns = vec![Column::text("Brand"), Column::text("Address"), Column::number("Products")];
    let rows: Vec<_> = found.brands.into_iter().map(row).collect();
    view! {
        <Card title="All brands" flush=true>
            <DataTable caption="Brands" columns stacked=true>{rows}</DataTable>
        </Card>
    }
    .into_any()
}

fn none_yet(may_edit: bool) -> AnyView {
    let new = may_edit.then(|| {
        view! { <LinkButton href="/admin/brands/new" kind=ButtonKind::Secondary>"New brand"</LinkButton> }
    });
    view! {
        <div class="card">
            <EmptyState icon=IconName::Store title="No brands yet" text="A brand appears here as soon as a product names it, and gets a page that you can write something on.">
                {new}
            </EmptyState>
        </div>
    }
    .into_any()
}

fn row(brand: Brand) -> AnyView {
    view! {
        <tr>
            <th scope="row" class="wrap-anywhere"><a href=format!("{PATH}/{}", brand.id)>{brand.name}</a></th>
            <td data-label="Address" class="muted wrap-anywhere">{format!("/brands/{}", brand.slug)}</td>
            <td data-label="Products" class="num">{brand.products}</td>
        </tr>
    }
    .into_any()
}
