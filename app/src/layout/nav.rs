use super::shop::Categories;
use contracts::catalog::Category;
use leptos::prelude::*;
use leptos_router::hooks::use_location;

/// Links to the collections that hold something; waits for them on the server.
pub(super) fn category_links(categories: Categories, class: &'static str) -> AnyView {
    let path = use_location().pathname;
    let links = move || {
        Suspend::new(async move {
            let tree = categories.await.unwrap_or_default();
            tree.into_iter()
                .filter(|category| category.product_count > 0)
                .map(|one| link(one, class, path))
                .collect_view()
        })
    };
    view! { <Transition>{links}</Transition> }.into_any()
}

fn link(category: Category, class: &'static str, path: Memo<String>) -> AnyView {
    let href = ["/c/", category.slug.as_str()].concat();
    let target = href.clone();
    // A browser that has left may have taken the router with it while its page is still rendered.
    let current = move || path.try_with(|path| *path == target).unwrap_or_default().then_some("page");
    view! { <a class=class href=href aria-current=current>{category.name}</a> }.into_any()
}
