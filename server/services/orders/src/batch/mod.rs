//! One act on many orders. A batch is which orders were chosen, for what, and what became of each; the acts
//! themselves are those on one order.

mod model;
mod repo;

use crate::{Error, order::lists::Filter};
use contracts::{
    Actor, BatchId, OrderId, Permission, UserId,
    orders::{Batch, BatchAction, BatchChoice, BatchRowState},
};
use platform::{Database, outbox};
use serde_json::json;
use sqlx::PgConnection;

/// Keeps which orders were chosen, as the filter finds them now.
pub async fn open(
    db: &Database,
    actor: &Actor,
    id: BatchId,
    action: BatchAction,
    choice: &BatchChoice,
) -> Result<Batch, Error> {
    actor.require(Permission::ViewOrders)?;
    actor.require(action.permission())?;
    let author = (actor.signed_in()?, actor.label());
    let mut tx = db.begin_planned().await?;
    let (ids, filter) = match choice {
        BatchChoice::Orders(ids) => (Some(ids.iter().map(|id| id.0).collect::<Vec<_>>()), Filter::default()),
        BatchChoice::Matching(query) => (None, Filter::of(&mut tx, query).await?),
    };
    if repo::insert(&mut tx, id, action, author).await? {
        let chosen = repo::insert_rows(&mut tx, id, ids.as_deref(), &filter).await?;
        if chosen == 0 {
            return Err(contracts::Error::invalid("Please select at least one order first.").into());
        }
    }
    let batch = found(&mut tx, id).await?;
    tx.commit().await?;
    Ok(batch)
}

/// A batch; before it is confirmed its rows tell what would become of them now.
pub async fn by_id(db: &Database, actor: &Actor, id: BatchId) -> Result<Option<Batch>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    repo::find(&mut conn, id).await
}

/// Has a batch count, once.
pub async fn confirm(db: &Database, actor: &Actor, id: BatchId, input: &str) -> Result<Batch, Error> {
    let mut tx = db.begin().await?;
    let batch = own(&mut tx, actor, id).await?;
    actor.require(batch.action.permission())?;
    if batch.confirmed_at.is_some() || batch.action.only_reads() {
        return Ok(batch);
    }
    let input = model::input(batch.action, input)?;
    for row in batch.rows.iter().filter(|row| row.state == BatchRowState::Skipped) {
        repo::settle(&mut tx, id, row.order, BatchRowState::Skipped, &row.told).await?;
    }
    repo::confirm(&mut tx, id, &input).await?;
    let skipped = batch.count(BatchRowState::Skipped);
    let details = json!({ "orders": batch.rows.len() - skipped, "skipped": skipped, "input": input });
    let action = format!("orders.{}_together", batch.action.as_str());
    outbox::audit(&mut tx, "orders", actor, &action, &format!("batch {id}"), details).await?;
    let batch = found(&mut tx, id).await?;
    tx.commit().await?;
    Ok(batch)
}

/// Notes what became of an order; what was noted before stays.
pub async fn settle(
    db: &Database,
    actor: &Actor,
    id: BatchId,
    order: OrderId,
    failure: Option<&str>,
) -> Result<(), Error> {
    let mut tx = db.begin().await?;
    let batch = own(&mut tx, actor, id).await?;
    if batch.confirmed_at.is_none() {
        return Err(contracts::Error::conflict("This was not confirmed yet.").into());
    }
    let state = if failure.is_some() { BatchRowState::Failed } else { BatchRowState::Done };
    let told: String = failure.unwrap_or_default().chars().take(500).collect();
    repo::settle(&mut tx, id, order, state, &told).await?;
    Ok(tx.commit().await?)
}

/// Forgets what was chosen a day ago and never confirmed; lists to pick and pack count among them.
pub async fn forget(db: &Database) -> Result<(), Error> {
    let mut conn = db.pool().acquire().await?;
    repo::delete_unconfirmed(&mut conn).await
}

async fn found(conn: &mut PgConnection, id: BatchId) -> Result<Batch, Error> {
    repo::find(conn, id).await?.ok_or_else(|| contracts::Error::not_found("batch").into())
}

/// The batch, held, if whoever asks has opened it.
async fn own(conn: &mut PgConnection, actor: &Actor, id: BatchId) -> Result<Batch, Error> {
    actor.require(Permission::ViewOrders)?;
    let user: UserId = actor.signed_in()?;
    repo::lock(conn, id).await?;
    let batch = found(conn, id).await?;
    if batch.author == user {
        return Ok(batch);
    }
    Err(contracts::Error::not_found("batch").into())
}
