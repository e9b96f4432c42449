//! Before anything is held: who is too late for a coupon sees the new total before anything is charged.
//!
//! Its undo is part of giving the run up or cancelling its order: orders releases the use in the same transaction.

use super::{super::Parts, super::run::Agreed};
use contracts::{
    ErrorKind, Result,
    orders::{CheckoutRecord, TakeCoupon},
};

/// Why the discount that was agreed is not given any more; `None` when it is, or none was agreed.
pub(in super::super) async fn run(
    parts: &Parts,
    record: &CheckoutRecord,
    agreed: &Agreed,
) -> Result<Option<String>> {
    let (Some(discount), Some(subtotal)) = (agreed.discount.clone(), agreed.subtotal) else {
        return Ok(None);
    };
    let wish = TakeCoupon { discount, subtotal, user: agreed.who.user, email: agreed.who.email.clone() };
    match parts.orders.take_coupon(record.id, wish).await {
        Ok(()) => Ok(None),
        Err(error) if error.kind == ErrorKind::Conflict => Ok(Some(error.message)),
        Err(error) => Err(error),
    }
}
