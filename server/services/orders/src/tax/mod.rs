//! What each destination is taxed at.

mod repo;

use crate::Error;
use contracts::{Actor, CountryCode, Error as Refused, Permission, orders::TaxRate};
use platform::{Database, outbox};
use serde_json::json;

/// All rates, by country.
pub async fn all(db: &Database, actor: &Actor) -> Result<Vec<TaxRate>, Error> {
    actor.require(Permission::ManageSettings)?;
    repo::all(db.pool()).await
}

/// The tax rate of a destination, basis points; zero where none is set.
pub async fn of(db: &Database, country: &CountryCode) -> Result<u32, Error> {
    repo::of(db.pool(), country).await
}

/// Sets the rate of a destination from now on.
pub async fn save(db: &Database, actor: &Actor, rate: &TaxRate) -> Result<(), Error> {
    actor.require(Permission::ManageSettings)?;
    if rate.rate_bp > 10_000 {
        return Err(Refused::field("rate", "Please enter a percentage from 0 to 100.").into());
    }
    let mut tx = db.begin().await?;
    let before = repo::lock(&mut tx, &rate.country).await?;
    repo::save(&mut tx, rate).await?;
    let details = json!({ "before": before, "after": rate.rate_bp });
    let subject = format!("country {}", rate.country.as_str());
    outbox::audit(&mut tx, "orders", actor, "tax_rate.saved", &subject, details).await?;
    Ok(tx.commit().await?)
}

/// Takes the rate of a destination away.
pub async fn remove(db: &Database, actor: &Actor, country: &CountryCode) -> Result<(), Error> {
    actor.require(Permission::ManageSettings)?;
    let mut tx = db.begin().await?;
    let Some(before) = repo::remove(&mut tx, country).await? else {
        return Err(Refused::not_found("tax rate").into());
    };
    let subject = format!("country {}", country.as_str());
    let details = json!({ "before": before });
    outbox::audit(&mut tx, "orders", actor, "tax_rate.removed", &subject, details).await?;
    Ok(tx.commit().await?)
}
