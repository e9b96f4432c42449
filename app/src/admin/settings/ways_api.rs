use crate::error::AppError;
use contracts::payments::GatewayInfo;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// For which orders a way to pay is offered, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct WayText {
    pub kind: String,
    pub version: String,
    pub is_on: String,
    pub countries: String,
    pub currency: String,
    pub minimum: String,
    pub maximum: String,
}

/// The gateway and every way to pay.
#[server]
pub async fn load_payment_ways() -> Result<GatewayInfo, AppError> {
    crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    Ok(crate::context::services()?.payments.gateway().await?)
}

/// Changes for which orders a way to pay is offered.
#[server]
pub async fn save_payment_way(way: WayText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let wanted = super::parse::way(&way)?;
    let saved = crate::context::services()?.payments.save_payment_way(actor, wanted).await;
    saved.map_err(|error| super::parse::within("way", error))?;
    Ok(())
}

/// Has a way to pay offered before the one above it (`up`), or after the one below (`down`).
#[server]
pub async fn move_payment_way(kind: String, direction: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let kind = contracts::payments::PaymentKind::from_text(&kind);
    let kind = kind.ok_or_else(|| AppError::not_found("way to pay"))?;
    crate::context::services()?.payments.move_payment_way(actor, kind, direction == "up").await?;
    Ok(())
}
