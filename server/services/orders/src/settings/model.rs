//! What may be set.

use contracts::{
    Checks, Email, Result,
    orders::{CheckoutRules, Seller, ShopLocale, ShopSettings},
};
use platform::pan::hidden;

/// The settings as they are kept: without spaces around them, each on one line. `zones` are the time zones there are.
///
/// # Errors
/// Every field to correct at once.
pub fn shop(wanted: &ShopSettings, zones: &[String]) -> Result<ShopSettings> {
    let wanted = plain(wanted);
    let mut checks = Checks::default();
    checks.require(!wanted.name.is_empty(), "name", "Please enter what the shop is called.");
    let texts = [
        ("name", &wanted.name, 60),
        ("seller_name", &wanted.seller.name, 200),
        ("seller_address", &wanted.seller.address, 500),
        ("seller_vat_id", &wanted.seller.vat_id, 40),
        ("sender_name", &wanted.sender_name, 60),
        ("support_phone", &wanted.support_phone, 40),
    ];
    for (field, text, most) in texts {
        checks.require(
            text.chars().count() <= most,
            field,
            &format!("Please enter at most {most} characters."),
        );
    }
    if !wanted.support_email.is_empty() {
        checks.parse("support_email", wanted.support_email.parse::<Email>());
    }
    let dials = wanted.support_phone.chars().all(|sign| sign.is_ascii_digit() || "+-/(). ".contains(sign));
    checks.require(dials, "support_phone", "Please enter a number like +49 40 123456.");
    locale(&mut checks, &wanted.locale, zones);
    checks.finish()?;
    Ok(wanted)
}

fn locale(checks: &mut Checks, locale: &ShopLocale, zones: &[String]) {
    let known = locale.time_zone == ShopLocale::UTC || zones.contains(&locale.time_zone);
    checks.require(known, "time_zone", "Please choose a time zone of the list.");
    let written = |code: &String| ShopLocale::LANGUAGES.iter().any(|(known, _)| known == code);
    let offered = &locale.languages;
    checks.require(!offered.is_empty(), "languages", "Please offer at least one language.");
    checks.require(
        offered.iter().all(written),
        "languages",
        "Please choose languages that mails are written in.",
    );
    let among = offered.contains(&locale.language);
    checks.require(among, "language", "Please choose one of the languages that are offered.");
}

fn plain(wanted: &ShopSettings) -> ShopSettings {
    ShopSettings {
        version: wanted.version,
        name: line(&wanted.name),
        seller: Seller {
            name: line(&wanted.seller.name),
            address: line(&wanted.seller.address),
            vat_id: line(&wanted.seller.vat_id),
        },
        sender_name: line(&wanted.sender_name),
        support_email: wanted.support_email.trim().to_owned(),
        support_phone: line(&wanted.support_phone),
        locale: plain_locale(&wanted.locale),
    }
}

/// Each language once.
fn plain_locale(wanted: &ShopLocale) -> ShopLocale {
    let mut languages = wanted.languages.clone();
    languages.sort();
    languages.dedup();
    ShopLocale { languages, ..wanted.clone() }
}

/// On one line: a line break in a sender's name would be another header.
fn line(typed: &str) -> String {
    let plain: String = typed.chars().map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    hidden(plain.trim().to_owned())
}

/// # Errors
/// Every field out of its bounds.
pub fn rules(wanted: &CheckoutRules) -> Result<()> {
    let bounds = [
        ("hold_minutes", wanted.hold_minutes, CheckoutRules::HOLD_MINUTES),
        ("abandoned_minutes", wanted.abandoned_minutes, CheckoutRules::ABANDONED_MINUTES),
        ("guest_cart_days", wanted.guest_cart_days, CheckoutRules::GUEST_CART_DAYS),
    ];
    let mut checks = Checks::default();
    for (field, number, (least, most)) in bounds {
        let told = format!("Please enter a whole number from {least} to {most}.");
        checks.require((least..=most).contains(&number), field, &told);
    }
    checks.finish()
}
