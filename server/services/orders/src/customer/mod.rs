//! A customer's buying as staff see it, carts that became no order, and what moves when two accounts become one.

mod carts;
mod repo;

use crate::{Error, cart, invoice};
pub(crate) use carts::{any as any_cart, list as carts};
use contracts::{Actor, Permission, UserId, identity, orders::CustomerRecord};
use platform::{AnyEnvelope, Database};

/// What a customer bought, got back and has in the cart, which is abandoned after so many minutes.
pub(crate) async fn record(
    db: &Database,
    actor: &Actor,
    minutes: u32,
    user: UserId,
) -> Result<CustomerRecord, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    let totals = repo::totals(&mut conn, user).await?;
    Ok(CustomerRecord {
        orders: totals.iter().map(|one| one.orders).sum(),
        cancelled: totals.iter().map(|one| one.cancelled).sum(),
        spent: totals.iter().map(|one| one.spent).collect(),
        refunded: totals.iter().map(|one| one.refunded).filter(|refunded| refunded.minor > 0).collect(),
        first_order: totals.iter().map(|one| one.first).min(),
        last_order: totals.iter().map(|one| one.last).max(),
        coupon_uses: repo::coupon_uses(&mut conn, user).await?,
        credit_notes: invoice::credit_notes_of(&mut conn, user).await?,
        cart: carts::of_user(&mut conn, user, minutes).await?,
    })
}

/// Gives everything of an account to the one that goes on. A second time it finds nothing. The cart goes first: whoever
/// is placing its order now is waited for, and the order is found; whoever comes later finds no cart.
pub(crate) async fn on_merged(db: &Database, envelope: &AnyEnvelope) -> Result<(), Error> {
    let event = platform::decode::<identity::Event>(envelope)?;
    let identity::Event::CustomersMerged { kept, merged } = event else { return Ok(()) };
    let mut tx = db.begin().await?;
    cart::hand_over(&mut tx, merged, kept).await?;
    repo::hand_over(&mut tx, merged, kept).await?;
    tx.commit().await?;
    Ok(())
}
