//! Views of one thing, each with its own address.
use leptos::prelude::*;

/// One tab.
#[derive(Clone, Debug, Default)]
pub struct Tab {
    /// What stands on it.
    pub label: String,
    /// Where it leads.
    pub href: String,
    /// How many there are behind it.
    pub count: Option<u64>,
    /// Whether it is the one shown.
    pub current: bool,
}

/// Tabs as links; also the saved views of a list.
#[component]
pub fn Tabs(
    /// Read aloud, as "Views".
    #[prop(into)]
    label: String,
    items: Vec<Tab>,
) -> impl IntoView {
    let items: Vec<_> = items
        .into_iter()
        .map(|tab| {
            view! {
                <a href=tab.href aria-current=tab.current.then_some("page")>
                    {tab.label}
                    {tab.count.map(|count| view! { <span class="tab-count">{count}</span> })}
                </a>
            }
        })
        .collect();
    view! { <nav class="tabs" aria-label=label>{items}</nav> }
}
