//! The nine databases: configured ones, or a private Postgres of our own. Each is migrated by the owner of its tables
//! and used by a role that may change no table.

pub mod create;
mod located;
pub mod rights;

pub use located::Located;

use crate::config::Config;
use anyhow::{Context, Result};
use contracts::SERVICES;
use platform::{
    Database,
    private_postgres::{PrivatePostgres, Settings},
};
use rights::Place;
use sqlx::migrate::Migrator;
use std::collections::HashMap;

/// One database per service, and the private server if they are on it.
pub struct Databases {
    by_service: HashMap<&'static str, Database>,
    private: Option<PrivatePostgres>,
}

impl Databases {
    /// Opens all of them and brings them up to date.
    ///
    /// # Errors
    /// When Postgres cannot be found, reached or migrated; the message says what to do.
    pub async fn open(config: &Config) -> Result<Self> {
        let private = if SERVICES.iter().all(|service| config.database(service).is_some()) {
            None
        } else {
            Some(start_private(config).await?)
        };
        match Self::open_places(|service| place(config, private.as_ref(), service), config.pool_size).await {
            Ok(opened) => Ok(Self { private, ..opened }),
            Err(error) => {
                stop(private).await?;
                Err(error)
            }
        }
    }

    /// Opens those of a shop that may be running: its private Postgres is looked into where it runs, and only
    /// started where it does not.
    ///
    /// # Errors
    /// As [`Databases::open`].
    pub async fn look_into(config: &Config) -> Result<Self> {
        let running = PrivatePostgres::running(&config.data.join("postgres")).await?;
        let Some(running) = running else { return Self::open(config).await };
        for service in SERVICES {
            // Whatever release has started it: the role of the service is there.
            running.ensure_database(service).await?;
        }
        Self::open_places(|service| place(config, Some(&running), service), 2).await
    }

    /// Opens the databases at these addresses, makes those that are missing, and brings all up to date.
    ///
    /// # Errors
    /// When one has no address, does not answer or cannot be migrated.
    pub async fn open_at(url: impl Fn(&str) -> Option<String>, pool_size: u32) -> Result<Self> {
        Self::open_places(|service| url(service).map(Place::shared), pool_size).await
    }

    async fn open_places(place: impl Fn(&str) -> Option<Place>, pool_size: u32) -> Result<Self> {
        let opening = SERVICES.map(|service| open_one(service, place(service), pool_size));
        let opened = futures::future::try_join_all(opening).await?;
        Ok(Self { by_service: opened.into_iter().map(|db| (db.name(), db)).collect(), private: None })
    }

    /// The database of a service.
    ///
    /// # Errors
    /// When there is no such service.
    pub fn of(&self, service: &str) -> Result<Database> {
        self.by_service.get(service).cloned().with_context(|| format!("there is no service {service}"))
    }

    /// All of them, in the order services are listed.
    pub fn all(&self) -> Vec<Database> {
        SERVICES.iter().filter_map(|service| self.by_service.get(service).cloned()).collect()
    }

    /// Closes the pools and stops the private server.
    ///
    /// # Errors
    /// When the server does not stop.
    pub async fn close(self) -> Result<()> {
        futures::future::join_all(self.by_service.values().map(|db| db.pool().close())).await;
        stop(self.private).await
    }
}

async fn stop(private: Option<PrivatePostgres>) -> Result<()> {
    match private {
        Some(private) => private.stop().await.context("the private Postgres did not stop"),
        None => Ok(()),
    }
}

async fn start_private(config: &Config) -> Result<PrivatePostgres> {
    let folder = config.data.join("postgres");
    tracing::info!(folder = %folder.display(), "starting the private Postgres");
    let settings = Settings::new(folder).with_databases(SERVICES);
    PrivatePostgres::start(settings).await.context("the private Postgres does not start")
}

/// The configured database of a service, or the one on the private server.
fn place(config: &Config, private: Option<&PrivatePostgres>, service: &str) -> Option<Place> {
    let configured = config.database(service).map(Place::shared);
    configured.or_else(|| private.map(|server| Place::private(server, service)))
}

async fn open_one(service: &'static str, place: Option<Place>, pool_size: u32) -> Result<Database> {
    let place = place.with_context(|| format!("no database is configured for {service}"))?;
    rights::open(service, &place, pool_size).await
}

/// The tables of a service.
pub fn migrator(service: &str) -> &'static Migrator {
    match service {
        "identity" => &identity::MIGRATOR,
        "catalog" => &catalog::MIGRATOR,
        "inventory" => &inventory::MIGRATOR,
        "orders" => &orders::MIGRATOR,
        "payments" => &payments::MIGRATOR,
        "shipping" => &shipping::MIGRATOR,
        "notifications" => &notifications::MIGRATOR,
        "recommendations" => &recommendations::MIGRATOR,
        _ => &analytics::MIGRATOR,
    }
}
