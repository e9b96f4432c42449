//! Who may see which order.

use super::{lists, model, neighbours::beside, repo, whole};
use crate::Error;
use contracts::{
    Actor, Email, OrderId, Page, PageRequest, Permission,
    orders::{Order, OrderNeighbours, OrderQuery, OrderRow},
};
use platform::Database;

/// The most orders that are read at once with all that belongs to them.
const AT_ONCE: usize = 100;

/// One's own orders, newest first.
pub async fn mine(db: &Database, actor: &Actor, page: PageRequest) -> Result<Page<OrderRow>, Error> {
    let query = OrderQuery { user: Some(actor.signed_in()?), page, ..OrderQuery::default() };
    lists::page(db, &query).await
}

/// One's own order by number.
pub async fn mine_by_number(db: &Database, actor: &Actor, number: &str) -> Result<Option<Order>, Error> {
    let user = actor.signed_in()?;
    let mut conn = db.pool().acquire().await?;
    match repo::id_of_users(&mut conn, user, &model::normalised_number(number)).await? {
        Some(id) => repo::find(&mut conn, id).await,
        None => Ok(None),
    }
}

/// An order by its number and the address it was placed with. A wrong number and a wrong address cost the
/// same single look-up, so that the time of the answer tells nothing.
pub async fn by_number_and_email(db: &Database, number: &str, email: &str) -> Result<Option<Order>, Error> {
    let email: Option<Email> = email.parse().ok();
    let email = email.as_ref().map_or("", Email::as_str);
    let mut conn = db.pool().acquire().await?;
    match repo::id_of_guests(&mut conn, &model::normalised_number(number), email).await? {
        Some(id) => repo::find(&mut conn, id).await,
        None => Ok(None),
    }
}

/// The back office's list.
pub async fn list(db: &Database, actor: &Actor, query: &OrderQuery) -> Result<Page<OrderRow>, Error> {
    actor.require(Permission::ViewOrders)?;
    lists::page(db, query).await
}

/// The next orders of that list for a file.
pub async fn export(
    db: &Database,
    actor: &Actor,
    query: &OrderQuery,
    after: Option<OrderId>,
) -> Result<Vec<OrderRow>, Error> {
    actor.require(Permission::ViewOrders)?;
    lists::after(db, query, after).await
}

/// Any order.
pub async fn by_id(db: &Database, actor: &Actor, id: OrderId) -> Result<Option<Order>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    repo::find(&mut conn, id).await
}

/// These orders, in this order.
pub async fn by_ids(db: &Database, actor: &Actor, ids: &[OrderId]) -> Result<Vec<Order>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    whole::find_all(&mut conn, ids.get(..AT_ONCE).unwrap_or(ids)).await
}

/// The orders beside one in a list.
pub async fn neighbours(
    db: &Database,
    actor: &Actor,
    query: &OrderQuery,
    id: OrderId,
) -> Result<OrderNeighbours, Error> {
    actor.require(Permission::ViewOrders)?;
    beside(db, query, id).await
}
