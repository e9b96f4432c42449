/// Why the service did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error(transparent)]
    Refused(#[from] contracts::Error),
}

/// What everything inside the service returns.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl From<Error> for contracts::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refused) => refused,
            Error::Database(error) => platform::failure("notifications", &error),
        }
    }
}
