//! Numbers as the dashboard writes them.

use contracts::{
    Currency, Money,
    analytics::{DayRange, Metric},
};

/// Days from the first to the last, or the only one.
pub fn span_of(days: DayRange) -> String {
    let (from, to) = (days.from.format("%-d %b %Y"), days.to.format("%-d %b %Y"));
    if days.from == days.to { from.to_string() } else { format!("{from} to {to}") }
}

/// The change against the days before, in tenths of a percent; none when there was nothing before.
pub fn delta(metric: &Metric) -> Option<i64> {
    let change = metric.value.checked_sub(metric.before)?.checked_mul(1000)?;
    (metric.before > 0).then(|| change / metric.before)
}

/// Minor units as money.
pub fn money(minor: i64, currency: Currency) -> String {
    Money::new(minor, currency).to_string()
}

/// Basis points as a percentage with one decimal.
pub fn percent(basis_points: i64) -> String {
    let tenths = (basis_points + 5) / 10;
    format!("{}.{} %", tenths / 10, tenths % 10)
}

/// A count with grouped thousands.
pub fn count(value: i64) -> String {
    Money::new(value, Currency::Jpy).to_string().trim_end_matches('¥').trim_end().to_owned()
}

/// What the axis of an amount says at a value, by the digits of the currency.
pub fn axis(currency: Currency) -> fn(i64) -> String {
    match currency.exponent() {
        0 => count,
        3 => |minor| short(minor, 1000),
        _ => |minor| short(minor, 100),
    }
}

fn short(minor: i64, unit: i64) -> String {
    let (whole, rest) = (minor / unit, minor % unit);
    if rest == 0 { count(whole) } else { format!("{whole}.{:02}", rest * 100 / unit) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn metric(value: i64, before: i64) -> Metric {
        Metric { value, before, series: vec![], series_before: vec![] }
    }

    #[test]
    fn a_change_is_told_only_against_something() {
        assert_eq!(delta(&metric(150, 100)), Some(500));
        assert_eq!(delta(&metric(75, 100)), Some(-250));
        assert_eq!(delta(&metric(75, 0)), None);
    }

    #[test]
    fn days_are_told_from_the_first_to_the_last() {
        let range = |from: &str, to: &str| DayRange { from: from.parse().unwrap(), to: to.parse().unwrap() };
        assert_eq!(span_of(range("2026-11-01", "2026-11-01")), "1 Nov 2026");
        assert_eq!(span_of(range("2025-12-31", "2026-01-02")), "31 Dec 2025 to 2 Jan 2026");
    }

    #[test]
    fn numbers_are_written_for_people() {
        assert_eq!(percent(234), "2.3 %");
        assert_eq!(count(12_345), "12\u{202f}345");
        assert_eq!(axis(Currency::Eur)(125_000), "1\u{202f}250");
    }
}
