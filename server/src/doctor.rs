//! Looks at the set-up and says, line by line, what is well and what to do.

use crate::config::Config;
use anyhow::{Result, bail};
use contracts::SERVICES;
use platform::{Database, private_postgres};
use std::net::TcpListener;

/// Prints one line per finding.
///
/// # Errors
/// When something would keep the shop from starting.
pub async fn doctor(config: Config) -> Result<()> {
    let mut well = true;
    well &= say("settings", config.check().map(|()| "complete".to_owned()));
    well &= say("address", free(config.addr).map(|()| config.addr.to_string()));
    well &= say("internal address", free(config.internal_addr).map(|()| config.internal_addr.to_string()));
    well &= say("browser side", browser_side(&config));
    well &= databases(&config).await;
    say(
        "mail",
        Ok(if config.smtp_url.is_some() {
            "by SMTP".into()
        } else {
            "into the mailbox of the back office".into()
        }),
    );
    say(
        "payments",
        Ok(if config.stripe_secret_key.is_some() { "Stripe".into() } else { "the test gateway".into() }),
    );
    if well { Ok(()) } else { bail!("the shop would not start; see above") }
}

fn say(what: &str, found: Result<String>) -> bool {
    match found {
        Ok(found) => println!("  ok   {what}: {found}"),
        Err(error) => {
            println!("  FAIL {what}: {error:#}");
            return false;
        }
    }
    true
}

fn free(addr: std::net::SocketAddr) -> Result<()> {
    TcpListener::bind(addr).map(drop).map_err(|error| anyhow::anyhow!("{addr} cannot be used: {error}"))
}

fn browser_side(config: &Config) -> Result<String> {
    let options = crate::http::leptos_options(config)?;
    let pkg = std::path::Path::new(options.site_root.as_ref()).join(options.site_pkg_dir.as_ref());
    if pkg.is_dir() {
        return Ok(pkg.display().to_string());
    }
    bail!("{} is missing: build it with `make run` or `cargo leptos build`", pkg.display())
}

async fn databases(config: &Config) -> bool {
    let mut well = true;
    for service in SERVICES {
        let Some(url) = config.database(service) else { continue };
        let answers = Database::open(service, &url, 1).await;
        well &=
            say(&format!("database {service}"), answers.map(|_| "answers".to_owned()).map_err(Into::into));
    }
    if SERVICES.iter().any(|service| config.database(service).is_none()) {
        let found = private_postgres::find_binaries()
            .await
            .map(|folder| format!("private, with {}", folder.display()));
        well &= say("Postgres", found.map_err(Into::into));
    }
    well
}
