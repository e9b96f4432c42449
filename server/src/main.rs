//! Tradewind's one binary: the shop, its nine services, its workers and its tools.

use clap::Parser;
use mimalloc::MiMalloc;
use server::cli::Cli;
use std::process::ExitCode;

/// Rendering a page is thousands of small allocations, given back by other threads than took them.
#[global_allocator]
static ALLOCATOR: MiMalloc = MiMalloc;

#[tokio::main]
async fn main() -> ExitCode {
    let cli = Cli::parse();
    let _exporting = server::telemetry::start(cli.config.is_production());
    // Two TLS providers may be linked; which one is used must not depend on link order.
    if rustls::crypto::aws_lc_rs::default_provider().install_default().is_err() {
        tracing::debug!("the TLS provider was already chosen");
    }
    match server::run(cli).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("tradewind: {error:#}");
            ExitCode::FAILURE
        }
    }
}
