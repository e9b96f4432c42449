//! What a coupon takes off, for whom, and when.

use contracts::{
    Checks, Currency, Email, Error, Money, Result,
    orders::{CouponDraft, CouponStatus, CouponValue, Discount},
};
use unicode_normalization::UnicodeNormalization as _;

/// A code as it is stored, of what people type: any case, any width of letters. `None` when it cannot be one.
pub fn normalised(typed: &str) -> Option<String> {
    let code: String = typed.trim().chars().take(200).nfkc().collect::<String>().trim().to_uppercase();
    let allowed = |byte: u8| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'-';
    ((3..=40).contains(&code.len()) && code.bytes().all(allowed)).then_some(code)
}

/// An address as one person has it: what follows a plus sign reaches the same mailbox. Dots are kept: only some
/// providers ignore them.
pub fn customer(email: &Email) -> String {
    let (local, domain) = email.as_str().split_once('@').unwrap_or((email.as_str(), ""));
    let name = local.split('+').next().filter(|name| !name.is_empty()).unwrap_or(local);
    format!("{name}@{domain}")
}

/// A coupon and how much of it is used, as far as it concerns one customer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// Its code.
    pub code: String,
    /// What it takes off.
    pub value: CouponValue,
    /// Of its amounts.
    pub currency: Currency,
    /// What the lines must come to, minor units.
    pub minimum: i64,
    /// Where it is, by the database's clock.
    pub status: CouponStatus,
    /// How often by one customer.
    pub most_per_customer: Option<u32>,
    /// How often this customer has used it.
    pub used_by_customer: u32,
}

/// What a coupon takes off lines of this sum, or why it takes nothing, in words for the shopper.
pub fn discount(coupon: &Offered, subtotal: Money) -> std::result::Result<Discount, String> {
    match coupon.status {
        CouponStatus::Active => {}
        CouponStatus::Inactive => return Err(UNKNOWN.to_owned()),
        CouponStatus::Scheduled => return Err("This code cannot be used yet.".to_owned()),
        CouponStatus::Expired => return Err("This code has expired.".to_owned()),
        CouponStatus::UsedUp => return Err("This code has been used up.".to_owned()),
    }
    if coupon.most_per_customer.is_some_and(|most| coupon.used_by_customer >= most) {
        return Err("You have used this code already.".to_owned());
    }
    if subtotal.currency != coupon.currency {
        return Err(format!("This code is for purchases in {}.", coupon.currency.code()));
    }
    if subtotal.minor < coupon.minimum {
        return Err(format!("This code needs articles for {}.", Money::new(coupon.minimum, coupon.currency)));
    }
    let amount = Money::new(taken_off(coupon.value, subtotal.minor), subtotal.currency);
    if amount.minor <= 0 {
        return Err("This code takes nothing off these articles.".to_owned());
    }
    Ok(Discount { code: coupon.code.clone(), amount })
}

/// What is said of a code that there is not; of one that was switched off, too.
pub const UNKNOWN: &str = "We do not know this code.";

/// Never more than there is; half a cent is a cent.
fn taken_off(value: CouponValue, subtotal: i64) -> i64 {
    let off = match value {
        CouponValue::Percent(bp) => (i128::from(subtotal) * i128::from(bp) + 5_000) / 10_000,
        CouponValue::Amount(minor) => i128::from(minor),
    };
    i64::try_from(off).unwrap_or(i64::MAX).min(subtotal)
}

/// A coupon that can be stored, with its code as it is stored.
///
/// # Errors
/// Every field to correct at once.
pub fn checked(draft: &CouponDraft) -> Result<CouponDraft> {
    let mut checks = Checks::default();
    let code = normalised(&draft.code);
    checks.require(code.is_some(), "code", "A code has 3 to 40 letters from A to Z, digits and hyphens.");
    let (field, holds) = match draft.value {
        CouponValue::Percent(bp) => ("percent", (1..=10_000).contains(&bp)),
        CouponValue::Amount(minor) => ("amount", minor > 0),
    };
    checks.require(holds, field, "This has to be more than nothing, and at most everything.");
    checks.require(draft.minimum >= 0, "minimum", "This cannot be less than nothing.");
    let countable = |most: Option<u32>| most.is_none_or(|most| most > 0 && i32::try_from(most).is_ok());
    checks.require(countable(draft.most_uses), "most_uses", "Please enter a number from 1 on, or nothing.");
    let per_customer = "Please enter a number from 1 on, or nothing.";
    checks.require(countable(draft.most_per_customer), "most_per_customer", per_customer);
    let is_ordered = draft.starts_at.zip(draft.ends_at).is_none_or(|(from, until)| from < until);
    checks.require(is_ordered, "ends_at", "It has to end after it starts.");
    checks.finish()?;
    Ok(CouponDraft { code: code.ok_or_else(Error::internal)?, ..draft.clone() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn coupon(value: CouponValue) -> Offered {
        Offered {
            code: "SPRING".to_owned(),
            value,
            currency: Currency::Eur,
            minimum: 0,
            status: CouponStatus::Active,
            most_per_customer: None,
            used_by_customer: 0,
        }
    }

    #[test]
    fn i_9_a_code_is_the_same_however_it_is_typed() {
        for typed in ["spring-5", " Spring-5\u{a0}", "ＳＰＲＩＮＧ－５", "ｓｐｒｉｎｇ-５"] {
            assert_eq!(normalised(typed).as_deref(), Some("SPRING-5"), "{typed}");
        }
        // A Cyrillic А, an accent, a zero-width space, SQL: other codes, or none.
        for refused in ["", "AB", "SPАRK", "SPRÍNG", "SPR\u{200b}ING", "' or 1=1", &"A".repeat(41)] {
            assert_eq!(normalised(refused), None, "{refused}");
        }
    }

    #[test]
    fn i_9_one_mailbox_is_one_customer() {
        for same in ["ada@example.com", "ADA@Example.com", "ada+shop@example.com", "ada+a+b@example.com"] {
            assert_eq!(customer(&same.parse().unwrap()), "ada@example.com", "{same}");
        }
        assert_eq!(customer(&"a.da@example.com".parse().unwrap()), "a.da@example.com");
        assert_eq!(customer(&"+ada@example.com".parse().unwrap()), "+ada@example.com");
    }

    #[test]
    fn why_a_code_takes_nothing_off_is_said() {
        let ten = Money::new(1000, Currency::Eur);
        let five = coupon(CouponValue::Amount(500));
        let why = |coupon: Offered| discount(&coupon, ten).unwrap_err();
        assert_eq!(why(Offered { status: CouponStatus::Inactive, ..five.clone() }), UNKNOWN);
        assert!(why(Offered { status: CouponStatus::Expired, ..five.clone() }).contains("expired"));
        assert!(why(Offered { status: CouponStatus::UsedUp, ..five.clone() }).contains("used up"));
        assert!(why(Offered { minimum: 1001, ..five.clone() }).contains("10.01"));
        let once = Offered { most_per_customer: Some(1), used_by_customer: 1, ..five.clone() };
        assert!(why(once).contains("already"));
        assert!(why(Offered { currency: Currency::Usd, ..five }).contains("USD"));
    }

    proptest! {
        #[test]
        fn i_9_no_coupon_takes_off_more_than_there_is(
            subtotal in 1_i64..1_000_000_000_000,
            bp in 1_u32..=10_000,
            minor in 1_i64..i64::MAX,
        ) {
            for value in [CouponValue::Percent(bp), CouponValue::Amount(minor)] {
                if let Ok(off) = discount(&coupon(value), Money::new(subtotal, Currency::Eur)) {
                    prop_assert!((1..=subtotal).contains(&off.amount.minor));
                }
            }
        }
    }
}
