use super::{
    PATH,
    api::{CollectionList, CollectionRow, list_collections},
};
use crate::{
    admin::patterns::skeleton_list,
    components::{ButtonKind, Card, Column, DataTable, EmptyState, IconName, LinkButton, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::Members;
use leptos::prelude::*;
use leptos_meta::Title;

/// The list of collections.
pub struct AdminCollections;

office_page!(AdminCollections, admin_collections);

fn admin_collections() -> AnyView {
    let found = page_resource(|| (), |()| list_collections());
    view! {
        <Title text="Collections" />
        <PageHeader
            title="Collections"
            subtitle="Products that belong together for a while, whatever their category."
            actions=|| view! { <LinkButton href="/admin/collections/new" icon=IconName::Plus>"New collection"</LinkButton> }
        />
        {loaded(found, skeleton_list, show)}
    }
    .into_any()
}

fn show(found: CollectionList) -> AnyView {
    if found.rows.is_empty() {
        return none_yet(found.may_edit);
    }
    let columns = vec![
        Column::text("Collection"),
        Column::text("Chosen"),
        Column::text("Address"),
        Column::number("On sale"),
    ];
    let rows: Vec<_> = found.rows.into_iter().map(row).collect();
    view! {
        <Card title="All collections" flush=true>
            <DataTable caption="Collections" columns stacked=true>{rows}</DataTable>
        </Card>
    }
    .into_any()
}

fn none_yet(may_edit: bool) -> AnyView {
    let new = may_edit.then(|| {
        view! { <LinkButton href="/admin/collections/new" kind=ButtonKind::Secondary>"Make the first one"</LinkButton> }
    });
    view! {
        <div class="card">
            <EmptyState icon=IconName::Package title="No collections yet" text="A collection has products that you choose and put in order, or whatever meets a rule: new within 30 days, reduced, of a brand, within a price. It has a page of its own that you can link to.">
                {new}
            </EmptyState>
        </div>
    }
    .into_any()
}

fn row(row: CollectionRow) -> AnyView {
    let CollectionRow { collection, products } = row;
    let chosen = match collection.members {
        Members::Hand { .. } => "By hand",
        Members::Rule { .. } => "By rule",
    };
    view! {
        <tr>
            <th scope="row" class="wrap-anywhere"><a href=format!("{PATH}/{}", collection.id)>{collection.name}</a></th>
            <td data-label="Chosen">{chosen}</td>
            <td data-label="Address" class="muted wrap-anywhere">{format!("/collections/{}", collection.slug)}</td>
            <td data-label="On sale" class="num">{products}</td>
        </tr>
    }
    .into_any()
}
