//! Two brands that are one.

use super::{repo, save::tell};
use crate::{error::Result, product::write};
use contracts::{Actor, BrandId, Error as Refusal};
use platform::Database;
use serde_json::json;

/// Gives the products of `from` to `into` and removes `from`.
pub(crate) async fn merge(db: &Database, actor: &Actor, from: BrandId, into: BrandId) -> Result<()> {
    if from == into {
        return Err(Refusal::field("into", "Please choose another brand.").into());
    }
    let mut tx = db.begin().await?;
    // Lower id first, so that two who merge the same pair wait for one another.
    let (first, second) = (from.min(into), from.max(into));
    let missing = || Refusal::not_found("brand");
    let one = repo::lock(&mut tx, first).await?.ok_or_else(missing)?;
    let other = repo::lock(&mut tx, second).await?.ok_or_else(missing)?;
    let before = if first == from { one } else { other };
    let products = repo::give(&mut tx, from, into).await?;
    write::index(&mut tx, &products).await?;
    repo::delete(&mut tx, from).await?;
    let details = json!({ "before": before, "merged_into": into, "products": products.len() });
    tell(&mut tx, actor, "brand.merged", from, details).await?;
    tx.commit().await?;
    Ok(())
}
