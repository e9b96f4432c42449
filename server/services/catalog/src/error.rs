/// Why the catalogue did not do what was asked.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Error {
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    #[error("picture files: {0}")]
    Files(#[from] std::io::Error),
    #[error("picture encoding: {0}")]
    Encoding(String),
    #[error("search: {0}")]
    Search(#[from] search::Error),
    #[error(transparent)]
    Refused(#[from] contracts::Error),
}

/// What everything inside the service returns.
pub(crate) type Result<T> = std::result::Result<T, Error>;

impl From<Error> for contracts::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refused) => refused,
            Error::Database(error) => platform::failure("catalog", &error),
            other => platform::failure("catalog", &other),
        }
    }
}
