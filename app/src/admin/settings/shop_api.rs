use crate::error::AppError;
use contracts::orders::ShopSettings;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What the shop says of itself, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ShopText {
    pub version: String,
    pub name: String,
    pub seller_name: String,
    pub seller_address: String,
    pub seller_vat_id: String,
    pub sender_name: String,
    pub support_email: String,
    pub support_phone: String,
}

/// What the shop says of itself.
#[server]
pub async fn load_shop() -> Result<ShopSettings, AppError> {
    crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    Ok(crate::context::services()?.orders.shop().await?)
}

/// Changes it.
#[server]
pub async fn save_shop(shop: ShopText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let orders = crate::context::services()?.orders;
    let wanted = super::parse::shop(shop, orders.shop().await?)?;
    let saved = orders.save_shop(actor, wanted).await;
    saved.map_err(|error| super::parse::within("shop", error))?;
    Ok(())
}
