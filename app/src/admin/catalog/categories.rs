use super::{api::category_tree, category_form::CategoryForm};
use crate::{
    admin::patterns::{Refresh, skeleton_list},
    components::{Card, EmptyState, Icon, IconName, PageHeader},
    lazy_page::office_page,
    loaded::{loaded, page_resource},
};
use contracts::catalog::Category;
use leptos::prelude::*;
use leptos_meta::Title;

/// The tree of categories, each to be changed in place.
pub struct AdminCategories;

office_page!(AdminCategories, admin_categories);

fn admin_categories() -> AnyView {
    let refresh = Refresh::default();
    let tree = page_resource(move || refresh.get(), |_| category_tree());
    provide_context(refresh);
    view! {
        <Title text="Categories" />
        <PageHeader title="Categories" subtitle="A product belongs to one of these and to all above it." />
        {loaded(tree, skeleton_list, show)}
    }
    .into_any()
}

/// All categories for a choice: id, and the name behind those of its parents.
pub fn choices(tree: &[Category]) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for category in tree {
        all.push((category.id.to_string(), category.name.clone()));
        let below = choices(&category.children).into_iter();
        all.extend(below.map(|(id, name)| (id, format!("{} / {name}", category.name))));
    }
    all
}

fn show(tree: Vec<Category>) -> AnyView {
    let parents = choices(&tree);
    let none = tree.is_empty();
    let branches = branch(tree, &parents);
    view! {
        <div class="with-aside">
            <Card title="Tree">
                {none.then(|| view! { <EmptyState icon=IconName::Folder title="No categories yet" /> })}
                {branches}
            </Card>
            <aside id="new">
                <Card title="New category">
                    <CategoryForm category=None parents />
                </Card>
            </aside>
        </div>
    }
    .into_any()
}

fn branch(categories: Vec<Category>, parents: &[(String, String)]) -> AnyView {
    let items: Vec<_> = categories
        .into_iter()
        .map(|mut category| {
            let children = std::mem::take(&mut category.children);
            let below = (!children.is_empty()).then(|| branch(children, parents));
            view! { <li>{node(category, parents)}{below}</li> }
        })
        .collect();
    view! { <ul class="[&_ul]:ps-6">{items}</ul> }.into_any()
}

fn node(category: Category, parents: &[(String, String)]) -> AnyView {
    let others = parents.iter().filter(|(id, _)| *id != category.id.to_string()).cloned().collect();
    view! {
        <details class="disclosure">
            <summary>
                <span class="cluster cluster-sm"><Icon name=IconName::Folder />{category.name.clone()}</span>
                <span class="muted small push">{format!("{} on sale", category.product_count)}</span>
                <Icon name=IconName::ChevronDown />
            </summary>
            <div class="disclosure-body">
                <CategoryForm category=Some(category) parents=others />
            </div>
        </details>
    }
    .into_any()
}
