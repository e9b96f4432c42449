//! What can go wrong in here, and what the outside learns of it.

use crate::gateway::Failure;

/// Why a call was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not do what was asked.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A stored value is none that this version knows.
    #[error("unreadable in the database: {0}")]
    Unreadable(String),
    /// The gateway did not do what was asked.
    #[error("the gateway: {0}")]
    Gateway(#[from] Failure),
    /// A rule of ours says no.
    #[error("{0}")]
    Refused(#[from] contracts::Error),
}

impl Error {
    /// A stored value that cannot be read.
    #[expect(clippy::needless_pass_by_value, reason = "called as map_err(Error::unreadable)")]
    pub fn unreadable(what: impl ToString) -> Self {
        Self::Unreadable(what.to_string())
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Self::unreadable(error)
    }
}

impl From<Error> for contracts::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refused) => refused,
            Error::Gateway(Failure::Unavailable(reason)) => {
                tracing::warn!(reason, "the payment gateway does not answer");
                Self::unavailable("The payment provider does not answer. Please try again in a moment.")
            }
            Error::Gateway(Failure::Refused(message)) => Self::conflict(message),
            Error::Gateway(Failure::Forged) => Self::invalid("The signature is wrong."),
            failed => platform::failure("payments", &failed),
        }
    }
}
