//! The search over the page: suggestions while one types, by keyboard too. Without WASM the link in the
//! header leads to the search page instead.

use crate::{
    catalog::{api::suggest, card::picture_of},
    components::{Button, Dialog, DialogPlace, Icon, IconName},
    lazy_page::{lazy_part, once_open},
};
use contracts::catalog::{CategoryRef, ProductCard, Suggestions};
use leptos::{ev::KeyboardEvent, html, prelude::*};
use leptos_router::{
    NavigateOptions,
    components::Form,
    hooks::{use_location, use_navigate},
};
use std::time::Duration;

/// How long typing must rest before the server is asked.
const REST: Duration = Duration::from_millis(180);

/// The overlay; its code comes when it first opens.
#[component]
pub fn SearchOverlay(open: RwSignal<bool>) -> impl IntoView {
    once_open(open, move || overlay(open))
}

lazy_part!(overlay, listing, content(RwSignal<bool>));

/// Asks for suggestions from the second letter on.
fn content(open: RwSignal<bool>) -> AnyView {
    let (text, active) = (RwSignal::new(String::new()), RwSignal::new(None::<usize>));
    let found = LocalResource::new(move || {
        let words = text.get();
        async move {
            if words.chars().count() < 2 {
                Suggestions::default()
            } else {
                suggest(words).await.unwrap_or_default()
            }
        }
    });
    let links = Memo::new(move |_| found.get().map(|found| addresses(&found)).unwrap_or_default());
    close_on_arrival(open);
    view! {
        <Dialog id="search-overlay" title="Search" place=DialogPlace::Top open>
            <div class="container container-narrow stack">
                {form(text, active, links)}
                {move || results(found.get().unwrap_or_default(), active, &text.get_untracked())}
            </div>
        </Dialog>
    }
    .into_any()
}

fn close_on_arrival(open: RwSignal<bool>) {
    let location = use_location();
    Effect::new(move |before: Option<()>| {
        location.pathname.track();
        location.search.track();
        if before.is_some() {
            open.set(false);
        }
    });
}

fn form(text: RwSignal<String>, active: RwSignal<Option<usize>>, links: Memo<Vec<String>>) -> AnyView {
    let input = NodeRef::<html::Input>::new();
    let mut ask = leptos::leptos_dom::helpers::debounce(REST, move |words: String| text.set(words));
    let typed = move |event| {
        active.set(None);
        ask(event_target_value(&event).trim().to_owned());
    };
    let navigate = use_navigate();
    let keys = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" | "ArrowUp" => {
            event.prevent_default();
            let (count, down) = (links.with(Vec::len), event.key() == "ArrowDown");
            active.update(|at| *at = moved(*at, count, down));
        }
        "Enter" => {
            if let Some(href) =
                active.get_untracked().and_then(|at| links.with(|links| links.get(at).cloned()))
            {
                event.prevent_default();
                navigate(&href, NavigateOptions::default());
            }
        }
        _ => {}
    };
    view! {
        <Form method="GET" action="/search" attr:role="search" attr:class="flex gap-2">
            <input
                node_ref=input
                class="input"
                type="search"
                name="q"
                autocomplete="off"
                autofocus=true
                placeholder="What are you looking for?"
                aria-label="Search words"
                role="combobox"
                aria-expanded=move || if links.with(Vec::is_empty) { "false" } else { "true" }
                aria-controls="suggestions"
                aria-activedescendant=move || active.get().map(|at| format!("suggestion-{at}"))
                on:input=typed
                on:keydown=keys
            />
            <Button icon=IconName::Search>"Search"</Button>
        </Form>
    }
    .into_any()
}

/// The next entry of a list that goes round; past the ends is the field itself.
fn moved(at: Option<usize>, count: usize, down: bool) -> Option<usize> {
    match (at, down) {
        _ if count == 0 => None,
        (None, true) => Some(0),
        (None, false) => Some(count - 1),
        (Some(at), true) => (at + 1 < count).then_some(at + 1),
        (Some(at), false) => at.checked_sub(1),
    }
}

fn product_address(card: &ProductCard) -> String {
    ["/p/", card.slug.as_str()].concat()
}

fn category_address(category: &CategoryRef) -> String {
    ["/c/", category.slug.as_str()].concat()
}

/// In the order shown: collections, then products.
fn addresses(found: &Suggestions) -> Vec<String> {
    found.categories.iter().map(category_address).chain(found.products.iter().map(product_address)).collect()
}

fn results(found: Suggestions, active: RwSignal<Option<usize>>, words: &str) -> AnyView {
    let offset = found.categories.len();
    if offset + found.products.len() == 0 {
        let text =
            if words.chars().count() < 2 { "" } else { "Nothing by that name yet. Try a shorter word." };
        return view! { <p class="muted small min-h-8" id="suggestions" role="status">{text}</p> }.into_any();
    }
    let categories = found.categories.into_iter().enumerate().map(|(at, category)| {
        let href = category_address(&category);
        option(at, active, href, view! { <Icon name=IconName::Folder />{category.name} }.into_any())
    });
    let products = found.products.into_iter().enumerate().map(|(at, card)| {
        let content = view! {
            <span class="w-12 shrink-0">{picture_of(card.pictures.first(), "", None, false)}</span>
            <span class="min-w-0 flex-1">{card.name.clone()}</span>
            <span class="tnum muted">{card.price_from.to_string()}</span>
        };
        option(offset + at, active, product_address(&card), content.into_any())
    });
    let options: Vec<_> = categories.chain(products).collect();
    view! { <div id="suggestions" role="listbox" aria-label="Suggestions" class="flex flex-col">{options}</div> }.into_any()
}

fn option(at: usize, active: RwSignal<Option<usize>>, href: String, content: AnyView) -> AnyView {
    let is_active = move || active.get() == Some(at);
    view! {
        <a
            class="flex items-center gap-3 px-2 py-2 rounded no-underline hover:bg-surface"
            class:bg-surface=is_active
            id=format!("suggestion-{at}")
            role="option"
            tabindex="-1"
            aria-selected=move || if is_active() { "true" } else { "false" }
            href=href
        >
            {content}
        </a>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrows_go_round_through_the_field() {
        assert_eq!(moved(None, 2, true), Some(0));
        assert_eq!(moved(Some(1), 2, true), None);
        assert_eq!(moved(Some(0), 2, false), None);
        assert_eq!(moved(None, 2, false), Some(1));
        assert_eq!(moved(None, 0, true), None);
    }
}
