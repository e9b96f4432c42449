//! What can go wrong inside, and what of it the outside learns.

/// A failure of ours.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not do what it was asked.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// An event cannot be read.
    #[error(transparent)]
    Refused(#[from] contracts::Error),
}

/// What the functions of this service return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Error> for contracts::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal,
            Error::Database(error) => platform::failure("recommendations", &error),
        }
    }
}
