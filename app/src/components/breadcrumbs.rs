//! Where one is.
use leptos::prelude::*;

/// The way from the start to this page: (text, href). The last one is this page; its href is ignored.
#[component]
pub fn Breadcrumbs(items: Vec<(String, String)>) -> impl IntoView {
    let last = items.len().saturating_sub(1);
    let items: Vec<_> = items
        .into_iter()
        .enumerate()
        .map(|(at, (text, href))| {
            let item = if at == last {
                view! { <span aria-current="page">{text}</span> }.into_any()
            } else {
                view! { <a href=href>{text}</a> }.into_any()
            };
            view! { <li>{item}</li> }
        })
        .collect();
    view! { <nav class="breadcrumbs" aria-label="Breadcrumb"><ol>{items}</ol></nav> }
}
