//! Gift cards as their holders and the back office see them.

use super::{model, repo};
use crate::{Error, payment};
use contracts::{
    Actor, CheckoutId, GiftCardId, Money, OrderId, Page, Permission,
    payments::{GiftCard, GiftCardHistory, GiftCardOffer, GiftCardQuery, GiftCardStatus},
};
use platform::{Database, pattern};

/// The card of a code that was typed.
///
/// # Errors
/// Why it does not pay now, at `gift_card`.
pub async fn of_code(db: &Database, typed: &str) -> Result<GiftCardOffer, Error> {
    let unknown = || contracts::Error::field("gift_card", model::UNKNOWN);
    let hash = model::hash(typed).ok_or_else(unknown)?;
    let card = repo::by_hash(&mut *db.pool().acquire().await?, &hash).await?.ok_or_else(unknown)?;
    model::require_active(card.status)?;
    Ok(offered(card))
}

/// What a card that was entered before pays now, with what these checkouts may still give back.
pub async fn offer(
    db: &Database,
    id: GiftCardId,
    own: &[CheckoutId],
) -> Result<Option<GiftCardOffer>, Error> {
    let mut conn = db.pool().acquire().await?;
    let Some(card) = repo::find(&mut conn, id).await? else { return Ok(None) };
    let held = repo::held_by(&mut conn, id, own).await?;
    let pays = card.status == GiftCardStatus::Active || (card.status == GiftCardStatus::Empty && held > 0);
    let balance = Money::new(card.balance.minor + held, card.balance.currency);
    Ok(pays.then(|| offered(GiftCard { balance, ..card })))
}

/// What gift cards paid of an order's total.
pub async fn paid_for(db: &Database, order: OrderId) -> Result<Option<Money>, Error> {
    repo::paid_for(&mut *db.pool().acquire().await?, order).await
}

fn offered(card: GiftCard) -> GiftCardOffer {
    GiftCardOffer { card: card.id, ending: card.ending, balance: card.balance, expires_on: card.expires_on }
}

/// The back office's list, the newest first.
pub async fn list(db: &Database, actor: &Actor, query: &GiftCardQuery) -> Result<Page<GiftCard>, Error> {
    actor.require(Permission::ViewOrders)?;
    let (like, hash) = (pattern::containing(&query.search), model::hash(&query.search));
    let mut tx = db.begin().await?;
    payment::repo::plan_for_these_values(&mut tx).await?;
    let total = repo::count(&mut tx, query, like.as_deref(), hash.as_deref()).await?;
    let page = repo::page(&mut tx, query, like.as_deref(), hash.as_deref(), total).await?;
    tx.commit().await?;
    Ok(page)
}

/// A card with everything that happened to it.
pub async fn by_id(db: &Database, actor: &Actor, id: GiftCardId) -> Result<Option<GiftCardHistory>, Error> {
    actor.require(Permission::ViewOrders)?;
    let mut conn = db.pool().acquire().await?;
    let Some(card) = repo::find(&mut conn, id).await? else { return Ok(None) };
    let movements = repo::movements(&mut conn, &card).await?;
    Ok(Some(GiftCardHistory { card, movements }))
}
