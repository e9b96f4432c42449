//! What the shop has to say: notices in the page, toasts that pass.
use std::time::Duration;

use leptos::prelude::*;

use super::{Icon, IconName, Tone};

const fn icon_of(tone: Tone) -> IconName {
    match tone {
        Tone::Neutral | Tone::Info => IconName::Info,
        Tone::Positive => IconName::Success,
        Tone::Warning => IconName::Warning,
        Tone::Danger => IconName::Danger,
    }
}

/// A message in the flow of the page. Danger is announced at once, all others politely.
#[component]
pub fn Notice(
    #[prop(optional)] tone: Tone,
    #[prop(optional, into)] title: String,
    #[prop(optional)] children: Option<Children>,
) -> impl IntoView {
    let role = if tone == Tone::Danger { "alert" } else { "status" };
    view! {
        <div class=["notice ", tone.class()].concat() role=role>
            <Icon name=icon_of(tone) class="icon-lg" />
            <div class="notice-body">
                {(!title.is_empty()).then(|| view! { <p class="notice-title">{title}</p> })}
                {children.map(|children| children())}
            </div>
        </div>
    }
}

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
}

/// Shows toasts. Get it with `use_toaster()` anywhere below [`Toasts`].
#[derive(Clone, Copy)]
pub struct Toaster(RwSignal<Vec<Toast>>);

impl Toaster {
    /// Shows a sentence for six seconds and has it read aloud.
    pub fn say(self, tone: Tone, text: impl Into<String>) {
        let text = text.into();
        let mut id = 0;
        self.0.update(|toasts| {
            id = toasts.last().map_or(0, |last| last.id.wrapping_add(1));
            toasts.push(Toast { id, tone, text });
        });
        set_timeout(move || self.drop(id), Duration::from_secs(6));
    }

    fn drop(self, id: u32) {
        self.0.try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }
}

/// Makes a toaster for everything below; call once, in `App`, and place `<Toasts />` at the end of the page.
pub fn provide_toaster() {
    provide_context(Toaster(RwSignal::new(Vec::new())));
}

/// The page's toaster. Without [`provide_toaster`] above, toasts go nowhere.
pub fn use_toaster() -> Toaster {
    use_context().unwrap_or_else(|| Toaster(RwSignal::new(Vec::new())))
}

/// Where toasts appear: one live region per page.
#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = use_toaster();
    view! {
        <div class="toasts" role="status" aria-live="polite">
            <For each=move || toaster.0.get() key=|toast| toast.id let:toast>
                <div class=["toast ", toast.tone.class()].concat()>
                    <Icon name=icon_of(toast.tone) />
                    <span>{toast.text.clone()}</span>
                    <button type="button" class="toast-close" aria-label="Dismiss" on:click=move |_| toaster.drop(toast.id)>
                        <Icon name=IconName::Close />
                    </button>
                </div>
            </For>
        </div>
    }
}
