//! What staff does to gift cards. A card is money: whoever may send some back may issue one.

use super::{
    model,
    repo::{self, Movement},
};
use crate::{Error, Payments};
use contracts::{
    Actor, GiftCardId, Permission,
    payments::{GiftCard, GiftCardAdjustment, GiftCardDraft, GiftCardMovementKind as Kind, IssuedGiftCard},
};
use platform::{Database, outbox, pan};
use serde_json::{Value, json};
use sqlx::PgConnection;

/// Issues a card, once per id. Its code is told here and never again.
pub async fn issue(
    service: &Payments,
    actor: &Actor,
    draft: &GiftCardDraft,
) -> Result<IssuedGiftCard, Error> {
    actor.require(Permission::RefundPayments)?;
    let draft = model::checked(draft, service.clock.now().date_naive())?;
    let code = model::new_code();
    let mut tx = service.db.begin().await?;
    let is_new = insert(&mut tx, actor, &draft, &code).await?;
    let card = known(repo::find(&mut tx, draft.id).await?)?;
    tx.commit().await?;
    Ok(IssuedGiftCard { card, code: is_new.then_some(code) })
}

async fn insert(
    conn: &mut PgConnection,
    actor: &Actor,
    draft: &GiftCardDraft,
    code: &str,
) -> Result<bool, Error> {
    let hash = model::hash(code).ok_or_else(contracts::Error::internal)?;
    let ending = code.rsplit('-').next().unwrap_or_default();
    if !repo::insert(conn, draft, &hash, ending).await? {
        return Ok(false);
    }
    let note = actor.label();
    book(conn, draft.id, (Kind::Issued, draft.amount.minor, draft.id.0), note).await?;
    let GiftCardDraft { amount, expires_on, note, .. } = draft;
    let details = json!({ "amount": amount, "expires_on": expires_on, "note": note, "ending": ending });
    audit(conn, actor, "gift_card.issued", draft.id, details).await?;
    Ok(true)
}

/// Puts more on a card or takes some off, once per id.
pub async fn adjust(
    db: &Database,
    actor: &Actor,
    adjustment: &GiftCardAdjustment,
) -> Result<GiftCard, Error> {
    actor.require(Permission::RefundPayments)?;
    let GiftCardAdjustment { id, card, amount, reason } = adjustment;
    let (card, reason) = (*card, pan::masked(reason.trim()));
    let mut tx = db.begin().await?;
    let before = known(repo::lock(&mut tx, card).await?)?;
    if repo::is_adjusted(&mut tx, card, *id).await? {
        return Ok(before);
    }
    let after = model::adjusted(&before, adjustment)?;
    let note = format!("{}: {reason}", actor.label());
    book(&mut tx, card, (Kind::Adjusted, amount.minor, *id), &note).await?;
    let details = json!({ "adjustment": id, "amount": amount, "reason": reason, "before": before.balance, "after": after });
    audit(&mut tx, actor, "gift_card.adjusted", card, details).await?;
    let adjusted = known(repo::find(&mut tx, card).await?)?;
    tx.commit().await?;
    Ok(adjusted)
}

/// Blocks a card, or lets it pay again; repeating it changes nothing.
pub async fn block(
    db: &Database,
    actor: &Actor,
    id: GiftCardId,
    is_blocked: bool,
) -> Result<GiftCard, Error> {
    actor.require(Permission::RefundPayments)?;
    let mut tx = db.begin().await?;
    let before = known(repo::lock(&mut tx, id).await?)?;
    repo::set_blocked(&mut tx, id, is_blocked).await?;
    let after = known(repo::find(&mut tx, id).await?)?;
    if before.status != after.status {
        let action = if is_blocked { "gift_card.blocked" } else { "gift_card.unblocked" };
        let details = json!({ "before": before.status, "after": after.status, "balance": after.balance });
        audit(&mut tx, actor, action, id, details).await?;
    }
    tx.commit().await?;
    Ok(after)
}

async fn book(
    conn: &mut PgConnection,
    card: GiftCardId,
    (kind, minor, reference): (Kind, i64, uuid::Uuid),
    note: &str,
) -> Result<bool, Error> {
    repo::book(conn, &Movement { card, kind, minor, reference, payment: None, note }).await
}

async fn audit(
    conn: &mut PgConnection,
    actor: &Actor,
    action: &str,
    id: GiftCardId,
    details: Value,
) -> Result<(), Error> {
    Ok(outbox::audit(conn, "payments", actor, action, &format!("gift card {id}"), details).await?)
}

fn known(card: Option<GiftCard>) -> Result<GiftCard, contracts::Error> {
    card.ok_or_else(|| contracts::Error::not_found("gift card"))
}
