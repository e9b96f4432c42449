use crate::error::AppError;
use contracts::orders::ShopLocale;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Where the shop is at home, and what there is to choose.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LocalePage {
    /// As it is.
    pub locale: ShopLocale,
    /// The version of the shop's settings that this was read of.
    pub version: u32,
    /// IANA names.
    pub time_zones: Vec<String>,
}

/// Where the shop is at home, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct LocaleText {
    pub version: String,
    pub time_zone: String,
    pub language: String,
    /// Languages whose boxes are ticked, by their codes.
    pub offered: BTreeMap<String, String>,
}

/// Where the shop is at home, and what there is to choose.
#[server]
pub async fn load_locale() -> Result<LocalePage, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let orders = crate::context::services()?.orders;
    let (shop, time_zones) = futures::try_join!(orders.shop(), orders.time_zones(actor))?;
    Ok(LocalePage { locale: shop.locale, version: shop.version, time_zones })
}

/// Changes where the shop is at home; what else it says of itself stays.
#[server]
pub async fn save_locale(locale: LocaleText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let orders = crate::context::services()?.orders;
    let wanted = super::parse::locale(locale, orders.shop().await?)?;
    let saved = orders.save_shop(actor, wanted).await;
    saved.map_err(|error| super::parse::within("locale", error))?;
    Ok(())
}
