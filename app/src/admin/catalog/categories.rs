use super::{
    api::category_tree, category_branch::branch, category_form::CategoryForm, order_api::OrderCategories,
};
use crate::{
    admin::patterns::{FormMessage, Refresh, act, skeleton_list},
    components::{Card, EmptyState, IconName, PageHeader},
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
    let order = act::<OrderCategories>("Order of the categories saved.");
    let branches = branch(tree, &parents, order);
    view! {
        <div class="with-aside">
            <Card title="Tree">
                {none.then(|| view! { <EmptyState icon=IconName::Folder title="No categories yet" /> })}
                <FormMessage message=order.message() />
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
