//! A Postgres of our own, for a shop that has none configured: found on this machine, kept in one
//! folder, started on a free loopback port, stopped with the shop.
//!
//! The folder holds `password` and `lock` (ours) and `server/` (the cluster and its log, owned by
//! the account that runs it). Whoever holds the lock stops the server; the lock goes with its
//! process, so after a `kill -9` the next start adopts the Postgres that was left running.

mod account;
mod binaries;
mod cluster;
mod databases;
mod error;
mod files;

use std::fs::File;
use std::path::{Path, PathBuf};

pub use error::Error;

use account::Account;
use binaries::Binaries;
use cluster::Cluster;
use files::Folder;

/// Where the private Postgres lives and how it runs.
#[derive(Debug, Clone)]
pub struct Settings {
    data_dir: PathBuf,
    databases: Vec<String>,
    durable: bool,
}

impl Settings {
    /// A durable server in `data_dir`, which is made when missing.
    pub fn new(data_dir: impl Into<PathBuf>) -> Self {
        Self { data_dir: data_dir.into(), databases: Vec::new(), durable: true }
    }

    /// Databases to make when missing, each owned by a role of the same name and used by one that ends in `_app`.
    #[must_use]
    pub fn with_databases<S: Into<String>>(mut self, names: impl IntoIterator<Item = S>) -> Self {
        self.databases = names.into_iter().map(Into::into).collect();
        self
    }

    /// Gives up durability for speed: a power cut may destroy the data. For tests.
    #[must_use]
    pub fn fast(mut self) -> Self {
        self.durable = false;
        self
    }
}

/// The folder of the Postgres programs that a first start would use.
///
/// # Errors
/// When there are none; the message says where was looked and what to install.
pub async fn find_binaries() -> Result<PathBuf, Error> {
    let found = Binaries::find(Account::to_drop_to().await?, None).await?;
    Ok(found.path(""))
}

/// A running private Postgres.
#[derive(Debug)]
pub struct PrivatePostgres {
    cluster: Cluster,
    password: String,
    port: u16,
    /// Held by the process that stops the server; `None` when another process does.
    lock: Option<File>,
}

impl PrivatePostgres {
    /// Starts the server, or takes over the one that runs in this folder, and makes the databases.
    /// Ready for connections when it returns.
    pub async fn start(settings: Settings) -> Result<Self, Error> {
        let folder = Folder::open_or_create(&settings.data_dir)?;
        let lock = folder.try_lock()?;
        let password = folder.password()?;
        let cluster = Cluster::open(&folder).await?;
        let port = match &lock {
            Some(_) => cluster.ensure_running(&password, settings.durable).await?,
            None => cluster.await_running(&password).await?,
        };
        let postgres = Self { cluster, password, port, lock };
        match postgres.ensure_databases(&settings.databases).await {
            Ok(()) => Ok(postgres),
            Err(error) => {
                postgres.stop().await?;
                Err(error)
            }
        }
    }

    async fn ensure_databases(&self, names: &[String]) -> Result<(), Error> {
        for name in names {
            self.ensure_database(name).await?;
        }
        Ok(())
    }

    /// The server that runs in this folder, if one does. It is never stopped by dropping this.
    pub async fn running(data_dir: &Path) -> Result<Option<Self>, Error> {
        let Some(folder) = Folder::open(data_dir) else {
            return Ok(None);
        };
        let password = folder.password()?;
        let cluster = Cluster::open(&folder).await?;
        let port = cluster.answering_port(&password).await;
        Ok(port.map(|port| Self { cluster, password, port, lock: None }))
    }

    /// The connection URL of a database, as the role that owns it.
    pub fn url(&self, database: &str) -> String {
        databases::url(database, &self.password, self.port, database)
    }

    /// The connection URL of a database, as the service whose it is: it reads and writes rows, see [`crate::rights`].
    pub fn app_url(&self, database: &str) -> String {
        databases::url(&crate::rights::role(database), &self.password, self.port, database)
    }

    /// The connection URL of the administrator, who may create databases; for tests and tools.
    pub fn admin_url(&self) -> String {
        databases::url(cluster::ADMIN, &self.password, self.port, "postgres")
    }

    /// Makes a database, the role that owns it and the role that uses it, when missing.
    pub async fn ensure_database(&self, name: &str) -> Result<(), Error> {
        databases::ensure(&self.admin_url(), name, &self.password).await
    }

    /// Makes a database anew and runs SQL scripts in it, in order. What it held is lost.
    pub async fn load(&self, name: &str, scripts: &[String]) -> Result<(), Error> {
        databases::remove(&self.admin_url(), name).await?;
        self.ensure_database(name).await?;
        databases::run(&self.url(name), scripts).await
    }

    /// Stops the server cleanly, unless another process has started it and will do so.
    pub async fn stop(self) -> Result<(), Error> {
        if self.lock.is_none() {
            return Ok(());
        }
        self.cluster.stop().await
    }

    /// Stops the server that runs in this folder, whoever started it.
    pub async fn stop_at(data_dir: &Path) -> Result<(), Error> {
        let Some(folder) = Folder::open(data_dir) else {
            return Ok(());
        };
        Cluster::open(&folder).await?.stop().await
    }

    /// Stops the server and deletes the folder with all data.
    pub async fn delete_at(data_dir: &Path) -> Result<(), Error> {
        let Some(folder) = Folder::open(data_dir) else {
            return Ok(());
        };
        Cluster::open(&folder).await?.stop().await?;
        folder.delete()
    }
}
