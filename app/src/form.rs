//! Forms that keep what was typed, with and without WASM.
//!
//! Without WASM a refused form comes back as a redirect; the gateway keeps the fields (never passwords)
//! and the error in a short-lived cookie, and [`FormState`] finds them there. With WASM they are in the
//! page anyway and the error is in the action.

use crate::{error::AppError, loaded::PageJson};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::collections::BTreeMap;

/// A form that was sent without WASM and refused.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoredForm {
    /// The server function's path.
    pub path: String,
    /// What was typed, by input name; without passwords and cards.
    pub fields: BTreeMap<String, String>,
    /// Why it was refused.
    pub error: Option<AppError>,
}

#[derive(Clone)]
struct FormMemory(StoredForm);

/// Reads the refused form, if there is one, once per page.
pub(crate) fn provide_form_memory() {
    let stored = SharedValue::<_, PageJson>::new_with_encoding(|| {
        #[cfg(feature = "ssr")]
        let stored = use_context::<StoredForm>().unwrap_or_default();
        #[cfg(not(feature = "ssr"))]
        let stored = StoredForm::default();
        stored
    });
    provide_context(FormMemory(stored.into_inner()));
}

/// A form and its action: what to fill the fields with, what to say at them.
pub struct FormState<F>
where
    F: ServerFn + Send + Sync + Clone + 'static,
    F::Output: Send + Sync + 'static,
{
    /// For `<ActionForm action=form.action>`.
    pub action: ServerAction<F>,
    stored: StoredValue<Option<StoredForm>>,
}

impl<F> Clone for FormState<F>
where
    F: ServerFn + Send + Sync + Clone + 'static,
    F::Output: Send + Sync + 'static,
{
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for FormState<F>
where
    F: ServerFn + Send + Sync + Clone + 'static,
    F::Output: Send + Sync + 'static,
{
}

impl<F> Default for FormState<F>
where
    F: ServerFn<Error = AppError> + Send + Sync + Clone + DeserializeOwned + 'static,
    F::Output: Send + Sync + Clone + 'static,
{
    fn default() -> Self {
        Self::new()
    }
}

impl<F> FormState<F>
where
    F: ServerFn<Error = AppError> + Send + Sync + Clone + DeserializeOwned + 'static,
    F::Output: Send + Sync + Clone + 'static,
{
    /// The form of a server function.
    pub fn new() -> Self {
        let stored =
            use_context::<FormMemory>().map(|memory| memory.0).filter(|stored| stored.path == F::PATH);
        Self { action: ServerAction::new(), stored: StoredValue::new(stored) }
    }

    /// What to fill an input with: what was typed before, else `fallback`.
    pub fn value(self, name: &str, fallback: &str) -> String {
        let typed = self.stored.with_value(|stored| stored.as_ref()?.fields.get(name).cloned());
        typed.unwrap_or_else(|| fallback.to_owned())
    }

    /// What to say at an input.
    pub fn error(self, name: impl Into<String>) -> Signal<Option<String>> {
        let name = name.into();
        Signal::derive(move || self.failure()?.0.for_field(&name).map(str::to_owned))
    }

    /// What to say above the form: the message of an error, also when fields are marked.
    pub fn message(self) -> Signal<Option<String>> {
        Signal::derive(move || Some(self.failure()?.0.message))
    }

    /// Whether the form is on its way.
    pub fn pending(self) -> Signal<bool> {
        self.action.pending().into()
    }

    /// What the server function answered, once it succeeded in this page.
    pub fn answer(self) -> Signal<Option<F::Output>> {
        Signal::derive(move || self.action.value().get().and_then(Result::ok))
    }

    fn failure(self) -> Option<AppError> {
        match self.action.value().get() {
            Some(Err(error)) => Some(error),
            Some(Ok(_)) => None,
            None => self.stored.with_value(|stored| stored.as_ref()?.error.clone()),
        }
    }
}
