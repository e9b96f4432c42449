//! From what is typed to a coupon. Server only.

use super::api::CouponText;
use crate::admin::patterns::or_nothing;
use chrono::{Days, NaiveDate};
use contracts::{
    Checks, Currency, Error, Money, Result, Timestamp,
    orders::{CouponDraft, CouponValue},
};

/// The coupon that was typed. Days begin and end at midnight in UTC.
///
/// # Errors
/// Every field to correct at once.
pub fn draft(text: &CouponText) -> Result<CouponDraft> {
    let mut checks = Checks::default();
    let currency = Currency::from_code(&text.currency).unwrap_or(Currency::Eur);
    let value = value(text, currency);
    checks.require(value.is_some(), "coupon[value]", "Please enter a percentage up to 100, or an amount.");
    let minimum = or_nothing(&text.minimum, |typed| Money::parse(typed, currency).map(|money| money.minor));
    checks.require(minimum.is_some(), "coupon[minimum]", "Please enter an amount, or nothing.");
    let (from, until) = (or_nothing(&text.from, day), or_nothing(&text.until, day));
    checks.require(from.is_some(), "coupon[from]", "Please enter a day, or nothing.");
    checks.require(until.is_some(), "coupon[until]", "Please enter a day, or nothing.");
    let most_uses = or_nothing(&text.most_uses, |typed| typed.parse().ok());
    checks.require(most_uses.is_some(), "coupon[most_uses]", "Please enter a whole number, or nothing.");
    let most_per_customer = or_nothing(&text.most_per_customer, |typed| typed.parse().ok());
    let whole = "Please enter a whole number, or nothing.";
    checks.require(most_per_customer.is_some(), "coupon[most_per_customer]", whole);
    checks.finish()?;
    Ok(CouponDraft {
        id: text.id.parse().map_err(|_| Error::not_found("coupon"))?,
        version: text.version.parse().ok(),
        code: text.code.clone(),
        value: value.ok_or_else(Error::internal)?,
        currency,
        minimum: minimum.flatten().unwrap_or(0),
        starts_at: from.flatten().and_then(midnight),
        ends_at: until.flatten().and_then(|last| midnight(last.checked_add_days(Days::new(1))?)),
        most_uses: most_uses.flatten(),
        most_per_customer: most_per_customer.flatten(),
        is_active: !text.is_active.is_empty(),
    })
}

fn value(text: &CouponText, currency: Currency) -> Option<CouponValue> {
    if text.kind == "amount" {
        return Money::parse(&text.value, currency).map(|money| CouponValue::Amount(money.minor));
    }
    // Two digits after the point, as money in euros has them, are basis points.
    let percent = Money::parse(&text.value, Currency::Eur)?.minor;
    u32::try_from(percent).ok().map(CouponValue::Percent)
}

fn day(typed: &str) -> Option<NaiveDate> {
    typed.parse().ok()
}

fn midnight(day: NaiveDate) -> Option<Timestamp> {
    Some(day.and_hms_opt(0, 0, 0)?.and_utc())
}

/// What the service says of its own fields, at those of the form.
pub fn at_form(mut error: Error) -> Error {
    for field in &mut error.fields {
        let name = match field.field.as_str() {
            "percent" | "amount" => "value",
            "starts_at" => "from",
            "ends_at" => "until",
            other => other,
        };
        field.field = format!("coupon[{name}]");
    }
    error
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(kind: &str, value: &str) -> CouponText {
        let id = "01890000-0000-7000-8000-000000000000".to_owned();
        CouponText { id, kind: kind.to_owned(), value: value.to_owned(), ..CouponText::default() }
    }

    #[test]
    fn a_percentage_or_an_amount_is_read() {
        assert_eq!(draft(&typed("percent", "12.5")).unwrap().value, CouponValue::Percent(1250));
        assert_eq!(draft(&typed("amount", "5,00")).unwrap().value, CouponValue::Amount(500));
        for nonsense in ["", "ten", "-", "1.234"] {
            assert!(draft(&typed("percent", nonsense)).unwrap_err().for_field("coupon[value]").is_some());
        }
    }

    #[test]
    fn the_last_day_belongs_to_it() {
        let text = CouponText { until: "2026-12-24".to_owned(), ..typed("percent", "10") };
        assert_eq!(draft(&text).unwrap().ends_at, "2026-12-25T00:00:00Z".parse().ok());
    }
}
