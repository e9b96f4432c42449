//! The head of a page: where, what, and the one thing to do.
use leptos::prelude::*;

use super::Breadcrumbs;

/// Breadcrumbs, the page's only `<h1>`, a line below it and actions at the end.
#[component]
pub fn PageHeader(
    #[prop(into)] title: String,
    /// One muted line below the title.
    #[prop(optional, into)]
    subtitle: String,
    /// As for [`Breadcrumbs`]; none when empty.
    #[prop(optional)]
    crumbs: Vec<(String, String)>,
    /// Beside the title: status chips.
    #[prop(optional, into)]
    status: ViewFn,
    /// Buttons; the primary one last.
    #[prop(optional, into)]
    actions: ViewFn,
) -> impl IntoView {
    view! {
        <header class="page-header">
            {(!crumbs.is_empty()).then(|| view! { <Breadcrumbs items=crumbs /> })}
            <div class="page-header-line">
                <div class="page-header-title">
                    <h1>{title}</h1>
                    {status.run()}
                </div>
                <div class="page-header-actions">{actions.run()}</div>
            </div>
            {(!subtitle.is_empty()).then(|| view! { <p class="muted">{subtitle}</p> })}
        </header>
    }
}
