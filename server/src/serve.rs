//! What each command does, from opening the databases to closing them.

use crate::{config::Config, databases::Databases, demo, http, import, services, workers};
use anyhow::{Context, Result};
use std::path::Path;
use tokio::signal::unix::{SignalKind, signal};
use tokio_util::sync::CancellationToken;

/// Runs the shop until it is told to stop, then lets go in order: requests, workers, databases.
///
/// # Errors
/// When something it needs cannot be had; the message says what to do.
pub async fn serve(config: Config) -> Result<()> {
    // Before anything is started: a stop during the start must find somebody listening.
    let stop = stop_on_signal()?;
    let databases = Databases::open(&config).await?;
    let built = services::build(&config, &databases)?;
    let mut working = workers::start(&databases, &built, &stop);
    let served = async {
        let first = demo::prepare(&config, &built).await?;
        http::serve(&config, &databases, &built, first, stop.clone()).await
    };
    let served = served.await;
    stop.cancel();
    while working.join_next().await.is_some() {}
    databases.close().await?;
    served
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

/// Makes the administrator and fills an empty shop.
///
/// # Errors
/// As [`serve`].
pub async fn seed(config: Config) -> Result<()> {
    with_workers(config, async |config, built| {
        let first = demo::prepare(config, built).await?;
        println!("{first}");
        Ok(())
    })
    .await
}

/// Adds the products of a catalogue file.
///
/// # Errors
/// As [`serve`], and when the file cannot be read.
pub async fn import(config: Config, file: &Path) -> Result<()> {
    with_workers(config, async |_, built| {
        let catalogue = import::read(file)?;
        let added = import::import(&built.services, &catalogue).await?;
        println!("{added} products were added from {}.", file.display());
        Ok(())
    })
    .await
}

async fn with_workers<F>(config: Config, work: F) -> Result<()>
where
    F: AsyncFnOnce(&Config, &services::Built) -> Result<()>,
{
    let databases = Databases::open(&config).await?;
    let built = services::build(&config, &databases)?;
    let stop = CancellationToken::new();
    let mut working = workers::start(&databases, &built, &stop);
    let done = work(&config, &built).await;
    stop.cancel();
    while working.join_next().await.is_some() {}
    databases.close().await?;
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
