//! The record of each run of the checkout flow, and what a destination is taxed.
//!
//! Flows own no tables: this keeps their state, and makes sure that it only moves along
//! [`CheckoutState::can_become`] and that of two movers one wins.

mod decision;
pub mod declines;
pub mod model;
pub mod repo;

pub use decision::{decide, steps};

use crate::Error;
use contracts::{
    Actor, CartId, CheckoutId, Permission,
    orders::{CheckoutRecord, CheckoutState},
};
use platform::{Database, retention};
use serde_json::Value;

/// Records a run; the same key of a cart returns the run that it began.
pub async fn start(
    db: &Database,
    id: CheckoutId,
    cart: CartId,
    key: &str,
    data: &str,
) -> Result<CheckoutRecord, Error> {
    let data = object(data)?;
    let mut tx = db.begin().await?;
    if repo::insert(&mut tx, id, cart, key, &data).await? {
        repo::note_step(&mut tx, id, None, CheckoutState::Started, None).await?;
    }
    let run = repo::by_key(&mut tx, cart, key).await?;
    tx.commit().await?;
    run.ok_or_else(|| contracts::Error::conflict("This checkout belongs to another cart.").into())
}

/// The run that a cart's key began.
pub async fn by_key(db: &Database, cart: CartId, key: &str) -> Result<Option<CheckoutRecord>, Error> {
    let mut conn = db.pool().acquire().await?;
    repo::by_key(&mut conn, cart, key).await
}

/// The runs of a cart that are not final, oldest first.
pub async fn open(db: &Database, cart: CartId) -> Result<Vec<CheckoutRecord>, Error> {
    let mut conn = db.pool().acquire().await?;
    repo::open(&mut conn, cart).await
}

/// How long what was agreed in a run is kept after its end, days: it holds an address.
const REMEMBERED_DAYS: i32 = 30;

/// Forgets what was agreed in runs that ended long ago; the runs themselves stay.
pub async fn forget_finished(db: &Database) -> Result<(), Error> {
    retention::in_batches(|limit| repo::forget_finished(db.pool(), REMEMBERED_DAYS, limit)).await?;
    Ok(())
}

/// A run by its id.
pub async fn find(db: &Database, id: CheckoutId) -> Result<Option<CheckoutRecord>, Error> {
    let mut conn = db.pool().acquire().await?;
    repo::find(&mut conn, id).await
}

/// Moves a run on, if it is still where the mover saw it.
pub async fn advance(
    db: &Database,
    id: CheckoutId,
    (from, to): (CheckoutState, CheckoutState),
    data: &str,
    failure: Option<&str>,
) -> Result<CheckoutRecord, Error> {
    if !from.can_become(to) {
        let message = format!("A checkout cannot go from {} to {}.", from.as_str(), to.as_str());
        return Err(contracts::Error::conflict(message).into());
    }
    let data = object(data)?;
    let mut tx = db.begin().await?;
    if repo::compare_and_move(&mut tx, id, (from, to), &data, failure).await? {
        repo::note_step(&mut tx, id, Some(from), to, failure).await?;
    }
    let run = repo::find(&mut tx, id).await?;
    tx.commit().await?;
    run.ok_or_else(|| contracts::Error::not_found("checkout").into())
}

/// Counts a failed try, after which the next one waits. A try that somebody made before its time (the
/// shopper, a webhook) does not count: asking often must not use up a run's patience.
pub async fn note_attempt(db: &Database, id: CheckoutId, failure: &str) -> Result<CheckoutRecord, Error> {
    let mut tx = db.begin().await?;
    let missing = || Error::from(contracts::Error::not_found("checkout"));
    let run = repo::find(&mut tx, id).await?.ok_or_else(missing)?;
    repo::count_attempt(&mut tx, id, failure, model::pause_after(run.attempts + 1)).await?;
    let run = repo::find(&mut tx, id).await?;
    tx.commit().await?;
    run.ok_or_else(missing)
}

/// Runs that stand still and are due, oldest first.
pub async fn idle(db: &Database, seconds: u32) -> Result<Vec<CheckoutRecord>, Error> {
    let mut conn = db.pool().acquire().await?;
    repo::idle(&mut conn, seconds).await
}

/// Runs that a person has to look at.
pub async fn stuck(db: &Database, actor: &Actor) -> Result<Vec<CheckoutRecord>, Error> {
    actor.require(Permission::OperateSystem)?;
    let mut conn = db.pool().acquire().await?;
    repo::stuck(&mut conn).await
}

fn object(text: &str) -> Result<Value, Error> {
    let parsed: Result<Value, _> = serde_json::from_str(text);
    let object = parsed.ok().filter(Value::is_object);
    object.ok_or_else(|| contracts::Error::field("data", "The notes of a checkout are a JSON object.").into())
}
