//! Roles: who belongs to the staff and what that allows.

pub(crate) mod model;
pub(crate) mod repo;

use crate::{Identity, account, audit, error::Result, password, session};
use contracts::{Actor, Checks, Email, Error, UserId};

/// Gives exactly these roles of staff to an account. Its back-office sessions end: they were opened
/// with what it was allowed before.
pub(crate) async fn assign(identity: &Identity, actor: &Actor, user: UserId, roles: &[String]) -> Result<()> {
    require_system(actor)?;
    model::check(roles)?;
    let mut tx = identity.db.begin().await?;
    account::repo::by_id(&mut *tx, user).await?.ok_or_else(|| Error::not_found("account"))?;
    let before = repo::remove_staff_roles(&mut tx, user).await?;
    repo::add(&mut tx, user, roles).await?;
    session::repo::delete_staff_sessions(&mut *tx, user).await?;
    let details = serde_json::json!({ "before": before, "after": roles });
    audit::record(&mut tx, actor, "roles.assigned", &format!("user {user}"), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Makes sure an administrator exists. An account that has the address already is not trusted: it gets
/// the new password, and whoever was signed in to it is signed out.
pub(crate) async fn ensure_administrator(
    identity: &Identity,
    actor: &Actor,
    email: &Email,
    password: String,
) -> Result<bool> {
    require_system(actor)?;
    let mut checks = Checks::default();
    password::model::check(&mut checks, "password", &password);
    checks.finish()?;
    let mut tx = identity.db.begin().await?;
    if repo::has_administrator(&mut tx).await? {
        return Ok(false);
    }
    let hash = identity.passwords.slot().await?.hash(password).await?;
    let user = account_with_password(&mut tx, email, &hash).await?;
    repo::add(&mut tx, user, &[model::ADMINISTRATOR.to_owned()]).await?;
    let details = serde_json::json!({ "email": email });
    audit::record(&mut tx, actor, "administrator.created", &format!("user {user}"), details).await?;
    tx.commit().await?;
    Ok(true)
}

async fn account_with_password(tx: &mut sqlx::PgConnection, email: &Email, hash: &str) -> Result<UserId> {
    let Some(account) = account::repo::by_email(&mut *tx, email, false).await? else {
        return Ok(account::create(tx, "Administrator", email, hash).await?.id);
    };
    password::repo::set(tx, account.id, hash).await?;
    session::repo::delete_of_user(&mut *tx, account.id, None).await?;
    Ok(account.id)
}

fn require_system(actor: &Actor) -> Result<(), Error> {
    if *actor == Actor::System { Ok(()) } else { Err(Error::forbidden()) }
}
