//! Gift cards: a ledger of movements each, and what they pay of payments.
//!
//! The balance is kept by the triggers of migration 0007, which also put a share back when its payment ends, for
//! every release. A card is always held after the payment that it is about, so that no two wait for each other.

mod edit;
pub mod model;
mod reads;
pub mod repo;

pub use edit::{adjust, block, issue};
pub use reads::{by_id, list, of_code, offer, paid_for};

use crate::Error;
use contracts::{
    PaymentId,
    payments::{GiftCard, GiftCardMovementKind, GiftCardShare},
};
use repo::Movement;
use sqlx::PgConnection;

/// Takes a card's share for a payment that has just been recorded; none when the card does not pay so much now.
pub async fn redeem(
    conn: &mut PgConnection,
    payment: PaymentId,
    share: &GiftCardShare,
) -> Result<Option<GiftCard>, Error> {
    let card = repo::lock(conn, share.card).await?;
    let Some(card) = card.filter(|card| model::pays(card, share.amount)) else { return Ok(None) };
    take(conn, payment, share).await?;
    Ok(Some(card))
}

/// Takes a share anew that was taken before a restore. That the card has expired or was blocked since does not count.
///
/// # Errors
/// `Conflict` when less is left on the card: a person has to decide.
pub async fn redeem_again(
    conn: &mut PgConnection,
    payment: PaymentId,
    share: &GiftCardShare,
) -> Result<(), Error> {
    let card = repo::lock(conn, share.card).await?;
    if card.is_none_or(|card| !model::covers(&card, share.amount)) {
        let text =
            "The gift card that paid a part of this has less left than that. Please put it on the card.";
        return Err(contracts::Error::conflict(text).into());
    }
    take(conn, payment, share).await
}

async fn take(conn: &mut PgConnection, payment: PaymentId, share: &GiftCardShare) -> Result<(), Error> {
    let movement = Movement {
        card: share.card,
        kind: GiftCardMovementKind::Redeemed,
        minor: -share.amount.minor,
        reference: payment.0,
        payment: Some(payment),
        note: "",
    };
    repo::book(conn, &movement).await?;
    Ok(())
}
