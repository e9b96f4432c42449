//! Where the databases are, before anything is opened or migrated.

use super::{create, start_private, stop};
use crate::config::Config;
use anyhow::{Context, Result, ensure};
use contracts::SERVICES;
use platform::private_postgres::PrivatePostgres;

/// The URL of each service's database, and the private server that is kept running meanwhile.
pub struct Located {
    urls: Vec<(&'static str, String)>,
    private: Option<PrivatePostgres>,
}

impl Located {
    /// The configured databases; of those that are not, the private server's, which is started where it does
    /// not run.
    ///
    /// # Errors
    /// When the private server does not start.
    pub async fn find(config: &Config) -> Result<Self> {
        let private = if SERVICES.iter().all(|service| config.database(service).is_some()) {
            None
        } else {
            match PrivatePostgres::running(&config.data.join("postgres")).await? {
                Some(running) => Some(running),
                None => Some(start_private(config).await?),
            }
        };
        let url = |service: &str| {
            config.database(service).or_else(|| private.as_ref().map(|server| server.url(service)))
        };
        let located = SERVICES.iter().filter_map(|service| Some((*service, url(service)?))).collect();
        Ok(Self { urls: located, private })
    }

    /// Databases at these addresses.
    pub fn at(url: impl Fn(&str) -> String) -> Self {
        let urls = SERVICES.iter().map(|service| (*service, url(service))).collect();
        Self { urls, private: None }
    }

    /// Each service and its URL.
    pub fn urls(&self) -> impl Iterator<Item = (&'static str, &str)> {
        self.urls.iter().map(|(service, url)| (*service, url.as_str()))
    }

    /// Makes the databases that are missing; empty ones, without any table.
    ///
    /// # Errors
    /// When the role may not.
    pub async fn make_missing(&self) -> Result<()> {
        for (service, url) in self.urls() {
            create::open_or_create(service, url, 1).await?.pool().close().await;
        }
        Ok(())
    }

    /// Only these services.
    ///
    /// # Errors
    /// When one is none of ours.
    pub fn only(&mut self, services: &[String]) -> Result<()> {
        for service in services {
            ensure!(SERVICES.contains(&service.as_str()), "there is no service {service}");
        }
        if !services.is_empty() {
            self.urls.retain(|(service, _)| services.iter().any(|wanted| wanted == service));
        }
        Ok(())
    }

    /// Stops the private server, if it was started for this.
    ///
    /// # Errors
    /// When it does not stop.
    pub async fn close(self) -> Result<()> {
        stop(self.private).await.context("after the work was done")
    }
}
