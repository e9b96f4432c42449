//! The gateway: the one entry in front of the nine services. It routes and refuses; it decides nothing
//! about trade.

mod accounts;
mod api;
mod body_limit;
mod client;
mod conditional;
mod crawlers;
mod cross_site;
mod doors;
mod drain;
mod export;
mod face;
mod federation;
mod form_memory;
mod guard;
mod health;
mod listen;
mod live;
mod looking;
mod measure;
mod media;
mod moved;
mod oauth;
mod page_cache;
mod page_news;
mod page_tasks;
mod pages;
mod patience;
mod rate_limit;
mod refusal;
mod request_id;
mod security_headers;
mod settings;
mod staff;
mod static_files;
mod stories;
mod stripe_webhook;
mod well_formed;
mod work;

pub use body_limit::IMPORT;
pub use doors::Doors;
pub use health::router as internal_router;
pub use live::LiveNews;
pub use page_cache::PageCache;
pub use page_news::PageNews;
pub use pages::leptos_options;
pub use settings::Settings;

use crate::{config::Config, databases::Databases, services::Built, welcome::Welcome};
use anyhow::Result;
use axum::{
    Router,
    middleware::{from_fn, from_fn_with_state},
};
use body_limit::Receiving;
use guard::Guard;
use metrics_exporter_prometheus::PrometheusHandle;
use std::sync::Arc;
use tokio_util::sync::CancellationToken;
use tower_http::{CompressionLevel, compression::CompressionLayer};

/// Answers at the shop's door and at the internal one. Told to stop, it says that it is not ready and goes on
/// answering for a while ([`drain`]); it returns when the last request is answered.
///
/// # Errors
/// When the browser side's options cannot be read.
pub async fn serve(
    doors: Doors,
    config: &Config,
    databases: &Databases,
    built: &Built,
    welcome: &Welcome,
    stop: &CancellationToken,
) -> Result<()> {
    let settings = Arc::new(Settings::new(config, databases, built)?);
    let public = drain::says_goodbye(router(config, &settings)?, stop);
    let closed = drain::after(stop, config.drain());
    let metrics = metrics_exporter_prometheus::PrometheusBuilder::new().install_recorder()?;
    tokio::spawn(Arc::clone(&built.page_news).listen(closed.clone()));
    // Streams end at once: their browsers find another process.
    tokio::spawn(Arc::clone(&built.live_news).listen(stop.clone()));
    tokio::spawn(face::follow(Arc::clone(&settings), closed.clone()));
    tokio::spawn(housekeeping(Arc::clone(&settings), metrics.clone(), closed.clone()));
    println!("{welcome}");
    let internal = internal_router(databases.all(), metrics, stop.clone());
    let internal = listen::serve(doors.internal, internal, closed.clone());
    tokio::try_join!(listen::serve(doors.public, public, closed), internal)?;
    Ok(())
}

/// Everything the public address answers.
///
/// # Errors
/// When the browser side's options cannot be read.
pub fn router(config: &Config, settings: &Arc<Settings>) -> Result<Router> {
    let shared = || Arc::clone(settings);
    let app = Router::new()
        .merge(pages::router(config, settings)?)
        .merge(api::router(settings))
        .merge(media::router(settings))
        .merge(crawlers::router(settings))
        .merge(export::router(settings))
        .merge(live::router(settings))
        .merge(looking::router(settings))
        .merge(federation::router(settings))
        .merge(oauth::router(settings))
        .merge(stripe_webhook::router(settings));
    // The last layer is the outermost: read from the bottom up as a request comes in.
    Ok(app
        .layer(from_fn_with_state(shared(), page_cache::cache))
        .layer(from_fn_with_state(shared(), moved::lead_on))
        .layer(from_fn_with_state(shared(), looking::show))
        .layer(from_fn_with_state(shared(), form_memory::keep))
        .layer(from_fn(measure::measure))
        .layer(from_fn(well_formed::check_upload))
        .layer(from_fn_with_state(shared(), cross_site::check))
        .layer(from_fn_with_state(shared(), rate_limit::limit))
        .layer(from_fn_with_state(Guard::new(settings.at_once, settings.time_limit), guard::guard))
        .layer(from_fn_with_state(Receiving::within(settings.body_time), body_limit::limit))
        .layer(from_fn(well_formed::check_target))
        .layer(from_fn_with_state(shared(), client::identify))
        .layer(from_fn(refusal::show))
        .layer(from_fn_with_state(shared(), security_headers::set))
        .layer(CompressionLayer::new().quality(CompressionLevel::Fastest))
        .layer(from_fn(request_id::scope)))
}

/// Learns the key of the doors, forgets quiet clients and folds the histograms, which would grow for ever otherwise.
async fn housekeeping(settings: Arc<Settings>, metrics: PrometheusHandle, stop: CancellationToken) {
    let mut every = tokio::time::interval(std::time::Duration::from_secs(15));
    while !stop.is_cancelled() {
        tokio::select! {
            _ = every.tick() => {}
            () = stop.cancelled() => {}
        }
        settings.limits.learn_key(&settings.services).await;
        settings.limits.forget_quiet();
        metrics.run_upkeep();
    }
}
