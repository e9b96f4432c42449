//! Terms and what they are: side columns, order summaries.
use leptos::prelude::*;

/// A definition list; the [`Fact`]s are its children.
#[component]
pub fn Facts(children: Children) -> impl IntoView {
    view! { <dl class="facts">{children()}</dl> }
}

/// One line of [`Facts`]. The value is its children.
#[component]
pub fn Fact(
    #[prop(into)] term: String,
    /// Set off by a line and bold: the total.
    #[prop(optional)]
    total: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <div class:fact-total=total>
            <dt>{term}</dt>
            <dd>{children()}</dd>
        </div>
    }
}
