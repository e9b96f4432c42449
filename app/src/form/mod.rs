//! Forms that keep what was typed, with and without WASM.
//!
//! Without WASM a refused form comes back as a redirect; the gateway keeps the fields (never passwords)
//! and the error in a short-lived cookie, and [`FormState`] finds them there. With WASM they are in the
//! page anyway and the error is in the action.

mod action;
mod action_form;
mod post;

pub use action::{Answer, FormAction};
pub use action_form::ActionForm;

use crate::{error::AppError, loaded::PageJson};
use leptos::{prelude::*, server_fn::ServerFn};
use serde::{Deserialize, Serialize, de::DeserializeOwned};
use std::{collections::BTreeMap, marker::PhantomData, ops::Deref};

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
#[derive(Clone, Copy)]
pub struct AnyForm {
    /// For `<ActionForm action=form.action>`.
    pub action: FormAction,
    stored: StoredValue<Option<StoredForm>>,
}

impl AnyForm {
    fn new(path: &'static str, read: action::Read) -> Self {
        let stored = use_context::<FormMemory>().map(|memory| memory.0).filter(|stored| stored.path == path);
        Self { action: FormAction::new(path, read), stored: StoredValue::new(stored) }
    }

    /// What to fill an input with: what was typed before, else `fallback`.
    pub fn value(self, name: &str, fallback: &str) -> String {
        let typed = self.stored.with_value(|stored| stored.as_ref()?.fields.get(name).cloned());
        typed.unwrap_or_else(|| fallback.to_owned())
    }

    /// What to say at an input.
    pub fn error(self, name: impl Into<String>) -> Signal<Option<String>> {
        self.error_at(name.into())
    }

    fn error_at(self, name: String) -> Signal<Option<String>> {
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

    /// A field of what is on its way, while it is.
    pub fn on_its_way(self, name: &str) -> Option<String> {
        web_sys::UrlSearchParams::new_with_str(&self.action.input().get()?).ok()?.get(name)
    }

    /// Whether it was answered in this page, whatever the answer.
    pub fn was_answered(self) -> bool {
        self.action.value().with(Option::is_some)
    }

    /// Whether it succeeded in this page.
    pub fn has_succeeded(self) -> bool {
        self.action.value().with(|answer| matches!(answer, Some(Ok(_))))
    }

    fn failure(self) -> Option<AppError> {
        match self.action.value().get() {
            Some(Err(error)) => Some(error),
            Some(Ok(_)) => None,
            None => self.stored.with_value(|stored| stored.as_ref()?.error.clone()),
        }
    }
}

/// The form of a server function.
pub struct FormState<F> {
    form: AnyForm,
    of: PhantomData<fn() -> F>,
}

impl<F> Clone for FormState<F> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<F> Copy for FormState<F> {}

impl<F> Deref for FormState<F> {
    type Target = AnyForm;

    fn deref(&self) -> &AnyForm {
        &self.form
    }
}

impl<F> From<FormState<F>> for AnyForm {
    fn from(form: FormState<F>) -> Self {
        form.form
    }
}

impl<F> Default for FormState<F>
where
    F: ServerFn<Error = AppError>,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    fn default() -> Self {
        Self::new()
    }
}

impl<F> FormState<F>
where
    F: ServerFn<Error = AppError>,
    F::Output: DeserializeOwned + Send + Sync + 'static,
{
    /// The form of a server function.
    pub fn new() -> Self {
        Self { form: AnyForm::new(F::PATH, action::read_json::<F::Output>), of: PhantomData }
    }
}

impl<F> FormState<F>
where
    F: ServerFn<Error = AppError> + 'static,
    F::Output: Clone + Send + Sync + 'static,
{
    /// What came back the last time it was sent in this page.
    pub fn outcome(self) -> Option<Result<F::Output, AppError>> {
        match self.action.value().get()? {
            Ok(answer) => answer.read().map(Ok),
            Err(error) => Some(Err(error)),
        }
    }

    /// What the server function answered, once it succeeded in this page.
    pub fn answer(self) -> Signal<Option<F::Output>> {
        Signal::derive(move || self.outcome().and_then(Result::ok))
    }
}

/// Reads what a form sent as the server would.
pub fn read_sent<F: DeserializeOwned>(body: &str) -> Option<F> {
    serde_qs::Config::new(5, false).deserialize_str(body).ok()
}

impl<F: Serialize> FormState<F> {
    /// Sends what nobody typed.
    pub fn send(self, what: &F) {
        if let Ok(body) = serde_qs::to_string(what) {
            self.action.dispatch(body);
        }
    }
}
