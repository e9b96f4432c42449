use crate::{
    admin::api::{Found, palette},
    components::{Dialog, Icon, IconName, PageHeader},
    error::AppError,
    lazy_page::lazy_page,
    loaded::{loaded, page_resource},
};
use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};
use leptos_meta::Title;
use leptos_router::{components::Form, hooks::use_query_map};
use std::time::Duration;

/// Opens the palette; without WASM a link to the same search as a page.
#[component]
pub fn PaletteButton(open: RwSignal<bool>) -> impl IntoView {
    let press = move |event: web_sys::MouseEvent| {
        event.prevent_default();
        event.stop_propagation();
        open.set(true);
    };
    view! {
        <a class="btn btn-secondary min-w-0 flex-1 justify-start md:max-w-sm" href="/admin/find" on:click=press aria-keyshortcuts="Control+K Meta+K">
            <Icon name=IconName::Search />
            <span>"Find"</span>
            <span class="kbd only-wide push" aria-hidden="true">"Ctrl K"</span>
        </a>
    }
    .into_any()
}

/// The palette: opens with Ctrl or Cmd and K, finds while one types, moves by arrows.
#[component]
pub fn Palette(open: RwSignal<bool>) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let find = Action::new(|text: &String| palette(text.clone()));
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            if event.key().eq_ignore_ascii_case("k") && (event.ctrl_key() || event.meta_key()) {
                event.prevent_default();
                open.set(true);
            }
        });
        on_cleanup(move || handle.remove());
    });
    Effect::new(move |_| {
        if open.get() {
            find.dispatch(text.get_untracked());
        }
    });
    let results = move || match find.value().get() {
        Some(Ok(found)) if found.is_empty() => view! { <p class="muted">"Nothing found."</p> }.into_any(),
        Some(Ok(found)) => found_list(found),
        Some(Err(error)) => view! { <p class="muted">{error.to_string()}</p> }.into_any(),
        None => ().into_any(),
    };
    view! {
        <Dialog id="palette" title="Find" open bare=true>
            <div class="stack stack-sm" on:keydown=|event| move_through(&event) on:click=move |event: web_sys::MouseEvent| close_on_link(&event, open)>
                {field(text, find)}
                <div aria-live="polite">{results}</div>
            </div>
        </Dialog>
    }
    .into_any()
}

/// The field of the palette. What waits for the typing to rest lives in the handler, which only browsers
/// make: on the server it would be dropped by another thread than the one that made it.
fn field(text: RwSignal<String>, find: Action<String, Result<Vec<Found>, AppError>>) -> AnyView {
    let mut ask = leptos::leptos_dom::helpers::debounce(Duration::from_millis(120), move |typed: String| {
        drop(find.dispatch(typed))
    });
    let typed = move |event| {
        let value = event_target_value(&event);
        text.set(value.clone());
        ask(value);
    };
    view! {
        <input
            class="input"
            type="search"
            autofocus=true
            placeholder="Orders, products, customers, pages"
            aria-label="Find orders, products, customers, pages"
            on:input=typed
        />
    }
    .into_any()
}

/// What was found, as links.
pub fn found_list(found: Vec<Found>) -> AnyView {
    let items: Vec<_> = found
        .into_iter()
        .map(|item| {
            view! {
                <li>
                    <a href=item.href>
                        <Icon name=icon_of(&item.kind) />
                        <span class="truncate">{item.title}</span>
                        <span class="muted small push truncate">{if item.note.is_empty() { item.kind } else { item.note }}</span>
                    </a>
                </li>
            }
        })
        .collect();
    view! { <ul class="palette-list">{items}</ul> }.into_any()
}

fn icon_of(kind: &str) -> IconName {
    match kind {
        "Order" => IconName::Orders,
        "Product" => IconName::Tag,
        "Customer" => IconName::User,
        "Action" => IconName::Plus,
        _ => IconName::ArrowRight,
    }
}

/// Arrow keys move between the field and the results; Enter in the field opens the first one.
fn move_through(event: &web_sys::KeyboardEvent) {
    let Some(element) = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok()) else {
        return;
    };
    let first = || document().query_selector("#palette .palette-list a").ok().flatten();
    let item = element.closest("li").ok().flatten();
    let link_in =
        |item: Option<web_sys::Element>| item.and_then(|item| item.query_selector("a").ok().flatten());
    let target = match (event.key().as_str(), item) {
        ("ArrowDown" | "Enter", None) => first(),
        ("ArrowDown", Some(item)) => link_in(item.next_element_sibling()),
        ("ArrowUp", Some(item)) => link_in(item.previous_element_sibling()).or_else(input),
        _ => return,
    };
    event.prevent_default();
    let Some(target) = target.and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    if event.key() == "Enter" {
        target.click()
    } else {
        let _ = target.focus();
    }
}

fn input() -> Option<web_sys::Element> {
    document().query_selector("#palette input").ok().flatten()
}

fn close_on_link(event: &web_sys::MouseEvent, open: RwSignal<bool>) {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    if element.is_some_and(|element| element.closest("a").ok().flatten().is_some()) {
        open.set(false);
    }
}

/// The palette as a page, for browsers without WASM.
pub struct AdminFind;

lazy_page!(AdminFind, admin, admin_find);

fn admin_find() -> AnyView {
    let query = use_query_map();
    let text = Memo::new(move |_| query.with(|query| query.get("q").unwrap_or_default()));
    let found = page_resource(move || text.get(), palette);
    let text = text.get_untracked();
    view! {
        <Title text="Find" />
        <PageHeader title="Find" />
        <Form method="GET" action="/admin/find" attr:class="toolbar" attr:role="search">
            <div class="toolbar-search">
                <input class="input" type="search" name="q" value=text aria-label="Orders, products, customers, pages" />
            </div>
            <button type="submit" class="btn btn-primary">"Find"</button>
        </Form>
        {loaded(found, || ().into_any(), found_list)}
    }
    .into_any()
}
