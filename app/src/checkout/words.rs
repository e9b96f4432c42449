//! What the checkout says.

#[cfg(feature = "ssr")]
use contracts::checkout::QuoteLine;
use contracts::{Money, shipping::Rate};

/// When a run failed because something was sold in the meantime.
#[cfg(feature = "ssr")]
pub(super) const GONE: &str = "Something in your cart was sold in the meantime. You were not charged.";

/// How long a delivery takes.
pub(super) fn days(rate: &Rate) -> String {
    let days = match (rate.days_min, rate.days_max) {
        (1, 1) => "1 working day".to_owned(),
        (min, max) if min == max => format!("{min} working days"),
        (min, max) => format!("{min} to {max} working days"),
    };
    if rate.carrier.is_empty() { days } else { [&days, " with ", &rate.carrier].concat() }
}

/// A price, or that there is none.
pub(super) fn price(money: Money) -> String {
    if money.minor == 0 { "Free".to_owned() } else { money.to_string() }
}

/// What cannot be had, line by line.
#[cfg(feature = "ssr")]
pub(super) fn short(lines: &[QuoteLine]) -> String {
    let short = lines.iter().filter(|line| line.available < line.quantity);
    let words: Vec<String> = short.map(|line| short_line(&line.item.name, line.available)).collect();
    if words.is_empty() { GONE.to_owned() } else { [&words.join(" "), " You were not charged."].concat() }
}

/// What of a line cannot be had.
pub(super) fn short_line(name: &str, available: u32) -> String {
    match available {
        0 => [name, " is sold out."].concat(),
        1 => ["Only one ", name, " is left."].concat(),
        few => format!("Only {few} of {name} are left."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::Currency;

    fn rate(days_min: u32, days_max: u32) -> Rate {
        Rate {
            method: uuid::Uuid::nil().into(),
            name: "Standard".into(),
            carrier: "DHL".into(),
            price: Money::zero(Currency::Eur),
            days_min,
            days_max,
            free_from: None,
        }
    }

    #[test]
    fn a_span_of_days_is_told_in_the_shortest_way() {
        assert_eq!(days(&rate(1, 1)), "1 working day with DHL");
        assert_eq!(days(&rate(2, 2)), "2 working days with DHL");
        assert_eq!(days(&rate(2, 4)), "2 to 4 working days with DHL");
    }

    #[test]
    fn what_is_short_is_named() {
        assert_eq!(short_line("Mug", 0), "Mug is sold out.");
        assert_eq!(short_line("Mug", 1), "Only one Mug is left.");
        assert_eq!(short(&[]), GONE);
        assert_eq!(price(Money::zero(Currency::Eur)), "Free");
    }
}
