use crate::error::AppError;
use contracts::{ShippingMethodId, ZoneId, shipping::Zone};
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// Where is shipped to, and the ids of what comes next, so that a form sent twice makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShippingPlan {
    /// The zones with their ways to ship.
    pub zones: Vec<Zone>,
    /// The id that a new zone gets.
    pub next_zone: ZoneId,
    /// The id that a new way to ship gets.
    pub next_method: ShippingMethodId,
}

/// A way to ship as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct MethodText {
    pub zone: String,
    pub id: String,
    pub name: String,
    pub carrier: String,
    pub days_min: String,
    pub days_max: String,
    pub free_from: String,
    pub tiers: String,
}

/// The zones and their ways to ship.
#[server]
pub async fn load_shipping_plan() -> Result<ShippingPlan, AppError> {
    use crate::admin::guard::{fresh_key, require};
    require(contracts::Permission::ManageSettings).await?;
    let zones = crate::context::services()?.shipping.zones().await?;
    Ok(ShippingPlan { zones, next_zone: ZoneId(fresh_key()), next_method: ShippingMethodId(fresh_key()) })
}

/// Creates or changes a zone.
#[server]
pub async fn save_zone(id: String, name: String, countries: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let id = id.parse().map_err(|_| AppError::not_found("zone"))?;
    let countries = super::parse::countries(&countries)?;
    let zone = contracts::shipping::ZoneDraft { id, name, countries };
    Ok(crate::context::services()?.shipping.save_zone(actor, zone).await?)
}

/// Takes a zone away.
#[server]
pub async fn remove_zone(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let id = id.parse().map_err(|_| AppError::not_found("zone"))?;
    Ok(crate::context::services()?.shipping.remove_zone(actor, id).await?)
}

/// Creates or changes a way to ship.
#[server]
pub async fn save_method(method: MethodText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let zone = method.zone.parse().map_err(|_| AppError::not_found("zone"))?;
    let wanted = super::parse::method(&method)?;
    let saved = crate::context::services()?.shipping.save_method(actor, zone, wanted).await;
    Ok(saved.map_err(|error| super::parse::within("method", error))?)
}

/// Takes a way to ship away.
#[server]
pub async fn remove_method(id: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let id = id.parse().map_err(|_| AppError::not_found("shipping method"))?;
    Ok(crate::context::services()?.shipping.remove_method(actor, id).await?)
}
