use crate::components::{Icon, IconName, Notice, Tone};
use leptos::prelude::*;

/// Asks once before something that cannot be taken back: opens in place, also without WASM.
/// The children say what will happen and hold the form.
#[component]
pub fn Confirm(
    /// What the closed line says, e.g. `Cancel order`.
    #[prop(into)]
    title: String,
    #[prop(optional, into)] icon: Option<IconName>,
    /// Whether it starts open, e.g. after a refused try.
    #[prop(optional)]
    open: bool,
    children: Children,
) -> impl IntoView {
    view! {
        <details class="disclosure" open=open>
            <summary>
                <span class="cluster cluster-sm">{icon.map(|name| view! { <Icon name /> })}{title}</span>
                <Icon name=IconName::ChevronDown />
            </summary>
            <div class="disclosure-body stack">{children()}</div>
        </details>
    }
    .into_any()
}

/// What a refused form has to say, above it.
#[component]
pub fn FormMessage(#[prop(into)] message: Signal<Option<String>>) -> impl IntoView {
    move || message.get().map(|text| view! { <Notice tone=Tone::Danger>{text}</Notice> })
}
