//! What a run means for the shopper.

use super::run::{Agreed, Failure};
use contracts::{
    Result,
    checkout::Outcome,
    orders::{CheckoutRecord, CheckoutState as S},
};

/// What to tell the shopper of a run as it stands.
pub(super) fn outcome(record: &CheckoutRecord) -> Result<Outcome> {
    let agreed = Agreed::of(record)?;
    Ok(match record.state {
        S::Completed => Outcome::Placed {
            number: agreed.order_number.unwrap_or_default(),
            email: agreed.who.email.to_string(),
        },
        S::Undoing | S::Abandoned | S::Stuck => match agreed.due_without_discount() {
            Some(total) => Outcome::TotalChanged { total },
            None => failed(agreed.failure),
        },
        // The bank may still refuse to pay what it held.
        S::Started | S::StockReserved | S::AwaitingPayer | S::Authorised | S::Placed | S::Confirmed => {
            Outcome::Pending { checkout: record.id }
        }
    })
}

fn failed(failure: Option<Failure>) -> Outcome {
    match failure {
        Some(Failure::OutOfStock(short)) => Outcome::OutOfStock { short },
        Some(Failure::Declined(message)) => Outcome::Declined { message },
        Some(Failure::Refused(message)) => Outcome::Failed { message },
        None => Outcome::Failed { message: "The order could not be placed. You were not charged.".into() },
    }
}
