//! Chosen filters, each with a way out.
use leptos::prelude::*;

use super::{Icon, IconName};

/// Filters in force: (text, href of the list without it). `clear` is the list without any.
#[component]
pub fn FilterChips(items: Vec<(String, String)>, #[prop(into)] clear: String) -> impl IntoView {
    (!items.is_empty()).then(move || {
        let chips: Vec<_> = items
            .into_iter()
            .map(|(text, href)| {
                view! {
                    <li>
                        <a class="chip" href=href>
                            <span class="sr-only">"Remove filter: "</span>
                            {text}
                            <Icon name=IconName::Close />
                        </a>
                    </li>
                }
            })
            .collect();
        view! {
            <ul class="chips" aria-label="Chosen filters">
                {chips}
                <li><a class="link" href=clear>"Clear all"</a></li>
            </ul>
        }
    })
}
