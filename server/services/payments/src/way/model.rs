//! What may be set of a way to pay.

use contracts::{Checks, Result, payments::PaymentWay};

/// The way with each of its countries once.
///
/// # Errors
/// Every field to correct at once.
pub fn checked(mut way: PaymentWay) -> Result<PaymentWay> {
    way.countries.sort();
    way.countries.dedup();
    let mut checks = Checks::default();
    checks.require(way.countries.len() <= 250, "countries", "Please enter at most 250 countries.");
    let some = |minor: Option<i64>| minor.is_none_or(|minor| minor > 0);
    checks.require(some(way.minimum), "minimum", "Please enter an amount above nothing, or leave it empty.");
    checks.require(some(way.maximum), "maximum", "Please enter an amount above nothing, or leave it empty.");
    let follows = way.minimum.zip(way.maximum).is_none_or(|(minimum, maximum)| minimum <= maximum);
    checks.require(follows, "maximum", "Please enter at least the smallest amount.");
    checks.finish()?;
    Ok(way)
}
