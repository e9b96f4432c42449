use super::{
    PATH,
    api::{TypeList, list_product_types},
};
use crate::{
    admin::patterns::{plural, skeleton_list},
    components::{ButtonKind, Card, Column, DataTable, EmptyState, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::ProductType;
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of product types.
pub struct AdminProductTypes;

office_page!(AdminProductTypes, admin_product_types);

fn admin_product_types() -> AnyView {
    let types = page_resource(|| (), |()| list_product_types());
    view! {
        <Title text="Product types" />
        <PageHeader
            title="Product types"
            subtitle="What is to be said of products of one kind, such as the capacity of a mug."
            actions=|| view! { <LinkButton href="/admin/product-types/new" icon=IconName::Plus>"New product type"</LinkButton> }
        />
        {loaded(types, skeleton_list, show)}
    }
    .into_any()
}

fn show(found: TypeList) -> AnyView {
    if found.types.is_empty() {
        return none_yet(found.may_edit);
    }
    let columns = vec![Column::text("Type"), Column::text("Attributes"), Column::number("Products")];
    let rows: Vec<_> = found.types.into_iter().map(row).collect();
    view! {
        <Card title="Types" flush=true>
            <DataTable caption="Product types" columns stacked=true>{rows}</DataTable>
        </Card>
    }
    .into_any()
}

fn none_yet(may_edit: bool) -> AnyView {
    let new = may_edit.then(|| {
        view! { <LinkButton href="/admin/product-types/new" kind=ButtonKind::Secondary>"Make the first one"</LinkButton> }
    });
    view! {
        <div class="card">
            <EmptyState icon=IconName::Tag title="No product types yet" text="Products without a type have attributes that are typed freely. A type gives all its products the same fields, such as a width in millimetres or a material of a list, and shoppers can filter by them.">
                {new}
            </EmptyState>
        </div>
    }
    .into_any()
}

fn row(it: ProductType) -> AnyView {
    let labels: Vec<_> = it.attributes.into_iter().map(|attribute| attribute.label).collect();
    let attributes = if labels.is_empty() { "None".to_owned() } else { labels.join(", ") };
    let products = plural(u64::from(it.products), "product", "products");
    view! {
        <tr>
            <th scope="row"><a href=format!("{PATH}/{}", it.id)>{it.name}</a></th>
            <td data-label="Attributes" class="wrap-anywhere">{attributes}</td>
            <td data-label="Products" class="num">{products}</td>
        </tr>
    }
    .into_any()
}
