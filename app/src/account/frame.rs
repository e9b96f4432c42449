use super::api::LogOut;
use crate::{
    components::{Button, ButtonKind, ButtonSize, IconName, Notice, Tab, Tabs, Tone},
    form::{ActionForm, FormState},
    visitor::use_visitor,
};
use leptos::prelude::*;
use leptos_meta::{Meta, Title};

const PAGES: [(&str, &str); 6] = [
    ("Overview", "/account"),
    ("Orders", "/account/orders"),
    ("Addresses", "/account/addresses"),
    ("Profile", "/account/profile"),
    ("Security", "/account/security"),
    ("Privacy", "/account/privacy"),
];

/// What surrounds the pages of an account: its tabs and the way out. `current` is the page's address.
pub(super) fn account_frame(title: &'static str, current: &'static str, page: AnyView) -> AnyView {
    let tabs = PAGES.map(|(label, href)| Tab {
        label: label.to_owned(),
        href: href.to_owned(),
        current: href == current,
        ..Tab::default()
    });
    view! {
        <Title text=title />
        <Meta name="robots" content="noindex" />
        <div class="container section-tight stack stack-lg">
            <div class="between items-start no-print">
                <div class="min-w-0 overflow-x-auto"><Tabs label="Your account" items=tabs.to_vec() /></div>
                {log_out_button()}
            </div>
            {page}
        </div>
    }
    .into_any()
}

fn log_out_button() -> AnyView {
    let form = FormState::<LogOut>::new();
    let visitor = use_visitor();
    Effect::new(move |_| {
        if form.has_succeeded() {
            visitor.refresh();
        }
    });
    view! {
        <ActionForm action=form.action>
            <Button kind=ButtonKind::Quiet size=ButtonSize::Small icon=IconName::LogOut pending=form.pending()>"Log out"</Button>
        </ActionForm>
    }
    .into_any()
}

/// A page before its account is open: log-in, registration, passwords.
pub(super) fn door(title: &'static str, text: &'static str, form: AnyView) -> AnyView {
    view! {
        <Title text=title />
        <Meta name="robots" content="noindex" />
        <div class="container section">
            <div class="stack stack-lg mx-auto w-full max-w-md">
                <div class="stack stack-sm">
                    <h1>{title}</h1>
                    {(!text.is_empty()).then(|| view! { <p class="muted">{text}</p> })}
                </div>
                {form}
            </div>
        </div>
    }
    .into_any()
}

/// Why a form was refused, above it; takes the focus so that nobody misses it.
pub(super) fn refusal(message: Signal<Option<String>>) -> AnyView {
    let place = NodeRef::<leptos::html::Div>::new();
    Effect::new(move |_| {
        if let (Some(_), Some(place)) = (message.get(), place.get()) {
            // Without focus the message is still announced.
            drop(place.focus());
        }
    });
    view! {
        <div node_ref=place tabindex="-1" class="outline-none">
            {move || message.get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })}
        </div>
    }
    .into_any()
}

/// The page that was asked for before the log-in, if it is one of the shop's.
pub(super) fn next_page() -> String {
    let query = leptos_router::hooks::use_query_map();
    let next = query.with_untracked(|query| query.get("next").unwrap_or_default());
    if next.starts_with('/') && !next.starts_with("//") { next } else { String::new() }
}
