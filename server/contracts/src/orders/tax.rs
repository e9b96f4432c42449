use crate::CountryCode;
use serde::{Deserialize, Serialize};

/// What a destination is taxed at: the standard rate of value-added tax.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TaxRate {
    /// The destination.
    pub country: CountryCode,
    /// Basis points, contained in prices: 1900 is 19 %.
    pub rate_bp: u32,
}
