//! A second factor that its owner has lost, recovery codes and all.

use super::{forget, model::AT_THE_DOOR};
use crate::{Identity, account, account::model::Account, audit, error::Result, events, password, session};
use contracts::{Actor, Error, Permission, UserId};
use sqlx::PgConnection;

/// Takes somebody's second factor away and ends all their sessions. Where a role needs one, the next log-in leads to
/// setting up another. One's own takes one's own code.
pub(crate) async fn reset(identity: &Identity, actor: &Actor, user: UserId) -> Result<()> {
    actor.require(Permission::ManageStaff)?;
    if actor.user() == Some(user) {
        return Err(Error::conflict("This is your own. Remove it under Security, by a code.").into());
    }
    let mut tx = identity.db.begin().await?;
    if !account::repo::lock(&mut tx, user).await? {
        return Err(Error::not_found("account").into());
    }
    let account = account::repo::by_id(&mut *tx, user).await?.ok_or_else(blocked)?;
    if !forget(&mut tx, user).await? {
        return Err(Error::conflict("This account has no second factor.").into());
    }
    let_in(&mut tx, &account).await?;
    let subject = format!("user {user}");
    audit::record(&mut tx, actor, "second_factor.reset", &subject, serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

/// What the factor was asked for in is over, and nobody waits for the codes that were guessed at it.
async fn let_in(tx: &mut PgConnection, account: &Account) -> Result<()> {
    session::repo::delete_of_user(&mut *tx, account.id, None).await?;
    password::repo::forget_failures(&mut *tx, account.email.as_str(), Some(AT_THE_DOOR)).await?;
    platform::outbox::publish(tx, &events::second_factor_changed(account, false, true)).await?;
    Ok(())
}

fn blocked() -> Error {
    Error::conflict("This account is blocked. Let it in again first.")
}
