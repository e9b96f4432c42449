//! What a charge is of and for, in the gateway's words.

use super::NewCharge;
use contracts::{CheckoutId, GiftCardId, Money, PaymentId, Timestamp, payments::DisputeKind};
use std::collections::HashMap;

/// An amount whose currency need not be one of ours.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sum {
    /// Minor units.
    pub minor: i64,
    /// ISO 4217, upper case.
    pub currency: String,
}

impl Sum {
    /// ISO 4217's code where no currency is involved: what a gateway gave without naming one.
    pub const NO_CURRENCY: &str = "XXX";

    /// An amount as a gateway writes it, e.g. `8400` and `eur`.
    pub fn new(minor: i64, currency: &str) -> Self {
        Self { minor, currency: currency.to_uppercase() }
    }

    /// Whether it is exactly that amount in that currency.
    pub fn is(&self, money: Money) -> bool {
        self.minor == money.minor && self.currency == money.currency.code()
    }
}

impl From<Money> for Sum {
    fn from(money: Money) -> Self {
        Self::new(money.minor, money.currency.code())
    }
}

impl std::fmt::Display for Sum {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.minor, self.currency)
    }
}

/// What a charge is of and for. Empty where the gateway told nothing, as after a decline.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Terms {
    /// What was asked for.
    pub sum: Option<Sum>,
    /// Our payment, as we told the gateway.
    pub payment: Option<PaymentId>,
    /// Our checkout, as we told the gateway.
    pub checkout: Option<CheckoutId>,
    /// The gift card that pays beside it, and how much, minor units, as we told the gateway.
    pub gift_card: Option<(GiftCardId, i64)>,
    /// What is held and could be taken, minor units; none where the gateway does not tell.
    pub held: Option<i64>,
    /// What was taken, minor units.
    pub captured: i64,
    /// What was given back, or is on its way, minor units.
    pub refunded: i64,
}

/// What a gateway is told of a charge beside its amount, as names and texts.
pub(super) fn metadata(charge: &NewCharge) -> HashMap<String, String> {
    let mut told = HashMap::from([
        ("payment".to_owned(), charge.payment.to_string()),
        ("checkout".to_owned(), charge.checkout.to_string()),
    ]);
    if let Some(share) = &charge.gift_card {
        told.insert("gift_card".to_owned(), share.card.to_string());
        told.insert("gift_card_minor".to_owned(), share.amount.minor.to_string());
    }
    told
}

impl Terms {
    /// What [`metadata`] told.
    pub(super) fn told(metadata: Option<&HashMap<String, String>>) -> Self {
        let told = |name: &str| metadata.and_then(|metadata| metadata.get(name));
        let card = told("gift_card").and_then(|id| id.parse().ok());
        Self {
            payment: told("payment").and_then(|id| id.parse().ok()),
            checkout: told("checkout").and_then(|id| id.parse().ok()),
            gift_card: card.zip(told("gift_card_minor").and_then(|minor| minor.parse().ok())),
            ..Self::default()
        }
    }
}

/// A dispute, or a warning of one, as the gateway sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// Which of the two.
    pub kind: DisputeKind,
    /// The gateway's id of it.
    pub reference: String,
    /// The gateway's id of the charge.
    pub charge: String,
    /// How much is disputed.
    pub sum: Sum,
    /// The gateway's word for why.
    pub reason: String,
    /// The gateway's word for where it is.
    pub status: String,
    /// Whether nothing more can come of it.
    pub is_closed: bool,
    /// Until when evidence has to be sent.
    pub evidence_due_at: Option<Timestamp>,
    /// When it began.
    pub opened_at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;
    use contracts::{Currency, payments::GiftCardShare};
    use platform::ids;

    #[test]
    fn i_10_what_a_gateway_was_told_of_a_gift_card_is_read_again() {
        let (card, euro) = (GiftCardId(ids::mint()), |minor| Money::new(minor, Currency::Eur));
        let alone = NewCharge {
            payment: ids::mint().into(),
            checkout: ids::mint().into(),
            amount: euro(5000),
            gift_card: None,
            method: String::new(),
            return_url: String::new(),
        };
        let share = Some(GiftCardShare { card, amount: euro(3400) });
        let with_card = NewCharge { gift_card: share, ..alone.clone() };
        for (charge, gift_card) in [(alone, None), (with_card, Some((card, 3400)))] {
            let told = Terms::told(Some(&metadata(&charge)));
            assert_eq!((told.payment, told.checkout), (Some(charge.payment), Some(charge.checkout)));
            assert_eq!(told.gift_card, gift_card);
        }
        assert_eq!(Terms::told(None), Terms::default());
    }
}
