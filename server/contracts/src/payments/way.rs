//! Which ways to pay are offered, where and for how much.

use crate::{CountryCode, Currency, Money};
use serde::{Deserialize, Serialize};

/// A way to pay that this version knows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PaymentKind {
    /// By card, through the gateway: in the checkout or at the gateway's own page.
    Card,
    /// With a gift card of the shop.
    GiftCard,
}

impl PaymentKind {
    /// All of them.
    pub const ALL: [Self; 2] = [Self::Card, Self::GiftCard];

    /// As stored and sent.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::GiftCard => "gift_card",
        }
    }

    /// The way stored under that text.
    pub fn from_text(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// For people.
    pub fn label(self) -> &'static str {
        match self {
            Self::Card => "Card",
            Self::GiftCard => "Gift card",
        }
    }
}

/// A way to pay, and for which orders it is offered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentWay {
    /// Which one.
    pub kind: PaymentKind,
    /// Grows with each change; 0 while nobody has changed it.
    pub version: u32,
    /// Whether it is offered at all.
    pub is_on: bool,
    /// Only for orders that go there; everywhere when empty.
    pub countries: Vec<CountryCode>,
    /// Of the limits; orders in another currency have none.
    pub currency: Currency,
    /// For orders of at least so much, minor units.
    pub minimum: Option<i64>,
    /// For orders of at most so much, minor units.
    pub maximum: Option<i64>,
}

impl PaymentWay {
    /// As it is before the first change: for every order.
    pub fn unchanged(kind: PaymentKind) -> Self {
        Self {
            kind,
            version: 0,
            is_on: true,
            countries: Vec::new(),
            currency: Currency::Eur,
            minimum: None,
            maximum: None,
        }
    }

    /// Why it is not offered for an order of this total, wherever it goes; none when it is.
    pub fn refusal_of_amount(&self, total: Money) -> Option<String> {
        let what = match self.kind {
            PaymentKind::Card => "Cards",
            PaymentKind::GiftCard => "Gift cards",
        };
        if !self.is_on {
            return Some([what, " are not taken at the moment."].concat());
        }
        let limit = |minor: Option<i64>| minor.filter(|_| total.currency == self.currency);
        let told = |minor: i64| Money::new(minor, self.currency).to_string();
        if let Some(minimum) = limit(self.minimum).filter(|minimum| total.minor < *minimum) {
            return Some([what, " are taken for orders from ", &told(minimum), "."].concat());
        }
        let maximum = limit(self.maximum).filter(|maximum| total.minor > *maximum)?;
        Some([what, " are taken for orders up to ", &told(maximum), "."].concat())
    }

    /// Why it is not offered for an order of this total to this country (two letters as typed; empty while it is not
    /// known); none when it is.
    pub fn refusal(&self, country: &str, total: Money) -> Option<String> {
        let goes = self.countries.is_empty() || country.is_empty();
        if self.is_on && !goes && !self.countries.iter().any(|one| one.as_str() == country) {
            let what = self.kind.label();
            return Some([what, " is no way to pay for orders to this country."].concat());
        }
        self.refusal_of_amount(total)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn euros(minor: i64) -> Money {
        Money::new(minor, Currency::Eur)
    }

    #[test]
    fn a_way_is_offered_within_its_countries_and_amounts() {
        let way = PaymentWay {
            countries: vec!["DE".parse().unwrap()],
            minimum: Some(1000),
            maximum: Some(5000),
            ..PaymentWay::unchanged(PaymentKind::Card)
        };
        assert_eq!([way.refusal("DE", euros(1000)), way.refusal("", euros(5000))], [None, None]);
        assert!(way.refusal("AT", euros(1000)).is_some_and(|told| told.contains("country")));
        assert!(way.refusal("DE", euros(999)).is_some_and(|told| told.contains("from 10.00")));
        assert!(way.refusal("DE", euros(5001)).is_some_and(|told| told.contains("up to 50.00")));
        assert_eq!(way.refusal("DE", Money::new(1, Currency::Usd)), None, "the limits are in euros");
    }

    #[test]
    fn what_is_off_is_refused_whatever_else_is_right() {
        let way = PaymentWay { is_on: false, ..PaymentWay::unchanged(PaymentKind::GiftCard) };
        assert_eq!(way.refusal("DE", euros(1)).as_deref(), Some("Gift cards are not taken at the moment."));
    }
}
