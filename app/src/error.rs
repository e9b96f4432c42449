//! The one error of every server function.

use contracts::{Error, ErrorKind};
use leptos::server_fn::{
    codec::JsonEncoding,
    error::{FromServerFnError, ServerFnErrorErr},
};
use serde::{Deserialize, Serialize};

/// What a server function answers when it did not do what was asked: kind, words for a person, fields
/// to correct. Nothing internal is in it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct AppError(pub Error);

impl AppError {
    /// The HTTP status of the error's kind.
    pub fn status(&self) -> u16 {
        match self.0.kind {
            ErrorKind::NotFound => 404,
            ErrorKind::Invalid => 422,
            ErrorKind::Conflict => 409,
            ErrorKind::Unauthenticated => 401,
            ErrorKind::Forbidden => 403,
            ErrorKind::TooMany => 429,
            ErrorKind::Unavailable => 503,
            ErrorKind::Internal => 500,
        }
    }

    /// An answer that is not what was asked for; the console says why.
    pub(crate) fn unreadable(error: &serde_json::Error) -> Self {
        leptos::logging::error!("an answer cannot be read: {error}");
        Error::internal().into()
    }

    /// There is no such thing (for this asker).
    pub fn not_found(what: &str) -> Self {
        Error::not_found(what).into()
    }
}

impl From<Error> for AppError {
    fn from(error: Error) -> Self {
        let error = Self(error);
        #[cfg(feature = "ssr")]
        crate::context::set_status(error.status());
        error
    }
}

impl std::fmt::Display for AppError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0.message)
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        use ServerFnErrorErr as E;
        match error {
            E::Request(_) => Error::unavailable("The connection was interrupted. Please try again.").into(),
            E::Args(_) | E::MissingArg(_) | E::Deserialization(_) => {
                Error::invalid("Some of what was sent cannot be read. Please check the form.").into()
            }
            other => {
                leptos::logging::error!("a server function failed: {other}");
                Error::internal().into()
            }
        }
    }
}
