//! The gateway: the one entry in front of the nine services. It routes and refuses; it decides nothing
//! about trade.

mod client;
mod form_memory;
mod health;
mod listen;
mod media;
mod pages;
mod request_id;
mod settings;
mod static_files;
mod stripe_webhook;

pub use pages::leptos_options;
pub use settings::Settings;

use crate::{config::Config, databases::Databases, demo::Welcome, services::Built};
use anyhow::{Context, Result};
use axum::{Router, middleware::from_fn_with_state};
use std::sync::Arc;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

/// Opens the shop's door and the internal one; returns when `stop` is cancelled and the last request is
/// answered.
///
/// # Errors
/// When an address cannot be used.
pub async fn serve(
    config: &Config,
    databases: &Databases,
    built: &Built,
    welcome: Welcome,
    stop: CancellationToken,
) -> Result<()> {
    let public = bind(config.addr).await?;
    let internal = bind(config.internal_addr).await?;
    let settings = Arc::new(Settings::new(config, built.services.clone()));
    let shop = router(config, &settings)?;
    println!("{welcome}");
    let internal = listen::serve(internal, health::router(databases.all()), stop.clone());
    tokio::try_join!(listen::serve(public, shop, stop.clone()), internal)?;
    Ok(())
}

/// Everything the public address answers.
///
/// # Errors
/// When the browser side's options cannot be read.
pub fn router(config: &Config, settings: &Arc<Settings>) -> Result<Router> {
    let app = Router::new()
        .merge(pages::router(config, settings)?)
        .merge(media::router(settings))
        .merge(stripe_webhook::router(settings));
    Ok(app
        .layer(from_fn_with_state(Arc::clone(settings), form_memory::keep))
        .layer(from_fn_with_state(Arc::clone(settings), client::identify))
        .layer(axum::middleware::from_fn(request_id::scope)))
}

async fn bind(addr: std::net::SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(addr).await.with_context(|| format!("cannot listen on {addr}; is another shop running?"))
}
