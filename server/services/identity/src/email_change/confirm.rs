//! Both ends have to confirm, in whichever order.

use super::{TAKEN_BACK_WITHIN, repo, repo::Change, unusable_link};
use crate::{
    Identity, account, account::model::Account, audit, error::Result, events, session, verification,
};
use contracts::Actor;
use platform::ids;
use sqlx::PgConnection;

/// Confirms at the link's end; tells whether that was the last one. Twice is once.
pub(crate) async fn confirm(identity: &Identity, token: &str) -> Result<bool> {
    let hashed = ids::hash_token(token);
    let mut tx = identity.db.begin().await?;
    let user = repo::user_of(&mut *tx, &hashed).await?.ok_or_else(unusable_link)?;
    account::repo::lock(&mut tx, user).await?;
    let change = repo::confirm(&mut tx, &hashed).await?.ok_or_else(unusable_link)?;
    if change.is_due {
        enact(&mut tx, &change).await?;
    }
    tx.commit().await?;
    Ok(change.is_due)
}

/// The account has the wanted address. What was mailed to the former one opens nothing any more.
async fn enact(tx: &mut PgConnection, change: &Change) -> Result<()> {
    let account = account::repo::by_id(&mut *tx, change.user).await?.ok_or_else(unusable_link)?;
    if repo::is_taken(tx, &change.wanted, change.user).await?
        || !account::repo::change_email(tx, change.user, &change.former, &change.wanted).await?
    {
        return Err(unusable_link().into());
    }
    repo::note_changed(tx, change.id, TAKEN_BACK_WITHIN).await?;
    session::repo::delete_of_user(&mut *tx, change.user, Some(change.asked_in)).await?;
    verification::repo::delete_of_user(&mut *tx, change.user).await?;
    repo::delete_resets(tx, change.user).await?;
    tell(tx, &account, change).await
}

/// The audit log keeps who, not which addresses: it outlives the account.
async fn tell(tx: &mut PgConnection, account: &Account, change: &Change) -> Result<()> {
    platform::outbox::publish(tx, &events::email_changed(account, &change.wanted)).await?;
    let (actor, subject) = (Actor::Shopper { user: account.id }, format!("user {}", account.id));
    audit::record(tx, &actor, "account.email_changed", &subject, serde_json::json!({})).await
}
