use leptos::prelude::*;

/// The shape of a list that is coming.
pub fn skeleton_list() -> AnyView {
    let rows: Vec<_> = (0..8).map(|_| view! { <div class="skeleton skeleton-line"></div> }).collect();
    view! { <div class="card" aria-hidden="true"><div class="card-body stack">{rows}</div></div> }.into_any()
}

/// The shape of a detail page that is coming.
pub fn skeleton_detail() -> AnyView {
    view! {
        <div class="with-aside with-aside-narrow" aria-hidden="true">
            {skeleton_list()}
            {skeleton_list()}
        </div>
    }
    .into_any()
}
