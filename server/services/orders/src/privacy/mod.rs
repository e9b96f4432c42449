//! What is kept here of a person: told to them (GDPR, articles 15 and 20), and erased when they go (article 17).
//!
//! An order keeps what its amounts, its invoice and its units need. Invoices are snapshots that the law has kept for ten
//! years (article 17(3)(b)); nobody changes them.

mod export;
mod repo;

use crate::Error;
use contracts::{
    Actor, OrderId, UserId,
    privacy::{ClosedOrder, Section, Subject},
};
use platform::{Database, privacy::section};

/// The orders of a person, newest first.
pub async fn orders_of(db: &Database, actor: &Actor, subject: &Subject) -> Result<Vec<OrderId>, Error> {
    actor.require_system()?;
    let email = subject.email.as_ref().map(contracts::Email::as_str);
    Ok(export::orders_of(db.pool(), subject.user, email).await?)
}

/// Everything here about a person, by their orders and their cart.
pub async fn personal_data(db: &Database, actor: &Actor, subject: &Subject) -> Result<Vec<Section>, Error> {
    actor.require_system()?;
    let orders: Vec<_> = subject.orders.iter().map(|order| order.0).collect();
    let (pool, user, orders) = (db.pool(), subject.user, &*orders);
    let about = "Your orders: what you bought, where it went, what became of it.";
    Ok(vec![
        section(
            "carts",
            "Your cart, and what you typed into the checkout.",
            export::carts(pool, user).await?,
        ),
        section("orders", about, export::orders(pool, orders).await?),
        section("invoices", "Your invoices and credit notes.", export::invoices(pool, orders).await?),
        section("coupons", "Codes you used.", export::coupons(pool, user, orders).await?),
        section(
            "purchases",
            "Every time you pressed the button to buy.",
            export::runs(pool, user, orders).await?,
        ),
    ])
}

/// Remembers that somebody is gone, and deletes their carts. Repeating it changes nothing.
pub async fn erase_person(
    db: &Database,
    actor: &Actor,
    user: UserId,
    address_hash: Option<&str>,
) -> Result<(), Error> {
    actor.require_system()?;
    let mut tx = db.begin().await?;
    repo::remember(&mut tx, user).await?;
    if let Some(hash) = address_hash {
        repo::take_over_guests_orders(&mut tx, user, hash).await?;
    }
    repo::erase_carts(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}

/// Orders of people who are gone, in which nothing is open.
pub async fn to_erase(
    db: &Database,
    actor: &Actor,
    after: Option<OrderId>,
) -> Result<Vec<ClosedOrder>, Error> {
    actor.require_system()?;
    Ok(repo::to_erase(db.pool(), after).await?)
}

/// Erases who bought. False when something is open in it, or it is erased already.
pub async fn erase_order(db: &Database, actor: &Actor, order: OrderId) -> Result<bool, Error> {
    actor.require_system()?;
    let mut tx = db.begin().await?;
    if !repo::erase_order(&mut tx, order).await? {
        return Ok(false);
    }
    repo::erase_around_order(&mut tx, order).await?;
    platform::privacy::erase_events(&mut tx, &[order.0]).await?;
    tx.commit().await?;
    Ok(true)
}

/// Deletes carts that were in use when their owner went, and forgets who went long ago and left nothing open.
pub async fn finish(db: &Database) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    repo::erase_carts(&mut tx).await?;
    repo::forget_erasures(&mut tx).await?;
    tx.commit().await?;
    Ok(())
}
