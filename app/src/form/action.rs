//! What happens when a form is sent. One type for all forms: an action per server function, as Leptos has it, would put its
//! machinery into the WebAssembly once for each of more than a hundred.

use super::post;
use crate::error::AppError;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use std::{any::Any, ops::Deref, sync::Arc};

/// What a server function answered; [`Answer::read`] knows its type.
#[derive(Clone)]
pub struct Answer(Arc<dyn Any + Send + Sync>);

impl Answer {
    /// The answer of a server function that answers with this.
    pub(super) fn read<T: Clone + 'static>(&self) -> Option<T> {
        self.0.downcast_ref().cloned()
    }
}

/// Reads the body of an answer.
pub(super) type Read = fn(&[u8]) -> Result<Answer, AppError>;

/// The reader of what is sent as JSON.
pub(super) fn read_json<T: DeserializeOwned + Send + Sync + 'static>(
    body: &[u8],
) -> Result<Answer, AppError> {
    let value = serde_json::from_slice::<T>(body).map_err(|error| AppError::unreadable(&error))?;
    Ok(Answer(Arc::new(value)))
}

/// The form of one server function on its way: its input is what was typed, as an address would have it.
#[derive(Clone, Copy)]
pub struct FormAction {
    url: &'static str,
    sent: Action<String, Result<Answer, AppError>>,
}

impl FormAction {
    pub(super) fn new(url: &'static str, read: Read) -> Self {
        let sent = Action::new(move |body: &String| post::send(url, body.clone(), read));
        Self { url, sent }
    }

    /// Where the form goes.
    pub fn url(self) -> &'static str {
        self.url
    }
}

impl Deref for FormAction {
    type Target = Action<String, Result<Answer, AppError>>;

    fn deref(&self) -> &Self::Target {
        &self.sent
    }
}
