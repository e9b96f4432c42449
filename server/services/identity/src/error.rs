//! What can go wrong inside, and what of it the outside learns.

/// A failure of ours, or a refusal that is told as it is.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database did not do what it was asked.
    #[error("the database failed")]
    Database(#[from] sqlx::Error),
    /// Argon2 failed.
    #[error("a password could not be hashed")]
    Hashing(#[from] argon2::password_hash::Error),
    /// The thread that hashed did not come back.
    #[error("hashing was interrupted")]
    Interrupted(#[from] tokio::task::JoinError),
    /// A key could not be made or did not sign.
    #[error("a token could not be signed")]
    Signing,
    /// A stored value breaks a rule that the database should have held.
    #[error("a stored value is not valid")]
    Stored(#[from] contracts::InvalidValue),
    /// A refusal.
    #[error(transparent)]
    Refused(#[from] contracts::Error),
}

/// What the functions of this service return.
pub type Result<T, E = Error> = std::result::Result<T, E>;

impl From<Error> for contracts::Error {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(refusal) => refusal,
            error => platform::failure("identity", &error),
        }
    }
}
