use leptos::prelude::*;

use crate::components::BrandHead;

/// What every page has in its head before anything is painted.
#[component]
pub fn HeadLinks() -> impl IntoView {
    view! { <BrandHead /> }
}
