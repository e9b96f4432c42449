use crate::error::AppError;
use contracts::orders::CheckoutRules;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// How long checkout and carts wait, as it is typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RulesText {
    pub version: String,
    pub hold_minutes: String,
    pub abandoned_minutes: String,
    pub guest_cart_days: String,
}

/// How long checkout and carts wait.
#[server]
pub async fn load_checkout_rules() -> Result<CheckoutRules, AppError> {
    crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    Ok(crate::context::services()?.orders.checkout_rules().await?)
}

/// Changes it.
#[server]
pub async fn save_checkout_rules(rules: RulesText) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let wanted = super::parse::rules(&rules)?;
    let saved = crate::context::services()?.orders.save_checkout_rules(actor, wanted).await;
    saved.map_err(|error| super::parse::within("rules", error))?;
    Ok(())
}
