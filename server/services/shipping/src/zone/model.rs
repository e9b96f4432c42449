//! What a way to ship costs, and what a zone and its methods have to be. No I/O.

use contracts::{
    Checks, CountryCode, Money, Result,
    shipping::{Method, Rate, ZoneDraft},
};

/// The slowest that is promised, working days.
const MOST_DAYS: u32 = 365;
/// The heaviest that is carried, grams.
const MOST_GRAMS: u32 = 1_000_000;
/// Prices by weight of one method.
const MOST_TIERS: usize = 50;

/// The offers at what they cost for a subtotal: cheapest first, then fastest.
pub fn priced(mut offers: Vec<Rate>, subtotal: Money) -> Vec<Rate> {
    for offer in &mut offers {
        if offer.free_from.is_some_and(|from| subtotal.minor >= from.minor) {
            offer.price = Money::zero(offer.price.currency);
        }
    }
    offers.sort_by(|a, b| (a.price.minor, a.days_max, &a.name).cmp(&(b.price.minor, b.days_max, &b.name)));
    offers
}

/// The zone, tidied: each country once.
///
/// # Errors
/// Field errors `name` and `countries`.
pub fn checked_zone(mut zone: ZoneDraft, is_known: impl Fn(&str) -> bool) -> Result<ZoneDraft> {
    zone.name = zone.name.trim().into();
    zone.countries.sort_by(|a, b| a.as_str().cmp(b.as_str()));
    zone.countries.dedup();
    let unknown = zone.countries.iter().map(CountryCode::as_str).find(|code| !is_known(code));
    let mut checks = Checks::default();
    check_name(&mut checks, "name", &zone.name);
    checks.require(!zone.countries.is_empty(), "countries", "Please name a country.");
    let told = format!("We do not know how {} writes addresses.", unknown.unwrap_or_default());
    checks.require(unknown.is_none(), "countries", &told);
    checks.finish().map(|()| zone)
}

/// The method, tidied: its tiers ascend.
///
/// # Errors
/// Every field to correct at once.
pub fn checked_method(mut method: Method) -> Result<Method> {
    (method.name, method.carrier) = (method.name.trim().into(), method.carrier.trim().into());
    method.tiers.sort_by_key(|tier| tier.up_to_g);
    let mut checks = Checks::default();
    check_name(&mut checks, "name", &method.name);
    check_name(&mut checks, "carrier", &method.carrier);
    let days = "Please enter at most 365 working days, the shortest first.";
    checks.require(method.days_min <= method.days_max && method.days_max <= MOST_DAYS, "days_max", days);
    check_tiers(&mut checks, &method);
    let free = method.free_from.is_none_or(|from| from.minor >= 0);
    checks.require(free, "free_from", "Please enter an amount, or nothing.");
    checks.finish().map(|()| method)
}

fn check_name(checks: &mut Checks, field: &str, name: &str) {
    let fits = (1..=100).contains(&name.chars().count());
    checks.require(fits, field, "Please enter 1 to 100 characters.");
}

fn check_tiers(checks: &mut Checks, method: &Method) {
    let tiers = &method.tiers;
    checks.require(!tiers.is_empty(), "tiers", "Please enter a weight and its price.");
    checks.require(tiers.len() <= MOST_TIERS, "tiers", "Please enter at most 50 weights.");
    let carried = tiers.iter().all(|tier| (1..=MOST_GRAMS).contains(&tier.up_to_g));
    checks.require(carried, "tiers", "Weights are above nothing and at most 1000 kg.");
    let twice = tiers.windows(2).any(|pair| pair[0].up_to_g == pair[1].up_to_g);
    checks.require(!twice, "tiers", "A weight stands there twice.");
    let currency = tiers.first().map(|tier| tier.price.currency);
    let prices = tiers.iter().all(|tier| tier.price.minor >= 0 && Some(tier.price.currency) == currency);
    checks.require(prices, "tiers", "Prices are nothing or more, in one currency.");
}
