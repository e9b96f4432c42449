use serde::{Deserialize, Serialize};
use std::fmt;

/// The currencies a shop can be run in (ISO 4217).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "UPPERCASE")]
#[expect(missing_docs, reason = "the names are the ISO 4217 codes")]
pub enum Currency {
    Eur,
    Usd,
    Gbp,
    Chf,
    Sek,
    Nok,
    Dkk,
    Pln,
    Jpy,
    Kwd,
}

impl Currency {
    /// All of them, in the order a list shows them.
    pub const ALL: [Self; 10] = [
        Self::Eur,
        Self::Usd,
        Self::Gbp,
        Self::Chf,
        Self::Sek,
        Self::Nok,
        Self::Dkk,
        Self::Pln,
        Self::Jpy,
        Self::Kwd,
    ];

    /// The ISO 4217 code, e.g. `EUR`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Gbp => "GBP",
            Self::Chf => "CHF",
            Self::Sek => "SEK",
            Self::Nok => "NOK",
            Self::Dkk => "DKK",
            Self::Pln => "PLN",
            Self::Jpy => "JPY",
            Self::Kwd => "KWD",
        }
    }

    /// The currency with this ISO 4217 code, in any case.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|currency| currency.code().eq_ignore_ascii_case(code))
    }

    /// Digits after the decimal separator: minor units are `10^-exponent` of the major one.
    pub fn exponent(self) -> u32 {
        match self {
            Self::Jpy => 0,
            Self::Kwd => 3,
            _ => 2,
        }
    }

    fn symbol(self) -> &'static str {
        match self {
            Self::Eur => "€",
            Self::Usd => "$",
            Self::Gbp => "£",
            Self::Jpy => "¥",
            other => other.code(),
        }
    }
}

/// An amount in the minor units of its currency. Arithmetic is checked: it returns `None` on overflow
/// and on mixed currencies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Money {
    /// Cents, pence, yen: the smallest unit of the currency.
    pub minor: i64,
    /// The currency of `minor`.
    pub currency: Currency,
}

impl Money {
    /// So many minor units.
    pub fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, in that currency.
    pub fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// The sum, or `None` on overflow or mixed currencies.
    pub fn plus(self, other: Self) -> Option<Self> {
        self.same(other)?;
        Some(Self::new(self.minor.checked_add(other.minor)?, self.currency))
    }

    /// The difference, or `None` on overflow or mixed currencies.
    pub fn minus(self, other: Self) -> Option<Self> {
        self.same(other)?;
        Some(Self::new(self.minor.checked_sub(other.minor)?, self.currency))
    }

    /// `count` times the amount, or `None` on overflow.
    pub fn times(self, count: u32) -> Option<Self> {
        Some(Self::new(self.minor.checked_mul(i64::from(count))?, self.currency))
    }

    /// The sum of many, starting from zero in `currency`.
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Option<Self> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::plus)
    }

    /// The tax that a gross amount contains at `rate_bp` basis points, rounded half up.
    pub fn included_tax(self, rate_bp: u32) -> Option<Self> {
        let rate = i128::from(rate_bp);
        let divisor = 10_000 + rate;
        let tax = (i128::from(self.minor) * rate * 2 + divisor).div_euclid(divisor * 2);
        Some(Self::new(i64::try_from(tax).ok()?, self.currency))
    }

    /// Splits the amount by weights so that the parts add up exactly (largest remainder).
    /// All-zero weights put everything on the first part.
    pub fn allocate(self, weights: &[u64]) -> Vec<Self> {
        let shares = largest_remainder(self.minor, weights);
        shares.into_iter().map(|minor| Self::new(minor, self.currency)).collect()
    }

    /// The digits alone, with the decimal point where the currency has it: `84.00`, `1200`, `1.250`.
    pub fn decimal(self) -> String {
        let exponent = self.currency.exponent();
        let unit = 10_u64.pow(exponent);
        let sign = if self.minor < 0 { "-" } else { "" };
        let absolute = self.minor.unsigned_abs();
        if exponent == 0 {
            return format!("{sign}{absolute}");
        }
        let width = exponent as usize;
        format!("{sign}{}.{:0width$}", absolute / unit, absolute % unit)
    }

    /// Reads what a person types: `84`, `84.5`, `84,50`. `None` for more digits than the currency has,
    /// other characters or overflow.
    pub fn parse(text: &str, currency: Currency) -> Option<Self> {
        let text = text.trim();
        let (negative, digits) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
        let (whole, fraction) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let exponent = currency.exponent() as usize;
        let plain = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if whole.is_empty() || !plain(whole) || !plain(fraction) || fraction.len() > exponent {
            return None;
        }
        let minor: i64 = format!("{whole}{fraction:0<exponent$}").parse().ok()?;
        Some(Self::new(if negative { -minor } else { minor }, currency))
    }

    fn same(self, other: Self) -> Option<()> {
        (self.currency == other.currency).then_some(())
    }
}

impl fmt::Display for Money {
    /// `84.00 €`, with thousands grouped by a narrow no-break space and a no-break space before the symbol.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let decimal = self.decimal();
        let (whole, fraction) =
            decimal.split_once('.').map_or((decimal.as_str(), None), |(w, f)| (w, Some(f)));
        let (sign, digits) = whole.strip_prefix('-').map_or(("", whole), |rest| ("\u{2212}", rest));
        f.write_str(sign)?;
        for (index, digit) in digits.chars().enumerate() {
            if index > 0 && (digits.len() - index).is_multiple_of(3) {
                f.write_str("\u{202f}")?;
            }
            write!(f, "{digit}")?;
        }
        if let Some(fraction) = fraction {
            write!(f, ".{fraction}")?;
        }
        write!(f, "\u{a0}{}", self.currency.symbol())
    }
}

fn largest_remainder(total: i64, weights: &[u64]) -> Vec<i64> {
    let sum: u128 = weights.iter().map(|weight| u128::from(*weight)).sum();
    if weights.is_empty() {
        return Vec::new();
    }
    if sum == 0 {
        let mut parts = vec![0; weights.len()];
        parts[0] = total;
        return parts;
    }
    let magnitude = u128::from(total.unsigned_abs());
    let mut parts: Vec<u128> = weights.iter().map(|weight| magnitude * u128::from(*weight) / sum).collect();
    let mut order: Vec<usize> = (0..weights.len()).collect();
    order.sort_by_key(|index| std::cmp::Reverse(magnitude * u128::from(weights[*index]) % sum));
    let missing = magnitude - parts.iter().sum::<u128>();
    for index in order.into_iter().take(usize::try_from(missing).unwrap_or(0)) {
        parts[index] += 1;
    }
    let sign = if total < 0 { -1 } else { 1 };
    parts.into_iter().map(|part| i64::try_from(part).unwrap_or(i64::MAX) * sign).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn text_groups_thousands_and_keeps_the_currency_s_digits() {
        assert_eq!(Money::new(123_456_789, Currency::Eur).to_string(), "1\u{202f}234\u{202f}567.89\u{a0}€");
        assert_eq!(Money::new(-5, Currency::Usd).to_string(), "\u{2212}0.05\u{a0}$");
        assert_eq!(Money::new(1200, Currency::Jpy).to_string(), "1\u{202f}200\u{a0}¥");
        assert_eq!(Money::new(1250, Currency::Kwd).to_string(), "1.250\u{a0}KWD");
    }

    #[test]
    fn what_people_type_is_read_or_refused() {
        let read = |text| Money::parse(text, Currency::Eur).map(|money| money.minor);
        assert_eq!(read("84"), Some(8400));
        assert_eq!(read(" 84,5 "), Some(8450));
        assert_eq!(read("0.05"), Some(5));
        for refused in ["", "1.234", "１", "NaN", "1e9", "9223372036854775807", "--1", "."] {
            assert_eq!(read(refused), None, "{refused}");
        }
    }

    #[test]
    fn tax_is_taken_out_of_the_gross_amount() {
        assert_eq!(Money::new(11_900, Currency::Eur).included_tax(1900).unwrap().minor, 1900);
        assert_eq!(Money::new(100, Currency::Eur).included_tax(0).unwrap().minor, 0);
    }

    proptest! {
        #[test]
        fn parts_always_add_up_to_the_whole(total in -1_000_000_000_i64..1_000_000_000, weights in prop::collection::vec(0_u64..10_000, 1..20)) {
            let parts = Money::new(total, Currency::Eur).allocate(&weights);
            prop_assert_eq!(parts.iter().map(|part| part.minor).sum::<i64>(), total);
        }

        #[test]
        fn decimal_text_reads_back(minor in -1_000_000_000_i64..1_000_000_000, index in 0_usize..10) {
            let money = Money::new(minor, Currency::ALL[index]);
            prop_assert_eq!(Money::parse(&money.decimal(), money.currency), Some(money));
        }
    }
}
