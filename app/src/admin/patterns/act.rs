use super::{Undo, use_toaster};
use crate::{
    admin::open_items::OpenNews,
    components::Tone,
    error::AppError,
    form::{AnyForm, FormState, read_sent},
};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::de::DeserializeOwned;

/// Grows when something on the page was changed; resources read it and are fetched again.
#[derive(Clone, Copy, Debug, Default)]
pub struct Refresh(RwSignal<u32>);

impl Refresh {
    /// The present count, to be part of a resource's key.
    pub fn get(self) -> u32 {
        self.0.get()
    }

    /// Has everything that depends on it fetched again.
    pub fn bump(self) {
        self.0.update(|count| *count += 1);
    }
}

/// The refresh of this page.
pub fn use_refresh() -> Refresh {
    use_context().unwrap_or_default()
}

/// A form that changes something on this page: when it succeeded, the page's data and what is open are fetched
/// again and `done` is said. Without WASM the browser comes back to the page by itself.
pub fn act<F>(done: &'static str) -> FormState<F>
where
    F: ServerFn<Error = AppError>,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    let form = FormState::<F>::new();
    tell(*form, done, Box::new(|| None));
    form
}

/// As [`act`], with a way back for some seconds where `undo` knows one for what was sent.
pub fn act_undoable<F>(
    done: &'static str,
    undo: impl Fn(F) -> Option<Undo> + Send + Sync + 'static,
) -> FormState<F>
where
    F: ServerFn<Error = AppError> + DeserializeOwned,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    let form = FormState::<F>::new();
    let sent = last_sent(*form);
    tell(*form, done, Box::new(move || undo(read_sent(&sent.get_value())?)));
    form
}

/// As [`act`], with a way back for some seconds where `undo` knows one of what was answered.
pub fn act_restorable<F>(
    done: &'static str,
    undo: impl Fn(F::Output) -> Option<Undo> + Send + Sync + 'static,
) -> FormState<F>
where
    F: ServerFn<Error = AppError> + 'static,
    F::Output: DeserializeOwned + Clone + Send + Sync + 'static,
{
    let form = FormState::<F>::new();
    tell(*form, done, Box::new(move || undo(form.outcome()?.ok()?)));
    form
}

/// What a form sent last: its action forgets it once it is answered.
fn last_sent(form: AnyForm) -> StoredValue<String> {
    let sent = StoredValue::new(String::new());
    Effect::new(move |_| {
        if let Some(input) = form.action.input().get() {
            sent.set_value(input);
        }
    });
    sent
}

fn tell(form: AnyForm, done: &'static str, undo: Box<dyn Fn() -> Option<Undo> + Send + Sync>) {
    let (toaster, changed) = (use_toaster(), changed());
    Effect::new(move |_| {
        if !form.has_succeeded() {
            return;
        }
        match undo() {
            Some(undo) => toaster.say_undoable(done, undo.then(changed)),
            None => toaster.say(Tone::Positive, done),
        }
        changed();
    });
}

/// Has the page's data and what is open fetched again.
fn changed() -> impl Fn() + Copy + Send + Sync + 'static {
    let (refresh, news) = (use_refresh(), use_context::<OpenNews>());
    move || {
        refresh.bump();
        if let Some(news) = news {
            news.bump();
        }
    }
}
