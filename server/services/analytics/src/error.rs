/// What can go wrong inside the service.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database failed.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// A rule forbids it; the caller is told.
    #[error(transparent)]
    Refused(#[from] contracts::Error),
}

impl From<Error> for contracts::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refused) => refused,
            Error::Database(_) => platform::failure("analytics", &error),
        }
    }
}

/// What the service's own functions return.
pub(crate) type Result<T> = std::result::Result<T, Error>;
