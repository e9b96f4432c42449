//! Logging: readable lines in development, JSON in production.

use tracing_subscriber::{EnvFilter, Layer, Registry, fmt, prelude::*};

/// Something else that wants to hear of every span, e.g. an exporter.
pub type Listener = Box<dyn Layer<Registry> + Send + Sync>;

/// Starts logging to standard error. `RUST_LOG` overrides the level; a second call changes nothing.
pub fn start(json: bool, listener: Option<Listener>) {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,sqlx=warn"));
    let registry = tracing_subscriber::registry().with(listener).with(filter);
    let started = if json {
        registry.with(fmt::layer().json().with_writer(std::io::stderr)).try_init()
    } else {
        registry.with(fmt::layer().compact().with_writer(std::io::stderr)).try_init()
    };
    if started.is_err() {
        tracing::debug!("logging was already started");
    }
}
