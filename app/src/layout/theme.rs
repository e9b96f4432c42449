use leptos::prelude::*;

/// Themes to choose from: what is kept, what is said.
const THEMES: [(&str, &str); 3] = [("", "System"), ("light", "Light"), ("dark", "Dark")];

/// Chooses light, dark, or what the system says; kept in this browser only.
#[component]
pub fn ThemeSwitch() -> impl IntoView {
    let chosen = RwSignal::new(String::new());
    Effect::new(move |_| chosen.set(kept().unwrap_or_default()));
    let button = |(value, text): (&'static str, &'static str)| {
        let choose = move |_| {
            keep(value);
            chosen.set(value.to_owned());
        };
        let pressed = move || if chosen.get() == value { "true" } else { "false" };
        view! {
            <button type="button" class="btn btn-quiet btn-sm aria-pressed:bg-bg" aria-pressed=pressed on:click=choose>{text}</button>
        }
    };
    view! { <div class="needs-script cluster cluster-sm" role="group" aria-label="Theme">{THEMES.map(button).into_iter().collect_view()}</div> }
}

fn kept() -> Option<String> {
    window().local_storage().ok()??.get_item("theme").ok()?
}

/// A browser that keeps nothing still changes the page.
fn keep(theme: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ =
            if theme.is_empty() { storage.remove_item("theme") } else { storage.set_item("theme", theme) };
    }
    if let Some(root) = document().document_element() {
        let _ = if theme.is_empty() {
            root.remove_attribute("data-theme")
        } else {
            root.set_attribute("data-theme", theme)
        };
    }
}
