//! What staff tell each other about orders. Notes are kept as they were written.

mod repo;

use crate::Error;
use contracts::{
    Actor, NoteId, OrderId, Page, PageRequest, Permission,
    orders::{Mention, NewOrderNote, OrderNote},
};
use platform::{Database, outbox};
use serde_json::json;

/// The most characters of a note.
const LONGEST: usize = 2000;
/// The most colleagues who are told of a note.
const MOST_MENTIONED: usize = 20;

/// The notes about an order, oldest first.
pub async fn of_order(db: &Database, actor: &Actor, order: OrderId) -> Result<Vec<OrderNote>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    repo::of_order(&mut conn, order).await
}

/// Keeps a note with its audit, once.
pub async fn add(db: &Database, actor: &Actor, note: &NewOrderNote) -> Result<(), Error> {
    actor.require(Permission::ViewOrders)?;
    let author = actor.signed_in()?;
    let text = platform::pan::masked(checked(&note.text)?);
    let mut tx = db.begin().await?;
    if !repo::exists(&mut tx, note.order).await? {
        return Err(contracts::Error::not_found("order").into());
    }
    if !repo::insert(&mut tx, note, author, &text).await? {
        return Ok(());
    }
    let told: Vec<_> = note.mentioned.iter().copied().filter(|user| *user != author).collect();
    let told = told.get(..MOST_MENTIONED).unwrap_or(&told);
    repo::insert_mentions(&mut tx, note.id, told).await?;
    let details = json!({ "note": note.id, "mentioned": told });
    outbox::audit(&mut tx, "orders", actor, "order.noted", &format!("order {}", note.order), details).await?;
    Ok(tx.commit().await?)
}

fn checked(text: &str) -> contracts::Result<&str> {
    let text = text.trim();
    match text.chars().count() {
        0 => Err(contracts::Error::field("text", "Please write something.")),
        1..=LONGEST => Ok(text),
        _ => Err(contracts::Error::field("text", "Please write at most 2000 characters.")),
    }
}

/// The notes that name whoever asks, newest first.
pub async fn mentions(db: &Database, actor: &Actor, page: PageRequest) -> Result<Page<Mention>, Error> {
    actor.require(Permission::ViewOrders)?;
    let user = actor.signed_in()?;
    let mut conn = db.pool().acquire().await?;
    let items = repo::mentions(&mut conn, user, &page).await?;
    Ok(Page::new(items, repo::count_mentions(&mut conn, user).await?, &page))
}

/// How many of them were not read.
pub async fn unread(db: &Database, actor: &Actor) -> Result<u64, Error> {
    actor.require(Permission::ViewOrders)?;
    let user = actor.signed_in()?;
    let mut conn = db.pool().acquire().await?;
    u64::try_from(repo::count_unread(&mut conn, user).await?).map_err(Error::unreadable)
}

/// Marks one of them, or all, as read.
pub async fn read(db: &Database, actor: &Actor, note: Option<NoteId>) -> Result<(), Error> {
    actor.require(Permission::ViewOrders)?;
    let user = actor.signed_in()?;
    let mut conn = db.pool().acquire().await?;
    repo::read(&mut conn, user, note).await
}
