//! Money that is held or was taken for a run that ended without an order: a payment that was made after its run
//! had been undone, or one whose run is gone. The run decides: money of an order is named to it, other goes back.

use super::{Parts, run::Agreed};
use contracts::{CheckoutId, Result, orders::CheckoutState, payments::Payment};

/// Longer than any call to the gateway lasts, so that whoever pays is not still at it; seconds.
const LIMBO_SECONDS: u32 = 2 * 60;

/// Returns how many payments came to their end.
pub(super) async fn settle(parts: &Parts) -> Result<u32> {
    let mut ended = 0;
    for payment in parts.payments.loose(LIMBO_SECONDS).await? {
        match end(parts, &payment).await {
            Ok(true) => ended += 1,
            Ok(false) => {}
            Err(error) => tracing::warn!(payment = %payment.id, %error, "money stays in limbo"),
        }
    }
    Ok(ended)
}

/// What is to become of a payment without an order.
#[derive(Debug, PartialEq, Eq)]
enum Fate {
    /// Its run is under way, or a person looks at it.
    Wait,
    /// Nothing was bought for it, and why.
    GoesBack(&'static str),
    /// Its run placed this order.
    Belongs(contracts::OrderId),
}

async fn end(parts: &Parts, payment: &Payment) -> Result<bool> {
    match fate(parts, payment).await? {
        Fate::Wait => Ok(false),
        Fate::GoesBack(why) => parts.payments.give_back(payment.id, why.to_owned()).await.map(|_| true),
        Fate::Belongs(order) => parts.payments.attach_order(payment.id, order).await.map(|()| true),
    }
}

async fn fate(parts: &Parts, payment: &Payment) -> Result<Fate> {
    let Some(run) = run_of(parts, payment.checkout).await? else {
        return Ok(Fate::GoesBack("The purchase that it was made for is not known."));
    };
    Ok(match run {
        (CheckoutState::Abandoned, _) => Fate::GoesBack("The purchase that it was made for was given up."),
        (CheckoutState::Completed, Some(agreed)) if agreed.payment == payment.id => {
            agreed.order.map_or(Fate::Wait, Fate::Belongs)
        }
        (CheckoutState::Completed, Some(_)) => Fate::GoesBack("The purchase was paid by another payment."),
        _ => Fate::Wait,
    })
}

/// Where a run is and what was agreed, unless that is forgotten.
async fn run_of(parts: &Parts, id: CheckoutId) -> Result<Option<(CheckoutState, Option<Agreed>)>> {
    let record = parts.orders.checkout(id).await?;
    Ok(record.map(|record| (record.state, Agreed::of(&record).ok())))
}
