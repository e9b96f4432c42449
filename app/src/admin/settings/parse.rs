//! From what is typed to settings. Server only.

use super::{
    locale_api::LocaleText,
    privacy_api::{LogText, MessagesText},
    rules_api::RulesText,
    shipping_api::MethodText,
    shop_api::ShopText,
    ways_api::WayText,
};
use crate::admin::patterns::or_nothing;
use contracts::{
    Checks, CountryCode, Currency, Error, Money, Result,
    analytics::LogRetention,
    notifications::MessageRetention,
    orders::{CheckoutRules, Seller, ShopLocale, ShopSettings},
    payments::{PaymentKind, PaymentWay},
    shipping::{Method, WeightTier},
};

/// What the shop says of itself; where it is at home stays as it is `now`.
///
/// # Errors
/// `Invalid` when the form is not ours, `Conflict` when it was changed since.
pub fn shop(text: ShopText, now: ShopSettings) -> Result<ShopSettings> {
    Ok(ShopSettings {
        version: unchanged(&text.version, &now)?,
        name: text.name,
        seller: Seller { name: text.seller_name, address: text.seller_address, vat_id: text.seller_vat_id },
        sender_name: text.sender_name,
        support_email: text.support_email,
        support_phone: text.support_phone,
        locale: now.locale,
    })
}

/// Where the shop is at home; what else it says of itself stays as it is `now`.
///
/// # Errors
/// `Invalid` when the form is not ours, `Conflict` when it was changed since.
pub fn locale(text: LocaleText, now: ShopSettings) -> Result<ShopSettings> {
    let version = unchanged(&text.version, &now)?;
    let languages = text.offered.into_keys().collect();
    let locale = ShopLocale { time_zone: text.time_zone, language: text.language, languages };
    Ok(ShopSettings { version, locale, ..now })
}

/// The version that was seen, which is still the present one: of two forms that each change a part, the second one
/// must not take back what the first one changed.
fn unchanged(seen: &str, now: &ShopSettings) -> Result<u32> {
    let seen = version(seen)?;
    let text = "Somebody else changed these settings meanwhile. Please look at them again.";
    if seen == now.version { Ok(seen) } else { Err(Error::conflict(text)) }
}

/// How long checkout and carts wait.
///
/// # Errors
/// Every field to correct at once.
pub fn rules(text: &RulesText) -> Result<CheckoutRules> {
    let mut checks = Checks::default();
    let mut number = |field: &str, typed: &str| number(&mut checks, field, typed);
    let hold_minutes = number("rules[hold_minutes]", &text.hold_minutes);
    let abandoned_minutes = number("rules[abandoned_minutes]", &text.abandoned_minutes);
    let guest_cart_days = number("rules[guest_cart_days]", &text.guest_cart_days);
    checks.finish()?;
    Ok(CheckoutRules { version: version(&text.version)?, hold_minutes, abandoned_minutes, guest_cart_days })
}

/// How long messages are kept.
///
/// # Errors
/// Every field to correct at once.
pub fn messages(text: &MessagesText) -> Result<MessageRetention> {
    let mut checks = Checks::default();
    let mail_days = number(&mut checks, "messages[mail_days]", &text.mail_days);
    let webhook_days = number(&mut checks, "messages[webhook_days]", &text.webhook_days);
    checks.finish()?;
    Ok(MessageRetention { version: version(&text.version)?, mail_days, webhook_days })
}

/// How long the log is kept.
///
/// # Errors
/// At the field.
pub fn log(text: &LogText) -> Result<LogRetention> {
    let mut checks = Checks::default();
    let days = number(&mut checks, "log[days]", &text.days);
    checks.finish()?;
    Ok(LogRetention { version: version(&text.version)?, days: Some(days) })
}

fn number(checks: &mut Checks, field: &str, typed: &str) -> u32 {
    let read: Option<u32> = typed.trim().parse().ok();
    checks.require(read.is_some(), field, "Please enter a whole number.");
    read.unwrap_or_default()
}

/// For which orders a way to pay is offered.
///
/// # Errors
/// Every field to correct at once.
pub fn way(text: &WayText) -> Result<PaymentWay> {
    let kind = PaymentKind::from_text(&text.kind).ok_or_else(|| Error::not_found("way to pay"))?;
    let currency = Currency::from_code(&text.currency).unwrap_or(Currency::Eur);
    let amount =
        |typed: &str| or_nothing(typed, |typed| Money::parse(typed, currency).map(|money| money.minor));
    let (minimum, maximum) = (amount(&text.minimum), amount(&text.maximum));
    let told = "Please enter an amount, or nothing.";
    let mut checks = Checks::default();
    checks.require(minimum.is_some(), "way[minimum]", told);
    checks.require(maximum.is_some(), "way[maximum]", told);
    checks.finish()?;
    Ok(PaymentWay {
        kind,
        version: version(&text.version)?,
        is_on: !text.is_on.is_empty(),
        countries: countries(&text.countries).map_err(|error| within("way", error))?,
        currency,
        minimum: minimum.flatten(),
        maximum: maximum.flatten(),
    })
}

/// Which version was seen.
fn version(text: &str) -> Result<u32> {
    text.parse().map_err(|_| Error::invalid("Please reload the page and try again."))
}

/// What the service says of its fields, at those of the form.
pub fn within(form: &str, mut error: Error) -> Error {
    for field in &mut error.fields {
        field.field = format!("{form}[{}]", field.field);
    }
    error
}

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

    #[test]
    fn one_form_does_not_take_back_what_another_one_changed() {
        let now = ShopSettings { version: 3, ..ShopSettings::unchanged(Seller::default()) };
        let text = |version: &str| LocaleText {
            version: version.into(),
            time_zone: "Europe/Berlin".into(),
            language: "de".into(),
            offered: [("de".to_owned(), "true".to_owned())].into(),
        };
        let wanted = locale(text("3"), now.clone()).unwrap();
        assert_eq!((wanted.version, wanted.name.as_str()), (3, "Tradewind"));
        assert_eq!((wanted.locale.language.as_str(), wanted.locale.languages), ("de", vec!["de".to_owned()]));
        assert_eq!(locale(text("2"), now.clone()).unwrap_err().kind, contracts::ErrorKind::Conflict);
        let text = ShopText { version: "3".into(), name: "Harbour".into(), ..ShopText::default() };
        assert_eq!(shop(text, now.clone()).unwrap().locale, now.locale);
    }

    #[test]
    fn a_way_to_pay_has_amounts_and_countries_or_none() {
        let text = |minimum: &str, countries: &str| WayText {
            kind: "card".into(),
            version: "0".into(),
            countries: countries.into(),
            minimum: minimum.into(),
            ..WayText::default()
        };
        let read = way(&text("12,50", "at de")).unwrap();
        assert_eq!(
            (read.is_on, read.minimum, read.maximum, read.countries.len()),
            (false, Some(1250), None, 2)
        );
        assert!(way(&text("much", "")).unwrap_err().for_field("way[minimum]").is_some());
        assert!(way(&text("", "Germany")).unwrap_err().for_field("way[countries]").is_some());
    }
}
