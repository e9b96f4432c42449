//! The rules of payments.
//!
//! ```text
//! created -> requires_action -> authorised -> captured
//!    |  |          |    |            |  |
//!    |  +----------|----+--> failed <+  +-> voided
//!    +-------------+-------> voided
//! ```

use crate::gateway::Standing;
use contracts::{
    Error, Money, Result,
    payments::{Authorise, Event, Payment, PaymentStatus, RefundStatus},
};

/// The gateway and the method of a payment that a gift card pays alone.
pub const GIFT_CARD: (&str, &str) = ("gift_card", "gift_card");

/// Whether a payment may go from one status to another.
pub fn can_become(from: PaymentStatus, to: PaymentStatus) -> bool {
    use PaymentStatus as S;
    matches!(
        (from, to),
        (S::Created, S::RequiresAction | S::Authorised | S::Failed | S::Voided)
            | (S::RequiresAction, S::Authorised | S::Failed | S::Voided)
            | (S::Authorised, S::Captured | S::Failed | S::Voided)
    )
}

/// Where a payment goes next when its charge stands so, until it goes nowhere; `None` when it stays, because nothing is new or the
/// news is old.
pub fn next(status: PaymentStatus, standing: &Standing) -> Option<PaymentStatus> {
    let to = match standing {
        Standing::Processing => return None,
        Standing::RequiresAction(_) => PaymentStatus::RequiresAction,
        Standing::Authorised => PaymentStatus::Authorised,
        // What was taken was held before, though nobody told.
        Standing::Captured if !can_become(status, PaymentStatus::Captured) => PaymentStatus::Authorised,
        Standing::Captured => PaymentStatus::Captured,
        Standing::Declined(_) => PaymentStatus::Failed,
        Standing::Voided => PaymentStatus::Voided,
    };
    can_become(status, to).then_some(to)
}

/// The calls whose outcome is known once a payment is there.
pub fn answers(status: PaymentStatus) -> &'static [&'static str] {
    match status {
        PaymentStatus::Created => &[],
        PaymentStatus::RequiresAction | PaymentStatus::Authorised => &["authorise"],
        PaymentStatus::Captured | PaymentStatus::Failed | PaymentStatus::Voided => {
            &["authorise", "capture", "void"]
        }
    }
}

/// What is told when a payment got where it is.
pub fn event(payment: &Payment) -> Option<Event> {
    let (id, checkout, amount) = (payment.id, payment.checkout, payment.amount);
    match payment.status {
        PaymentStatus::Created | PaymentStatus::RequiresAction => None,
        PaymentStatus::Authorised => Some(Event::PaymentAuthorised { payment: id, checkout, amount }),
        PaymentStatus::Captured => Some(Event::PaymentCaptured { payment: id, checkout, amount }),
        PaymentStatus::Voided => Some(Event::PaymentVoided { payment: id, checkout }),
        PaymentStatus::Failed => {
            let reason = payment.decline_message.clone().unwrap_or_default();
            Some(Event::PaymentFailed { payment: id, checkout, reason })
        }
    }
}

/// Whether a repeated request is the one that the payment was made of.
///
/// # Errors
/// `Conflict` for another checkout or amount under the same id.
pub fn require_same(payment: &Payment, request: &Authorise) -> Result<()> {
    let is_same = payment.amount == request.amount && payment.gift_card == request.gift_card;
    if payment.checkout == request.checkout && is_same {
        return Ok(());
    }
    Err(Error::conflict("This payment was made for something else."))
}

/// What the gateway is to be asked for; nothing when a gift card pays all.
///
/// # Errors
/// `Invalid` when there is nothing to pay, or a gift card is to pay nothing or more than all.
pub fn charged(request: &Authorise) -> Result<Money> {
    if request.amount.minor <= 0 {
        return Err(Error::field("amount", "There is nothing to pay."));
    }
    let Some(share) = &request.gift_card else { return Ok(request.amount) };
    let left = request.amount.minus(share.amount).filter(|left| share.amount.minor > 0 && left.minor >= 0);
    left.ok_or_else(|| Error::field("gift_card", "A gift card pays a part of the amount, or all of it."))
}

/// What went back through the gateway, or is on its way, minor units: what did not reach a gift card.
pub fn sent_back(payment: &Payment) -> i64 {
    let counted = payment.refunds.iter().filter(|refund| refund.status != RefundStatus::Failed);
    counted.map(|refund| refund.amount.minor - refund.to_gift_card.map_or(0, |part| part.minor)).sum()
}

/// Whether the gateway can have sent so much back: no more than it took.
///
/// # Errors
/// `Conflict` when it is more.
pub fn require_charged(payment: &Payment, amount: Money) -> Result<()> {
    if gateway_part(payment, amount) == amount {
        return Ok(());
    }
    Err(Error::conflict("This is more than what is left of the charge."))
}

/// What of an amount that goes back the gateway is asked for: it gives back first, all that it took.
pub fn gateway_part(payment: &Payment, amount: Money) -> Money {
    let left = payment.charged().minor - sent_back(payment);
    Money::new(amount.minor.min(left).max(0), amount.currency)
}

/// Whether so much may go back.
///
/// # Errors
/// `Invalid` for no amount or another currency, `Conflict` when it is more than is left.
pub fn require_refundable(payment: &Payment, amount: Money) -> Result<()> {
    let after = payment.refunded.plus(amount).filter(|_| amount.minor > 0);
    let after =
        after.ok_or_else(|| Error::field("amount", "Please enter an amount in the payment's currency."))?;
    if after.minor > payment.captured.minor {
        return Err(Error::conflict("This is more than what is left of the payment."));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_life_of_a_payment() {
        let mark = |from, to| if can_become(from, to) { 'x' } else { '.' };
        let marks = |from| PaymentStatus::ALL.map(|to| mark(from, to)).iter().collect::<String>();
        let matrix: Vec<_> =
            PaymentStatus::ALL.map(|from| format!("{:<16}{}", from.as_str(), marks(from))).into();
        insta::assert_snapshot!(matrix.join("\n"), @r"
        created         .xx.xx
        requires_action ..x.xx
        authorised      ...xxx
        captured        ......
        failed          ......
        voided          ......
        ");
    }

    #[test]
    fn what_was_taken_unnoticed_was_held_before() {
        for status in [PaymentStatus::Created, PaymentStatus::RequiresAction] {
            assert_eq!(next(status, &Standing::Captured), Some(PaymentStatus::Authorised));
        }
        assert_eq!(next(PaymentStatus::Authorised, &Standing::Captured), Some(PaymentStatus::Captured));
        for status in [PaymentStatus::Captured, PaymentStatus::Failed, PaymentStatus::Voided] {
            assert_eq!(next(status, &Standing::Captured), None);
        }
    }

    #[test]
    fn old_news_changes_nothing() {
        assert_eq!(next(PaymentStatus::Captured, &Standing::Authorised), None);
        assert_eq!(next(PaymentStatus::Voided, &Standing::Authorised), None);
        assert_eq!(next(PaymentStatus::Authorised, &Standing::Processing), None);
    }
}
