use chrono::NaiveDate;
use contracts::{Money, payments::GiftCardMovementKind};

/// What is shown of a code once its card is issued: `•••• 7K2M`.
pub fn masked(ending: &str) -> String {
    format!("•••• {ending}")
}

/// The last day on which a card pays.
pub fn last_day(day: Option<NaiveDate>) -> String {
    day.map_or_else(|| "Never".to_owned(), |day| day.format("%-d %b %Y").to_string())
}

/// Why a balance changed.
pub fn why(kind: GiftCardMovementKind) -> &'static str {
    match kind {
        GiftCardMovementKind::Issued => "Issued",
        GiftCardMovementKind::Adjusted => "Changed by staff",
        GiftCardMovementKind::Redeemed => "Paid for a purchase",
        GiftCardMovementKind::Released => "The purchase came to nothing",
        GiftCardMovementKind::Refunded => "Money of a purchase went back",
    }
}

/// An amount with its sign, a plus as well.
pub fn signed(amount: Money) -> String {
    if amount.minor > 0 { format!("+{amount}") } else { amount.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::Currency::Eur;

    #[test]
    fn what_is_put_on_and_what_is_taken_off_have_a_sign() {
        assert_eq!(signed(Money::new(1250, Eur)), "+12.50\u{a0}€");
        assert_eq!(signed(Money::new(-1250, Eur)), "\u{2212}12.50\u{a0}€");
    }

    #[test]
    fn a_card_without_a_last_day_never_expires() {
        assert_eq!(last_day(None), "Never");
        assert_eq!(last_day("2029-12-31".parse().ok()), "31 Dec 2029");
    }
}
