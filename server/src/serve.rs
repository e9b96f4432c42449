//! What each command does, from opening the databases to closing them.

use crate::{
    administrator,
    config::Config,
    databases::Databases,
    demo, http,
    import::{
        self,
        file::{Source, Wish},
    },
    services::{self, Built},
    verify,
    welcome::Welcome,
    workers,
};
use anyhow::{Context, Result};
use std::path::Path;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// What a command works with.
struct Shop<'a> {
    config: &'a Config,
    databases: &'a Databases,
    built: &'a Built,
    stop: &'a CancellationToken,
}

/// Runs the shop until it is told to stop, then lets go in order: requests, workers, databases.
///
/// # Errors
/// When something it needs cannot be had; the message says what to do.
pub async fn serve(config: Config) -> Result<()> {
    let doors = http::Doors::open(&config).await?;
    with_shop(&config, async |shop| {
        let Some(welcome) = unless_stopped(&shop, prepare(&shop)).await? else { return Ok(()) };
        http::serve(doors, shop.config, shop.databases, shop.built, &welcome, shop.stop).await
    })
    .await
}

/// Brings all databases up to date.
///
/// # Errors
/// As [`serve`].
pub async fn migrate(config: Config) -> Result<()> {
    let databases = Databases::open(&config).await?;
    println!("All databases are up to date.");
    databases.close().await
}

/// Makes the administrator and fills an empty shop, for customers too: it was asked for by name.
///
/// # Errors
/// As [`serve`].
pub async fn seed(config: Config) -> Result<()> {
    with_shop(&config, async |shop| {
        let seeding = async {
            administrator::ensure(shop.config, &*shop.built.identity).await?;
            fill(&shop).await
        };
        completed(unless_stopped(&shop, seeding).await?)?;
        println!("The shop has an administrator, and products.");
        Ok(())
    })
    .await
}

/// Adds and changes products by a file.
///
/// # Errors
/// As [`serve`], and when the file cannot be read.
pub async fn import(
    config: Config,
    file: &Path,
    source: Option<Source>,
    currency: Option<&str>,
    dry_run: bool,
) -> Result<()> {
    if source.map_or_else(|| file.extension().is_some_and(|ending| ending == "json"), Source::is_catalogue) {
        anyhow::ensure!(!dry_run, "a catalogue with pictures has no dry run");
        return import_catalogue(config, file).await;
    }
    let known =
        |code: &str| contracts::Currency::from_code(code).with_context(|| format!("{code} is no currency"));
    let currency = currency.map(known).transpose()?;
    with_shop(&config, async |shop| {
        let wish = Wish { file, source, currency, dry_run };
        completed(unless_stopped(&shop, import::file::import(&shop.built.services, wish)).await?)?;
        Ok(())
    })
    .await
}

async fn import_catalogue(config: Config, file: &Path) -> Result<()> {
    let catalogue = import::read(file)?;
    with_shop(&config, async |shop| {
        let adding = import::import(&shop.built.services, &catalogue);
        let added = completed(unless_stopped(&shop, adding).await?)?;
        println!("{added} products were added from {}.", file.display());
        Ok(())
    })
    .await
}

/// Examines everything that must hold, prints what was found, and fails when anything is broken.
///
/// # Errors
/// As [`serve`], and when a rule is broken.
pub async fn verify(config: Config) -> Result<()> {
    let databases = Databases::look_into(&config).await?;
    let examined = async {
        let findings = services::build(&config, &databases)?.verifier.verify().await?;
        anyhow::ensure!(verify::print(&findings), "the shop breaks its own rules; the rows are named above");
        Ok(())
    };
    let examined = examined.await;
    databases.close().await?;
    examined
}

/// Gives an administrator a new one-time password.
///
/// # Errors
/// As [`serve`], and when nobody with the address is an administrator.
pub async fn reset_password(config: Config, email: Option<String>) -> Result<()> {
    with_shop(&config, async |shop| {
        let email = email.as_ref().unwrap_or(&shop.config.admin_email);
        administrator::reset_password(&*shop.built.identity, email).await
    })
    .await
}

async fn prepare(shop: &Shop<'_>) -> Result<Welcome> {
    let password = administrator::ensure(shop.config, &*shop.built.identity).await?;
    if !shop.config.is_production() {
        fill(shop).await?;
    }
    Ok(Welcome::new(shop.config, password))
}

async fn fill(shop: &Shop<'_>) -> Result<()> {
    demo::fill(&shop.databases.of("catalog")?, &shop.config.demo, &shop.built.services).await
}

/// `None` when the stop came first; what was interrupted is made good by the next start.
async fn unless_stopped<T>(shop: &Shop<'_>, work: impl Future<Output = Result<T>>) -> Result<Option<T>> {
    tokio::select! {
        done = work => done.map(Some),
        () = shop.stop.cancelled() => Ok(None),
    }
}

fn completed<T>(done: Option<T>) -> Result<T> {
    done.context("stopped before the end; the same command goes on from here")
}

/// Opens the databases, builds the services, starts the workers, and lets go of all of them on every path.
async fn with_shop(config: &Config, work: impl AsyncFnOnce(Shop<'_>) -> Result<()>) -> Result<()> {
    // Before anything is started: a stop during the start must find somebody listening.
    let stop = stop_on_signal()?;
    let databases = Databases::open(config).await?;
    let done = with_workers(config, &databases, &stop, work).await;
    let closed = databases.close().await;
    done.and(closed)
}

async fn with_workers(
    config: &Config,
    databases: &Databases,
    stop: &CancellationToken,
    work: impl AsyncFnOnce(Shop<'_>) -> Result<()>,
) -> Result<()> {
    let built = services::build(config, databases)?;
    let mut working = workers::start(databases, &built, stop);
    let done = work(Shop { config, databases, built: &built, stop }).await;
    stop.cancel();
    while working.join_next().await.is_some() {}
    done
}

fn stop_on_signal() -> Result<CancellationToken> {
    let stop = CancellationToken::new();
    let mut interrupt = signal(SignalKind::interrupt()).context("signals cannot be heard")?;
    let mut terminate = signal(SignalKind::terminate()).context("signals cannot be heard")?;
    let cancel = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
        tracing::info!("stopping");
        cancel.cancel();
    });
    Ok(stop)
}
