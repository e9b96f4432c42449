//! Whether the shop can be listened at, or runs already.

use super::{Finding, PATIENCE};
use crate::config::Config;
use anyhow::{Result, anyhow};
use std::net::{SocketAddr, TcpListener};

pub(super) async fn examine(config: &Config) -> [Finding; 2] {
    let runs = a_shop_runs(config.internal_addr).await;
    [("address", config.addr), ("internal address", config.internal_addr)]
        .map(|(what, addr)| Finding::new(what, usable(addr, runs)))
}

fn usable(addr: SocketAddr, a_shop_runs: bool) -> Result<String> {
    match TcpListener::bind(addr) {
        Ok(_) => Ok(format!("{addr} is free")),
        Err(_) if a_shop_runs => Ok(format!("a shop is running at {addr}")),
        Err(error) => Err(anyhow!("{addr} cannot be used: {error}")),
    }
}

/// Whether one of ours answers at the internal address.
async fn a_shop_runs(addr: SocketAddr) -> bool {
    let Ok(client) = reqwest::Client::builder().timeout(PATIENCE).no_proxy().build() else { return false };
    match client.get(format!("http://{addr}/health/live")).send().await {
        Ok(answer) => answer.text().await.is_ok_and(|text| text == "alive"),
        Err(_) => false,
    }
}
