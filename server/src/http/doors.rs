use crate::config::Config;
use anyhow::{Context, Result};
use std::net::SocketAddr;
use tokio::net::TcpListener;

/// The shop's two addresses, taken before anything else is done: a second shop ends there, having changed
/// nothing. Who comes before they are answered at waits.
pub struct Doors {
    pub(super) public: TcpListener,
    pub(super) internal: TcpListener,
}

impl Doors {
    /// Takes both addresses.
    ///
    /// # Errors
    /// When one cannot be had.
    pub async fn open(config: &Config) -> Result<Self> {
        Ok(Self { public: bind(config.addr).await?, internal: bind(config.internal_addr).await? })
    }
}

async fn bind(addr: SocketAddr) -> Result<TcpListener> {
    TcpListener::bind(addr)
        .await
        .with_context(|| format!("cannot listen on {addr}; is another shop running?"))
}
