use crate::components::{ButtonKind, LinkButton, SaveBar};
use leptos::{ev, prelude::*, wasm_bindgen::JsCast, web_sys};

/// Whether this page holds something that was typed and not saved.
#[derive(Clone, Copy, Debug, Default)]
struct Unsaved(RwSignal<bool>);

/// Makes the mark for unsaved work; called once by the frame.
pub fn provide_unsaved() {
    provide_context(Unsaved::default());
}

/// The mark for unsaved work.
pub fn use_unsaved() -> RwSignal<bool> {
    use_context::<Unsaved>().unwrap_or_default().0
}

/// Marks the page when something in it is typed, and asks before it is left so.
#[component]
pub fn UnsavedGuard(children: Children) -> impl IntoView {
    let unsaved = use_unsaved();
    unsaved.set(false);
    Effect::new(move |_| {
        let handle = window_event_listener(ev::beforeunload, move |event| {
            if unsaved.get_untracked() {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
    on_cleanup(move || {
        unsaved.try_set(false);
    });
    view! { <div class="stack" on:input=move |_| unsaved.set(true)>{children()}</div> }.into_any()
}

/// Asks whether to leave unsaved work when a link is followed; for the frame's `on:click`.
pub fn ask_before_leaving(event: &web_sys::MouseEvent, unsaved: RwSignal<bool>) {
    let element = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
    let link = element.and_then(|element| element.closest("a[href]").ok().flatten());
    if link.is_none() || !unsaved.get_untracked() {
        return;
    }
    if window().confirm_with_message("Leave without saving? What you changed is lost.").unwrap_or(true) {
        unsaved.set(false);
    } else {
        event.prevent_default();
        event.stop_propagation();
    }
}

/// Appears at the bottom once something changed; always there without WASM, and for something new.
#[component]
pub fn SaveChanges(
    /// Shown from the start, for something new.
    #[prop(optional)]
    always: bool,
    pending: Signal<bool>,
    /// What the button does, e.g. `Save product`.
    #[prop(into)]
    label: String,
    /// Where to go instead of saving.
    #[prop(into)]
    cancel: String,
) -> impl IntoView {
    let unsaved = use_unsaved();
    let awake = RwSignal::new(false);
    Effect::new(move |_| awake.set(true));
    let changed = Signal::derive(move || !awake.get() || always || unsaved.get());
    view! {
        <SaveBar changed pending label>
            <LinkButton href=cancel kind=ButtonKind::Quiet>"Discard"</LinkButton>
        </SaveBar>
    }
    .into_any()
}
