//! Looks at the set-up and says, line by line, what is well and what to do. Changes nothing.

mod addresses;
pub mod databases;
mod files;
mod outside;
mod roles;

use crate::config::Config;
use anyhow::{Context, Result, bail, ensure};
use contracts::orders::Seller;
use std::time::Duration;

/// So long each of the others may take to answer.
const PATIENCE: Duration = Duration::from_secs(5);

/// What was looked at, and what was found.
pub struct Finding {
    /// E.g. `mail`.
    pub what: String,
    /// What is well, or what is wrong.
    pub found: Result<String>,
}

impl Finding {
    fn new(what: impl Into<String>, found: Result<String>) -> Self {
        Self { what: what.into(), found }
    }
}

/// Prints one line per finding.
///
/// # Errors
/// When something would keep the shop from starting or from serving customers.
pub async fn doctor(given: &Config) -> Result<()> {
    let findings = examine(given).await;
    for Finding { what, found } in &findings {
        match found {
            Ok(found) => println!("  ok   {what}: {found}"),
            Err(error) => println!("  FAIL {what}: {error:#}"),
        }
    }
    if findings.iter().any(|finding| finding.found.is_err()) {
        bail!("something is wrong; see above");
    }
    Ok(())
}

/// Looks at everything, settings as they were given first.
pub async fn examine(given: &Config) -> Vec<Finding> {
    let config = given.clone().without_empty();
    let mut findings = vec![Finding::new("settings", given.check().map(|()| "complete".to_owned()))];
    findings.push(Finding::new("invoices", seller(&config, databases::seller(&config).await)));
    findings.extend(addresses::examine(&config).await);
    findings.extend(files::examine(&config));
    let (databases, outside) = tokio::join!(databases::examine(&config), outside::examine(&config));
    findings.extend(databases);
    findings.extend(outside);
    findings
}

/// Directive 2006/112/EC, article 226 (3) and (5): who sells is on every invoice. What was said in the back office
/// counts, else the environment.
fn seller(config: &Config, saved: Option<Seller>) -> Result<String> {
    let seller = saved.unwrap_or_else(|| config.seller());
    if seller.is_complete() {
        return Ok(format!("{}, {}", seller.name, seller.vat_id));
    }
    let told = "invoices do not say who sells: set TRADEWIND_SELLER_NAME, TRADEWIND_SELLER_ADDRESS and \
                TRADEWIND_SELLER_VAT_ID, or say it in the back office under Settings, Shop; those issued before \
                cannot be changed";
    ensure!(!config.is_production(), told);
    Ok(told.to_owned())
}

async fn in_time<T>(answer: impl Future<Output = Result<T>>) -> Result<T> {
    let answered = tokio::time::timeout(PATIENCE, answer).await;
    answered.with_context(|| format!("no answer within {} seconds", PATIENCE.as_secs()))?
}
