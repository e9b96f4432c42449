use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};

const ROWS: &str = ".office-main .table tbody tr";
const SELECT: &str = ".select-cell input[type=checkbox]";

/// Moves through a list by keys: `j` and `k` move, `x` selects, Enter or `e` opens, `/` goes to the search; a click
/// with Shift selects all rows since the one before. Also what [`PageKeys`] does.
#[component]
pub fn ListKeys() -> impl IntoView {
    listen(|event| {
        let done = match event.key().as_str() {
            "j" => step(true),
            "k" => step(false),
            "x" => click("input[type=checkbox]"),
            "e" | "Enter" => click("th a"),
            "/" => focus_search(),
            key => press(key),
        };
        done.is_some()
    });
    Effect::new(|_| {
        let handle = window_event_listener(ev::click, |event| select_range(&event));
        on_cleanup(move || handle.remove());
    });
}

/// Has a key do what is marked with it, `data-key="s"`: a link or a button is pressed, of anything else the first field
/// gets the focus.
#[component]
pub fn PageKeys() -> impl IntoView {
    listen(|event| press(&event.key()).is_some());
}

/// Listens to keys that are pressed alone, outside of fields and questions. `does` tells whether a key did something.
fn listen(does: fn(&web_sys::KeyboardEvent) -> bool) {
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            let with_others = event.ctrl_key() || event.meta_key() || event.alt_key();
            if !with_others && !is_typing(&event) && !is_asked() && does(&event) {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
}

fn press(key: &str) -> Option<()> {
    if !matches!(key.as_bytes(), [b'a'..=b'z']) {
        return None;
    }
    let marked = document().query_selector(&format!("[data-key={key}]")).ok().flatten()?;
    if marked.matches("a, button").unwrap_or(false) {
        marked.dyn_into::<web_sys::HtmlElement>().ok()?.click();
        return Some(());
    }
    let field = marked.query_selector("input:not([type=hidden]), select, textarea").ok().flatten()?;
    field.dyn_into::<web_sys::HtmlElement>().ok()?.focus().ok()
}

/// With Shift: every row between the one that was pressed last and this one becomes as this one is.
fn select_range(event: &web_sys::MouseEvent) {
    let pressed = event.target().and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok());
    let Some(pressed) = pressed.filter(|input| input.matches(SELECT).unwrap_or(false)) else { return };
    let last = document().query_selector(&format!("{SELECT}[data-last]")).ok().flatten();
    if let Some(last) = &last
        && event.shift_key()
        && let Some((from, to)) = row_of(last).zip(row_of(&pressed))
        && !select_between(&from, &to, pressed.checked(), true)
    {
        select_between(&from, &to, pressed.checked(), false);
    }
    if !event.is_trusted() {
        return;
    }
    if let Some(last) = last {
        let _ = last.remove_attribute("data-last");
    }
    let _ = pressed.set_attribute("data-last", "");
}

fn row_of(cell: &web_sys::Element) -> Option<web_sys::Element> {
    cell.closest("tr").ok().flatten()
}

/// Whether `to` was found below (or above) `from`; then the rows before it are selected as wanted.
fn select_between(from: &web_sys::Element, to: &web_sys::Element, wanted: bool, down: bool) -> bool {
    let (mut boxes, mut row) = (Vec::new(), Some(from.clone()));
    while let Some(here) = row {
        if here == *to {
            boxes.into_iter().flatten().for_each(|input| make(&input, wanted));
            return true;
        }
        boxes.push(here.query_selector(SELECT).ok().flatten());
        row = if down { here.next_element_sibling() } else { here.previous_element_sibling() };
    }
    false
}

fn make(input: &web_sys::Element, wanted: bool) {
    if let Some(input) = input.dyn_ref::<web_sys::HtmlInputElement>()
        && input.checked() != wanted
    {
        input.click();
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
