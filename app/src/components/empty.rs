//! Nothing here, and what to do about it.
use leptos::prelude::*;

use super::{Icon, IconName};

/// An empty list, cart, search or place, with a way onward as children.
#[component]
pub fn EmptyState(
    icon: IconName,
    #[prop(into)] title: String,
    #[prop(optional, into)] text: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="empty">
            <Icon name=icon class="icon-xl" />
            <h2 class="empty-title">{title}</h2>
            {(!text.is_empty()).then(|| view! { <p class="muted">{text}</p> })}
            {children.map(|children| view! { <div class="cluster">{children()}</div> })}
        </div>
    }
}
