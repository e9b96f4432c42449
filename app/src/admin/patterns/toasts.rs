use super::is_typing;
use crate::{
    components::{Icon, IconName, Tone, icon_of},
    error::AppError,
};
use futures::future::LocalBoxFuture;
use leptos::{ev, prelude::*, task::spawn_local};
use std::{future::Future, sync::Arc, time::Duration};

/// How long something is said; longer while somebody is at it.
const STAYS: Duration = Duration::from_secs(8);

type Inverse = Arc<dyn Fn() -> LocalBoxFuture<'static, Result<(), AppError>> + Send + Sync>;

/// How to take back what was done.
#[derive(Clone)]
pub struct Undo {
    told: String,
    inverse: Inverse,
}

impl Undo {
    /// By this server function; `told` says then what was undone.
    pub fn new<F>(told: impl Into<String>, inverse: impl Fn() -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<(), AppError>> + 'static,
    {
        Self { told: told.into(), inverse: Arc::new(move || Box::pin(inverse())) }
    }

    /// The same, and this once it is undone.
    #[must_use]
    pub fn then(self, after: impl Fn() + Send + Sync + 'static) -> Self {
        let (inverse, after) = (self.inverse, Arc::new(after));
        let both = move || -> LocalBoxFuture<'static, Result<(), AppError>> {
            let (undone, after) = (inverse(), Arc::clone(&after));
            Box::pin(async move {
                undone.await?;
                after();
                Ok(())
            })
        };
        Self { told: self.told, inverse: Arc::new(both) }
    }
}

#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    undo: Option<Undo>,
}

/// Says what was done, for a while, with a way back where there is one.
#[derive(Clone, Copy, Default)]
pub struct Toaster {
    toasts: RwSignal<Vec<Toast>>,
    last: RwSignal<u32>,
    /// Counts when somebody comes to what is said, or leaves it: it does not go by the time from before.
    turn: RwSignal<u32>,
    /// Somebody is at it.
    is_held: RwSignal<bool>,
}

impl Toaster {
    /// Says something and has it read aloud.
    pub fn say(self, tone: Tone, text: impl Into<String>) {
        self.show(tone, text.into(), None);
    }

    /// As [`Self::say`], with a button that takes it back.
    pub fn say_undoable(self, text: impl Into<String>, undo: Undo) {
        self.show(Tone::Positive, text.into(), Some(undo));
    }

    fn show(self, tone: Tone, text: String, undo: Option<Undo>) {
        // Who left the back office meanwhile is told nothing.
        let Some(last) = self.last.try_get_untracked() else { return };
        let id = last.wrapping_add(1);
        self.last.set(id);
        self.toasts.update(|toasts| toasts.push(Toast { id, tone, text, undo }));
        self.wait_for(id);
    }

    fn wait_for(self, id: u32) {
        let turn = self.turn.get_untracked();
        let go = move || {
            if self.turn.try_get_untracked() == Some(turn) && !self.is_held.get_untracked() {
                self.remove(id);
            }
        };
        set_timeout(go, STAYS);
    }

    fn remove(self, id: u32) {
        self.toasts.try_update(|toasts| toasts.retain(|toast| toast.id != id));
    }

    /// Nothing goes while somebody points at it or has the focus in it, and all stays for its time afterwards.
    fn hold(self, is_held: bool) {
        if self.is_held.get_untracked() == is_held {
            return;
        }
        self.is_held.set(is_held);
        self.turn.update(|turn| *turn = turn.wrapping_add(1));
        if !is_held {
            let ids: Vec<_> =
                self.toasts.with_untracked(|toasts| toasts.iter().map(|toast| toast.id).collect());
            ids.into_iter().for_each(|id| self.wait_for(id));
        }
    }

    /// What is pressed goes, and with it what held the others.
    fn dismiss(self, id: u32) {
        self.remove(id);
        self.hold(false);
    }

    fn undo(self, id: u32) {
        let undo =
            self.toasts.with_untracked(|toasts| toasts.iter().find(|toast| toast.id == id)?.undo.clone());
        self.dismiss(id);
        let Some(Undo { told, inverse }) = undo else { return };
        spawn_local(async move {
            match inverse().await {
                Ok(()) => self.say(Tone::Positive, told),
                Err(error) => self.say(Tone::Danger, format!("It could not be undone: {error}")),
            }
        });
    }

    /// Takes back what was done last, while that is said.
    fn undo_last(self) -> bool {
        let last = self.toasts.with_untracked(|toasts| {
            toasts.iter().rev().find(|toast| toast.undo.is_some()).map(|toast| toast.id)
        });
        if let Some(id) = last {
            self.undo(id);
        }
        last.is_some()
    }
}

/// Makes a toaster for everything below. Called once by the frame, which places [`Toasts`] at its end.
pub fn provide_toaster() {
    provide_context(Toaster::default());
}

/// The frame's toaster.
pub fn use_toaster() -> Toaster {
    use_context().unwrap_or_default()
}

/// Where toasts appear: one live region. The key `u` presses the newest *Undo*.
#[component]
pub fn Toasts() -> impl IntoView {
    let toaster = use_toaster();
    Effect::new(move |_| {
        let handle = window_event_listener(ev::keydown, move |event| {
            let is_alone = !event.ctrl_key() && !event.meta_key() && !event.alt_key();
            if event.key() == "u" && is_alone && !is_typing(&event) && toaster.undo_last() {
                event.prevent_default();
            }
        });
        on_cleanup(move || handle.remove());
    });
    view! {
        <div
            class="toasts"
            role="status"
            aria-live="polite"
            on:mouseover=move |_| toaster.hold(true)
            on:mouseleave=move |_| toaster.hold(false)
            on:focusin=move |_| toaster.hold(true)
            on:focusout=move |_| toaster.hold(false)
        >
            <For each=move || toaster.toasts.get() key=|toast| toast.id children=move |toast| item(toaster, toast) />
        </div>
    }
    .into_any()
}

fn item(toaster: Toaster, toast: Toast) -> AnyView {
    let Toast { id, tone, text, undo } = toast;
    let undo = undo.map(|_| {
        view! {
            <button type="button" class="link min-h-8 px-2" aria-keyshortcuts="u" on:click=move |_| toaster.undo(id)>"Undo"</button>
        }
    });
    view! {
        <div class=format!("toast {}", tone.class())>
            <Icon name=icon_of(tone) />
            <span>{text}</span>
            {undo}
            <button type="button" class="toast-close" aria-label="Dismiss" on:click=move |_| toaster.dismiss(id)>
                <Icon name=IconName::Close />
            </button>
        </div>
    }
    .into_any()
}
