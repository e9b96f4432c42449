//! Either end can stop a change; the former one can undo it.

use super::{repo, repo::Change, unusable_link};
use crate::{Identity, account, audit, error::Result, events, password, session, verification};
use contracts::{Actor, identity::EmailEnd};
use platform::ids;
use sqlx::PgConnection;

/// Stops a change. Who says so at the wanted end may be a stranger whose address was entered: nothing else happens.
/// At the former end it is the account's owner who says that somebody else knows the password.
pub(crate) async fn stop(identity: &Identity, token: &str) -> Result<EmailEnd> {
    let hashed = ids::hash_token(token);
    let found = repo::view(identity.db.pool(), &hashed).await?.ok_or_else(unusable_link)?;
    if found.end == EmailEnd::Wanted {
        repo::end(identity.db.pool(), &hashed).await?;
        return Ok(EmailEnd::Wanted);
    }
    // Nobody knows this password: the one that was used for the change opens the account no more.
    let hash = identity.passwords.slot().await?.hash(ids::token()).await?;
    let mut tx = identity.db.begin().await?;
    let user = repo::user_of(&mut *tx, &hashed).await?.ok_or_else(unusable_link)?;
    account::repo::lock(&mut tx, user).await?;
    let change = repo::lock_former(&mut tx, &hashed).await?.ok_or_else(unusable_link)?;
    take_back(&mut tx, &change, &hash).await?;
    tx.commit().await?;
    Ok(EmailEnd::Former)
}

async fn take_back(tx: &mut PgConnection, change: &Change, hash: &str) -> Result<()> {
    let account = account::repo::by_id(&mut *tx, change.user).await?.ok_or_else(unusable_link)?;
    let action = if change.is_due { "account.email_restored" } else { "account.email_change_stopped" };
    if !account::repo::change_email(tx, change.user, &account.email, &change.former).await? {
        return Err(unusable_link().into());
    }
    repo::end_since(tx, change).await?;
    password::repo::set(tx, change.user, hash).await?;
    password::repo::forget_failures(&mut *tx, change.former.as_str(), None).await?;
    session::repo::delete_of_user(&mut *tx, change.user, None).await?;
    verification::repo::delete_of_user(&mut *tx, change.user).await?;
    platform::outbox::publish(tx, &events::email_change_stopped(change.user, &change.former)).await?;
    let (actor, subject) = (Actor::Shopper { user: change.user }, format!("user {}", change.user));
    audit::record(tx, &actor, action, &subject, serde_json::json!({})).await
}
