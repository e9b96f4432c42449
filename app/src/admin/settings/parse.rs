//! From what is typed to settings. Server only.

use super::shipping_api::MethodText;
use crate::admin::patterns::or_nothing;
use contracts::{
    Checks, CountryCode, Currency, Error, Money, Result,
    shipping::{Method, WeightTier},
};

/// Countries by their two letters, between spaces or commas.
///
/// # Errors
/// A field error `countries` that names what is none.
pub fn countries(typed: &str) -> Result<Vec<CountryCode>> {
    let codes = typed.split(|sign: char| sign.is_whitespace() || sign == ',' || sign == ';');
    let country = |code: &str| {
        let unknown = || Error::field("countries", format!("{code} is not a country's two letters."));
        code.to_uppercase().parse().map_err(|_| unknown())
    };
    codes.filter(|code| !code.is_empty()).map(country).collect()
}

/// A way to ship.
///
/// # Errors
/// Every field to correct at once.
pub fn method(text: &MethodText) -> Result<Method> {
    let mut checks = Checks::default();
    let days = "Please enter a whole number.";
    let (days_min, days_max) = (text.days_min.trim().parse().ok(), text.days_max.trim().parse().ok());
    checks.require(days_min.is_some(), "method[days_min]", days);
    checks.require(days_max.is_some(), "method[days_max]", days);
    let free_from = or_nothing(&text.free_from, |typed| Money::parse(typed, Currency::Eur));
    checks.require(free_from.is_some(), "method[free_from]", "Please enter an amount, or nothing.");
    let tiers = text.tiers.lines().filter(|line| !line.trim().is_empty());
    let tiers: Option<Vec<_>> = tiers.map(tier).collect();
    let lines = "Please enter a line for each weight, as: 2.5 4.90";
    checks.require(tiers.is_some(), "method[tiers]", lines);
    checks.finish()?;
    Ok(Method {
        id: text.id.parse().map_err(|_| Error::not_found("shipping method"))?,
        name: text.name.clone(),
        carrier: text.carrier.clone(),
        days_min: days_min.unwrap_or_default(),
        days_max: days_max.unwrap_or_default(),
        free_from: free_from.flatten(),
        tiers: tiers.unwrap_or_default(),
    })
}

/// `2.5 4.90`: up to two and a half kilograms for 4.90; also with `kg` and a colon.
fn tier(line: &str) -> Option<WeightTier> {
    let line = line.replace("kg", " ").replace([':', '='], " ");
    let (weight, price) = line.trim().split_once(char::is_whitespace)?;
    Some(WeightTier { up_to_g: grams(weight)?, price: Money::parse(price.trim(), Currency::Eur)? })
}

fn grams(kilograms: &str) -> Option<u32> {
    let kilograms = kilograms.replace(',', ".");
    let (whole, part) = kilograms.split_once('.').unwrap_or((&kilograms, ""));
    if part.len() > 3 || !part.bytes().all(|sign| sign.is_ascii_digit()) {
        return None;
    }
    let part: u32 = format!("{part:0<3}").parse().ok()?;
    whole.parse::<u32>().ok()?.checked_mul(1000)?.checked_add(part)
}

/// A tax rate in basis points: `19`, `25.5`.
///
/// # Errors
/// A field error `rate`.
pub fn rate(typed: &str) -> Result<u32> {
    // Two digits after the point, as money in euros has them, are basis points.
    let read = Money::parse(typed.trim().trim_end_matches('%').trim(), Currency::Eur);
    let rate = read.and_then(|read| u32::try_from(read.minor).ok());
    rate.ok_or_else(|| Error::field("rate", "Please enter a percentage like 19 or 25.5."))
}

/// What the service says of a way to ship, at the form's fields.
pub fn at_form(mut error: Error) -> Error {
    for field in &mut error.fields {
        field.field = format!("method[{}]", field.field);
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn countries_are_typed_as_one_likes() {
        let read = countries("de, AT;ch\nfr").unwrap();
        assert_eq!(read.iter().map(CountryCode::as_str).collect::<Vec<_>>(), ["DE", "AT", "CH", "FR"]);
        assert!(countries("DE Germany").unwrap_err().for_field("countries").unwrap().contains("Germany"));
    }

    #[test]
    fn a_price_has_a_weight_in_kilograms() {
        let text = |tiers: &str| MethodText {
            id: "01890000-0000-7000-8000-000000000000".into(),
            days_min: "1".into(),
            days_max: "3".into(),
            tiers: tiers.into(),
            ..MethodText::default()
        };
        let read = method(&text("2.5 4.90\n\n10 kg: 9\n31,5=12,50")).unwrap().tiers;
        let read: Vec<_> = read.iter().map(|tier| (tier.up_to_g, tier.price.minor)).collect();
        assert_eq!(read, [(2500, 490), (10_000, 900), (31_500, 1250)]);
        for nonsense in ["heavy 4.90", "4.90", "2.5 cheap", "2.5555 1"] {
            assert!(method(&text(nonsense)).unwrap_err().for_field("method[tiers]").is_some(), "{nonsense}");
        }
    }

    #[test]
    fn a_rate_is_a_percentage() {
        assert_eq!((rate("19").unwrap(), rate("25,5 %").unwrap(), rate("0").unwrap()), (1900, 2550, 0));
        assert!(rate("much").is_err() && rate("-1").is_err());
    }
}
