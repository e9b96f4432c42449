//! First, because it is free to undo and decides who gets the last unit.

use super::{super::Parts, super::run::Agreed, super::run::Failure, Step};
use contracts::{
    ReservationId, Result,
    inventory::Reserved,
    orders::{CheckoutRecord, CheckoutState},
};

pub(in super::super) async fn run(parts: &Parts, record: &CheckoutRecord, agreed: &Agreed) -> Result<Step> {
    let reservation = ReservationId(record.id.0);
    let reserved = parts.inventory.reserve(reservation, agreed.stock_lines(), agreed.hold_seconds()).await?;
    Ok(match reserved {
        Reserved::Held { .. } => Step::on(CheckoutState::StockReserved, agreed),
        Reserved::Short(short) => Step::Fail(Failure::OutOfStock(short)),
    })
}

/// Units that were sold meanwhile stay sold: [`super::confirm_stock::undo`] takes those back.
pub(in super::super) async fn undo(parts: &Parts, record: &CheckoutRecord) -> Result<()> {
    parts.inventory.release(ReservationId(record.id.0)).await
}
