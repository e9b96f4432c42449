//! Where a charge and a payment disagree, and what is to be done about it.

use crate::{
    gateway::{Charge, Standing, Sum, is_stand_in},
    payment,
};
use contracts::{
    PaymentId,
    payments::{
        Payment, PaymentStatus, ReconciliationAction as Action, ReconciliationKind as Kind, RefundStatus,
    },
};

/// A disagreement, before it is recorded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What is wrong.
    pub kind: Kind,
    /// What is to be done.
    pub action: Action,
    /// The payment, if there is one.
    pub payment: Option<PaymentId>,
    /// The gateway's id of the charge.
    pub reference: String,
    /// How much is at stake.
    pub sum: Sum,
    /// What is wrong, for people.
    pub details: String,
}

/// What disagrees between a charge and the payment that it was made for, if anything.
pub fn compare(charge: &Charge, payment: Option<&Payment>) -> Option<Finding> {
    let reference = charge.reference.as_deref()?;
    let (kind, action) = match payment {
        None => (Kind::UnknownCharge, unknown(charge)?),
        Some(payment) => of_payment(charge, reference, payment)?,
    };
    Some(finding(charge, payment, kind, action))
}

/// The finding that a charge is of another amount than its payment.
pub fn finding(charge: &Charge, payment: Option<&Payment>, kind: Kind, action: Action) -> Finding {
    let asked = charge.terms.sum.clone().or_else(|| payment.map(|payment| payment.charged().into()));
    let sum = asked.unwrap_or_else(|| Sum::new(0, Sum::NO_CURRENCY));
    let ours = payment.map_or_else(
        || "no payment here".to_owned(),
        |payment| format!("here {} {}", payment.status.as_str(), Sum::from(payment.charged())),
    );
    let (captured, refunded) = (charge.terms.captured, charge.terms.refunded);
    let theirs = format!("{}, {sum}, captured {captured}, refunded {refunded}", name(&charge.standing));
    Finding {
        kind,
        action,
        payment: payment.map(|payment| payment.id),
        reference: charge.reference.clone().unwrap_or_default(),
        sum,
        details: format!("At the gateway {theirs}; {ours}."),
    }
}

fn name(standing: &Standing) -> &'static str {
    match standing {
        Standing::Processing => "processing",
        Standing::RequiresAction(_) => "waiting for the payer",
        Standing::Authorised => "held",
        Standing::Captured => "captured",
        Standing::Declined(_) => "declined",
        Standing::Voided => "let go",
    }
}

/// What lets the money of a charge go back; none when it has none, or all of it went back.
pub fn way_back(charge: &Charge) -> Option<Action> {
    match charge.standing {
        Standing::Authorised => Some(Action::Void),
        Standing::Captured if charge.terms.captured > charge.terms.refunded => Some(Action::Refund),
        _ => None,
    }
}

/// A charge that names a payment of ours was made by this shop, whose record of it is gone. Whoever made
/// another one may know what it is for.
fn unknown(charge: &Charge) -> Option<Action> {
    let back = way_back(charge)?;
    Some(if charge.terms.payment.is_some() { back } else { Action::Person })
}

fn of_payment(charge: &Charge, reference: &str, payment: &Payment) -> Option<(Kind, Action)> {
    let known = payment.gateway_reference.as_deref().filter(|known| !is_stand_in(known));
    if known.is_some_and(|known| known != reference) {
        return way_back(charge).map(|back| (Kind::SecondCharge, back));
    }
    match payment.status {
        PaymentStatus::Failed | PaymentStatus::Voided => given_up(charge).map(|act| (Kind::LateSuccess, act)),
        _ if is_wrong(charge, payment) => Some((Kind::WrongAmount, Action::Person)),
        PaymentStatus::Captured => refunds(charge, payment),
        status if payment::model::next(status, &charge.standing).is_some() => {
            Some((Kind::LostAnswer, Action::Adopt))
        }
        _ => None,
    }
}

/// A challenge that is passed later would hold money for nothing.
fn given_up(charge: &Charge) -> Option<Action> {
    match charge.standing {
        Standing::RequiresAction(_) => Some(Action::Void),
        _ => way_back(charge),
    }
}

/// Whether money is held or was taken that is not what the payment was to charge.
pub fn is_wrong(charge: &Charge, payment: &Payment) -> bool {
    let ours = payment.charged();
    let asked = charge.terms.sum.as_ref().is_some_and(|sum| !sum.is(ours));
    match charge.standing {
        Standing::Authorised => asked || charge.terms.held.is_some_and(|held| held != ours.minor),
        Standing::Captured => asked || (charge.terms.captured > 0 && charge.terms.captured != ours.minor),
        _ => false,
    }
}

/// Refunds of ours that are on their way may or may not be in the gateway's figure.
fn refunds(charge: &Charge, payment: &Payment) -> Option<(Kind, Action)> {
    let is_open = payment.refunds.iter().any(|refund| refund.status == RefundStatus::Pending);
    if charge.standing != Standing::Captured || is_open {
        return None;
    }
    match charge.terms.refunded.cmp(&payment::model::sent_back(payment)) {
        std::cmp::Ordering::Greater => Some((Kind::UnknownRefund, Action::Adopt)),
        std::cmp::Ordering::Less => Some((Kind::MissingRefund, Action::Person)),
        std::cmp::Ordering::Equal => None,
    }
}
