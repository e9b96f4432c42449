use super::{
    api::{ProductList, list_products},
    bulk::BulkStatus,
    categories::choices,
};
use crate::{
    admin::patterns::{
        ExportLink, ListFilter, ListFrame, ListState, Pages, Refresh, SelectRow, Selection, When, how_many,
        named, product_badge, skeleton_list, use_list_state,
    },
    components::{Badge, Column, DataTable, IconName, LinkButton, PageHeader, Tone},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::{Timestamp, catalog::ProductRow};
use leptos::prelude::*;
use leptos_meta::Title;

const PATH: &str = "/admin/products";

/// The list of products.
pub struct AdminProducts;

office_page!(AdminProducts, admin_products);

fn admin_products() -> AnyView {
    let (refresh, state, selection) = (Refresh::default(), use_list_state(), Selection::default());
    let list = page_resource(move || (state.get(), refresh.get()), |(state, _)| list_products(state));

    provide_context(refresh);
    view! {
        <Title text="Products" />
        <PageHeader
            title="Products"
            actions=move || view! {
                <ExportLink list="products" state />
                <LinkButton href="/admin/products/new" icon=IconName::Plus>"New product"</LinkButton>
            }
        />
        {loaded(list, skeleton_list, move |list| table(&state.get_untracked(), list, selection))}
    }
    .into_any()
}

fn table(state: &ListState, found: ProductList, selection: Selection) -> AnyView {
    let (page, now) = (found.list.page, found.list.now);
    let may_edit = found.may_edit;
    let (total, pages, empty) = (page.total, Pages::of(&page), page.items.is_empty());
    let columns = vec![
        Column::unseen("Select"),
        Column::unseen("Picture"),
        state.sortable(Column::text("Product"), PATH, "name"),
        Column::text("Status"),
        Column::text("Category"),
        Column::number("Variants"),
        Column::text("Stock"),
        state.sortable(Column::number("Price from"), PATH, "price"),
        state.sortable(Column::text("Changed"), PATH, "updated"),
    ];
    let shown: Vec<String> = page.items.iter().map(|product| product.id.to_string()).collect();
    let rows: Vec<_> = page.items.into_iter().map(|product| row(product, now, selection)).collect();
    let heads = named(&columns);
    view! {
        <ListFrame columns=heads state=state.clone() path=PATH search="Name or SKU" filters=filters(&found.categories) count=how_many(total, "product", "products") empty pages>
            <div class="group stack stack-sm">
                {may_edit.then(|| view! { <BulkStatus selection shown /> })}
                <DataTable caption="Products" columns stacked=true>{rows}</DataTable>
            </div>
        </ListFrame>
    }
    .into_any()
}

fn filters(categories: &[contracts::catalog::Category]) -> Vec<ListFilter> {
    let status = [("draft", "Draft"), ("active", "Active"), ("archived", "Archived")];
    let status = status.map(|(value, text)| (value.to_owned(), text.to_owned())).to_vec();
    vec![
        ListFilter::new("status", "Status", status),
        ListFilter::new("category", "Category", choices(categories)),
        ListFilter::new("scheduled", "Schedule", vec![("1".to_owned(), "Scheduled".to_owned())]),
    ]
}

fn row(product: ProductRow, now: Timestamp, selection: Selection) -> AnyView {
    let picture = product.picture.map(|picture| {
        view! { <img class="thumb" src=picture.at(240) alt="" width="36" height="45" loading="lazy" /> }
    });
    let stock = if product.in_stock { (Tone::Positive, "In stock") } else { (Tone::Danger, "Sold out") };
    view! {
        <tr>
            <SelectRow id=product.id.to_string() label=format!("Select {}", product.name) selection />
            <td>{picture}</td>
            <th scope="row">
                <a href=format!("{PATH}/{}", product.id)>{product.name}</a>
                <span class="muted small">{product.brand.map(|brand| format!(" · {brand}"))}</span>
            </th>
            <td data-label="Status">{product_badge(product.status)}</td>
            <td data-label="Category">{product.category}</td>
            <td data-label="Variants" class="num">{product.variants}</td>
            <td data-label="Stock"><Badge tone=stock.0 text=stock.1 /></td>
            <td data-label="Price from" class="num">{product.price_from.to_string()}</td>
            <td data-label="Changed" class="muted"><When at=product.updated_at now /></td>
        </tr>
    }
    .into_any()
}
