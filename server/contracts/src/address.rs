use crate::CountryCode;
use serde::{Deserialize, Serialize};

/// A postal address. Which parts a country needs is told by the shipping service's address rules.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Address {
    /// Who receives it: first and last name.
    pub name: String,
    /// A firm or "care of".
    #[serde(default)]
    pub company: Option<String>,
    /// Street and number.
    pub street: String,
    /// Flat, floor, building.
    #[serde(default)]
    pub street2: Option<String>,
    /// Town.
    pub city: String,
    /// State, province or prefecture, where the country has them.
    #[serde(default)]
    pub state: Option<String>,
    /// Postal code, where the country has them.
    #[serde(default)]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2.
    pub country: CountryCode,
    /// For the carrier, e.g. `+49 30 1234567`.
    #[serde(default)]
    pub phone: Option<String>,
}
