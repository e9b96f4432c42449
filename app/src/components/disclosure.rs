//! Sections that open in place.
use leptos::prelude::*;

use super::{Icon, IconName};

/// A native details element: works without scripts, found by the browser's search.
#[component]
pub fn Disclosure(
    #[prop(into)] title: String,
    #[prop(optional)] open: bool,
    /// Disclosures of one name close each other.
    #[prop(optional)]
    group: Option<&'static str>,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=open name=group>
            <summary>{title}<Icon name=IconName::ChevronDown /></summary>
            <div class="disclosure-body">{children()}</div>
        </details>
    }
}
