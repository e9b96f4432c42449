use crate::error::AppError;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};

/// What a destination is taxed at.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRow {
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// In English where it is shipped to, else its code.
    pub name: String,
    /// Basis points.
    pub rate_bp: u32,
}

/// All rates.
#[server]
pub async fn load_tax_rates() -> Result<Vec<TaxRow>, AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let services = crate::context::services()?;
    let (rates, countries) =
        futures::try_join!(services.orders.tax_rates(actor), services.shipping.countries())?;
    let rows = rates.into_iter().map(|rate| {
        let named = countries.iter().find(|country| country.code == rate.country);
        let code = rate.country.as_str().to_owned();
        let name = named.map_or_else(|| code.clone(), |country| country.name.clone());
        TaxRow { country: code, name, rate_bp: rate.rate_bp }
    });
    Ok(rows.collect())
}

/// Sets what a destination is taxed at.
#[server]
pub async fn save_tax_rate(country: String, rate: String) -> Result<(), AppError> {
    use contracts::{Error, orders::TaxRate};
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let unknown = |_| Error::field("country", "Please enter a country's two letters.");
    let country = country.trim().to_uppercase().parse().map_err(unknown)?;
    let rate = TaxRate { country, rate_bp: super::parse::rate(&rate)? };
    Ok(crate::context::services()?.orders.save_tax_rate(actor, rate).await?)
}

/// Has a destination no longer taxed.
#[server]
pub async fn remove_tax_rate(country: String) -> Result<(), AppError> {
    let actor = crate::admin::guard::require(contracts::Permission::ManageSettings).await?;
    let country = country.parse().map_err(|_| AppError::not_found("tax rate"))?;
    Ok(crate::context::services()?.orders.remove_tax_rate(actor, country).await?)
}
