use crate::components::SkeletonTable;
use leptos::prelude::*;

/// The shape of a list that is coming.
pub fn skeleton_list() -> AnyView {
    view! { <SkeletonTable rows=12 /> }.into_any()
}

/// The shape of a detail page that is coming.
pub fn skeleton_detail() -> AnyView {
    view! {
        <div class="with-aside with-aside-narrow" aria-hidden="true">
            <SkeletonTable rows=10 columns=3 />
            <SkeletonTable rows=5 columns=2 />
        </div>
    }
    .into_any()
}
