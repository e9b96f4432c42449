//! The held units are sold and the order is confirmed: the shopper gets the mail.

use super::{super::Parts, super::run::Agreed, super::run::Failure, Step};
use contracts::{
    ErrorKind, ReservationId, Result,
    orders::{CheckoutRecord, CheckoutState},
};

pub(in super::super) async fn run(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<Step> {
    match parts.inventory.confirm(ReservationId(record.id.0)).await {
        Ok(()) => {}
        Err(error) if error.kind == ErrorKind::Conflict => {
            return Ok(Step::Fail(Failure::Refused(error.message)));
        }
        Err(error) => return Err(error),
    }
    match parts.orders.confirm_order(agreed.placed()?).await {
        Ok(_) => Ok(Step::on(CheckoutState::Confirmed, agreed)),
        // Somebody cancelled it in the back office while it was being placed.
        Err(error) if error.kind == ErrorKind::Conflict => Ok(Step::Fail(Failure::Refused(error.message))),
        Err(error) => Err(error),
    }
}

/// Takes the sold units back. Selling first makes the state certain: a run may have failed on either
/// side of the sale. Nothing to take back when the units are gone to somebody else.
pub(in super::super) async fn undo(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<()> {
    let Some(order) = agreed.order else { return Ok(()) };
    let reservation = ReservationId(record.id.0);
    match parts.inventory.confirm(reservation).await {
        Ok(()) => parts.inventory.restock_returned(order.0, order, reservation, agreed.stock_lines()).await,
        Err(error) if matches!(error.kind, ErrorKind::Conflict | ErrorKind::NotFound) => Ok(()),
        Err(error) => Err(error),
    }
}
