//! Who may see which document.

use super::{lists, repo};
use crate::{Error, order};
use contracts::{
    Actor, InvoiceId, OrderId, Page, Permission,
    orders::{Invoice, InvoiceQuery, InvoiceRow},
};
use platform::Database;

/// The documents of an order, for whoever knows its number and the address it was placed with.
pub async fn by_number_and_email(db: &Database, number: &str, email: &str) -> Result<Vec<Invoice>, Error> {
    let Some(order) = order::by_number_and_email(db, number, email).await? else { return Ok(Vec::new()) };
    let mut conn = db.pool().acquire().await?;
    repo::of_order(&mut conn, order.id).await
}

/// The documents of any order.
pub async fn by_id_of_order(db: &Database, actor: &Actor, order: OrderId) -> Result<Vec<InvoiceRow>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    Ok(repo::of_order(&mut conn, order).await?.into_iter().map(Into::into).collect())
}

/// Any document.
pub async fn by_number(db: &Database, actor: &Actor, number: &str) -> Result<Option<Invoice>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    repo::by_number(&mut conn, number).await
}

/// The back office's list.
pub async fn list(db: &Database, actor: &Actor, query: &InvoiceQuery) -> Result<Page<InvoiceRow>, Error> {
    actor.require(Permission::ViewOrders)?;
    lists::page(db, query).await
}

/// The next documents of that list for a file.
pub async fn export(
    db: &Database,
    actor: &Actor,
    query: &InvoiceQuery,
    after: Option<InvoiceId>,
) -> Result<Vec<InvoiceRow>, Error> {
    actor.require(Permission::ViewOrders)?;
    lists::after(db, query, after).await
}
