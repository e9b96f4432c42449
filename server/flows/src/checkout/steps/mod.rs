//! The steps of a checkout, each with `run` and, where it changes something, `undo`. Both may be
//! repeated any number of times with the same effect: every call carries an id that the run has kept
//! since before its first step.

pub(super) mod authorise_payment;
pub(super) mod capture;
pub(super) mod confirm_stock;
pub(super) mod place_order;
pub(super) mod reserve_stock;
pub(super) mod take_coupon;

use super::run::{Agreed, Failure};
use contracts::orders::CheckoutState;

/// What a step led to.
pub(super) enum Step {
    /// The run goes on in this state, with what it remembers now.
    On(CheckoutState, Box<Agreed>),
    /// The payer has to act there first.
    Wait { url: String },
    /// It was refused: everything is to be undone.
    Fail(Failure),
    /// The discount fell away, for this reason: everything is to be undone, and the new total to be shown.
    Dearer(String),
}

impl Step {
    pub(super) fn on(state: CheckoutState, agreed: &Agreed) -> Self {
        Self::On(state, Box::new(agreed.clone()))
    }
}
