//! The demo shop: what a fresh shop opens with. Filling it takes a while and may be interrupted anywhere;
//! the next start goes on with it.

use crate::import;
use anyhow::Result;
use contracts::{Actor, Services, catalog::ProductQuery};
use platform::{
    Database,
    milestones::{self, Progress},
};
use std::path::Path;

const MILESTONE: &str = "demo_shop";

/// Fills an empty shop with what `folder` holds. `db` is the catalogue's: it keeps how far that is.
///
/// # Errors
/// When the folder's files cannot be read or break a rule, or a service does not answer.
pub async fn fill(db: &Database, folder: &Path, services: &Services) -> Result<()> {
    let _alone = milestones::alone(db, MILESTONE).await?;
    if !is_due(db, services).await? {
        return Ok(());
    }
    let file = folder.join("catalogue.json");
    if !file.exists() {
        tracing::warn!(file = %file.display(), "the demo shop is not there: the shop opens empty");
        return Ok(());
    }
    milestones::begin(db, MILESTONE).await?;
    tracing::info!("filling the shelves with the demo shop");
    let added = import::import(services, &import::read(&file)?).await?;
    milestones::finish(db, MILESTONE).await?;
    tracing::info!(products = added, "the demo shop is ready");
    Ok(())
}

/// Products that nobody began to fill in are the merchant's own: such a shop is left alone.
async fn is_due(db: &Database, services: &Services) -> Result<bool> {
    Ok(match milestones::progress(db, MILESTONE).await? {
        Progress::Finished => false,
        Progress::Begun => true,
        Progress::Missing => {
            services.catalog.products(Actor::System, ProductQuery::default()).await?.total == 0
        }
    })
}
