use super::repo;
use crate::{Identity, audit, error::Result, role, session};
use contracts::{Actor, Error, Permission, UserId};

/// Locks a person out, ending all their sessions, or lets them in again. Doing it twice changes nothing.
pub(crate) async fn set_blocked(
    identity: &Identity,
    actor: &Actor,
    user: UserId,
    blocked: bool,
) -> Result<()> {
    actor.require(Permission::ManageStaff)?;
    let mut tx = identity.db.begin().await?;
    if !repo::lock(&mut tx, user).await? {
        return Err(Error::not_found("account").into());
    }
    if !repo::set_blocked(&mut tx, user, blocked).await? {
        return Ok(());
    }
    if blocked {
        lock_out(&mut tx, user).await?;
    }
    let action = if blocked { "account.blocked" } else { "account.unblocked" };
    audit::record(&mut tx, actor, action, &format!("user {user}"), serde_json::json!({})).await?;
    tx.commit().await?;
    Ok(())
}

async fn lock_out(tx: &mut sqlx::PgConnection, user: UserId) -> Result<()> {
    if role::repo::is_administrator(tx, user).await? {
        role::require_administrator(tx).await?;
    }
    session::repo::delete_of_user(tx, user, None).await
}
