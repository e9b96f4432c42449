//! What can go wrong in here, and what the outside learns of it.

/// Why a call was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not do what was asked.
    #[error("the database: {0}")]
    Database(#[from] sqlx::Error),
    /// A stored value is none that this version knows.
    #[error("unreadable in the database: {0}")]
    Unreadable(String),
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
            failed => platform::failure("orders", &failed),
        }
    }
}
