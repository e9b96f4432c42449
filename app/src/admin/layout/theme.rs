use crate::components::{Icon, IconName};
use leptos::prelude::*;

/// Turns light into dark and back; kept in the browser.
#[component]
pub fn ThemeButton() -> impl IntoView {
    view! {
        <button type="button" class="btn btn-quiet btn-icon" aria-label="Light or dark" title="Light or dark" on:click=move |_| turn()>
            <Icon name=IconName::Moon class="icon-lg" />
        </button>
    }
    .into_any()
}

fn turn() {
    let Some(root) = document().document_element() else { return };
    let system = window().match_media("(prefers-color-scheme: dark)").ok().flatten();
    let system_dark = system.is_some_and(|query| query.matches());
    let dark = root.get_attribute("data-theme").map_or(system_dark, |theme| theme == "dark");
    let theme = if dark { "light" } else { "dark" };
    let _ = root.set_attribute("data-theme", theme);
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item("theme", theme);
    }
}
