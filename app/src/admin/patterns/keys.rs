use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};

const ROWS: &str = ".office-main .table tbody tr";

/// Moves through a list by keys: `j` and `k` move, `x` selects, Enter or `e` opens, `/` goes to the search.
#[component]
pub fn ListKeys() -> impl IntoView {
    Effect::new(|_| {
        let handle = window_event_listener(ev::keydown, |event| press(&event));
        on_cleanup(move || handle.remove());
    });
}

fn press(event: &web_sys::KeyboardEvent) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() || is_typing(event) || is_asked() {
        return;
    }
    let done = match event.key().as_str() {
        "j" => step(true),
        "k" => step(false),
        "x" => click("input[type=checkbox]"),
        "e" | "Enter" => click("th a"),
        "/" => focus_search(),
        _ => None,
    };
    if done.is_some() {
        event.prevent_default();
    }
}

/// Whether the keys belong to a field, button or link that has the focus.
pub(crate) fn is_typing(event: &web_sys::KeyboardEvent) -> bool {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let fields = if event.key() == "Enter" {
        "input, textarea, select, a, button, summary"
    } else {
        "input:not([type=checkbox]), textarea, select"
    };
    element.is_some_and(|element| element.matches(fields).unwrap_or(false))
}

fn is_asked() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

fn cursor() -> Option<web_sys::Element> {
    document().query_selector(&format!("{ROWS}[data-cursor]")).ok().flatten()
}

fn step(down: bool) -> Option<()> {
    let next = match cursor() {
        Some(row) => {
            let next = if down { row.next_element_sibling() } else { row.previous_element_sibling() }?;
            row.remove_attribute("data-cursor").ok()?;
            next
        }
        None => document().query_selector(ROWS).ok().flatten()?,
    };
    next.set_attribute("data-cursor", "").ok()?;
    let link = next
        .query_selector("th a")
        .ok()
        .flatten()
        .and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(link) = link {
        let _ = link.focus();
    }
    Some(())
}

fn click(selector: &str) -> Option<()> {
    let target = cursor()?.query_selector(selector).ok().flatten()?;
    target.dyn_into::<web_sys::HtmlElement>().ok()?.click();
    Some(())
}

fn focus_search() -> Option<()> {
    let search = document().query_selector("[data-list-search]").ok().flatten()?;
    search.dyn_into::<web_sys::HtmlElement>().ok()?.focus().ok()
}
