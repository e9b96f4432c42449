//! A card: one subject, a title, its actions.
use leptos::prelude::*;

/// A bordered section with an optional title line. `flush` lets a table or list touch the borders.
#[component]
pub fn Card(
    #[prop(optional, into)] title: String,
    /// At the end of the title line.
    #[prop(optional, into)]
    actions: ViewFn,
    #[prop(optional)] flush: bool,
    children: Children,
) -> impl IntoView {
    let head = (!title.is_empty()).then(|| {
        view! {
            <header class="card-head">
                <h2 class="card-title">{title}</h2>
                <div class="card-actions">{actions.run()}</div>
            </header>
        }
    });
    view! {
        <section class="card">
            {head}
            <div class=if flush { "card-flush" } else { "card-body" }>{children()}</div>
        </section>
    }
}
