//! Roles: who belongs to the staff and what that allows.

mod definition;
mod invitation;
pub(crate) mod model;
pub(crate) mod repo;

use crate::{Identity, account, audit, error::Result, federation, password, second_factor, session};
use contracts::{Actor, Checks, Email, Error, Permission, UserId};
pub(crate) use definition::{delete, list, save};
pub(crate) use invitation::invite;

/// Gives exactly these roles of staff to an account. Its back-office sessions end: they were opened
/// with what it was allowed before.
pub(crate) async fn assign(identity: &Identity, actor: &Actor, user: UserId, roles: &[String]) -> Result<()> {
    actor.require(Permission::ManageStaff)?;
    let mut tx = identity.db.begin().await?;
    if !account::repo::lock(&mut tx, user).await? {
        return Err(Error::not_found("account").into());
    }
    require_grantable(&mut tx, actor, roles, "roles").await?;
    let before = repo::remove_staff_roles(&mut tx, user).await?;
    repo::add(&mut tx, user, roles).await?;
    if before.iter().any(|role| role == model::ADMINISTRATOR) {
        require_administrator(&mut tx).await?;
    }
    session::repo::delete_staff_sessions(&mut *tx, user).await?;
    let details = serde_json::json!({ "before": before, "after": roles });
    audit::record(&mut tx, actor, "roles.assigned", &format!("user {user}"), details).await?;
    tx.commit().await?;
    Ok(())
}

/// Passes when these are roles of staff that allow nothing but what the actor may do; until the commit they stay as
/// they are.
///
/// # Errors
/// A field error.
async fn require_grantable(
    tx: &mut sqlx::PgConnection,
    actor: &Actor,
    roles: &[String],
    field: &str,
) -> Result<()> {
    let known = repo::lock_staff_roles(tx, roles).await?;
    model::check_known(roles, &known, field)?;
    let allowed = repo::permissions_of(tx, roles).await?;
    model::check_own(actor, &allowed, field)?;
    Ok(())
}

/// Passes when somebody can still log in who may do everything. Call it after the change, in its
/// transaction: of two that would leave nobody together, the second is refused.
///
/// # Errors
/// `Conflict` when nobody is left.
pub(crate) async fn require_administrator(tx: &mut sqlx::PgConnection) -> Result<()> {
    if repo::has_administrator(tx).await? {
        return Ok(());
    }
    let text = "This is the last administrator who can log in. Make somebody else one first.";
    Err(Error::conflict(text).into())
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
    password::model::check(&mut checks, "password", &password, &[email.as_str()]);
    checks.finish()?;
    let mut tx = identity.db.begin().await?;
    if repo::has_administrator(&mut tx).await? {
        return Ok(false);
    }
    let hash = identity.passwords.slot().await?.hash(password).await?;
    let user = account_with_password(&mut tx, "Administrator", email, &hash).await?.id;
    repo::add(&mut tx, user, &[model::ADMINISTRATOR.to_owned()]).await?;
    let details = serde_json::json!({ "email": email });
    audit::record(&mut tx, actor, "administrator.created", &format!("user {user}"), details).await?;
    tx.commit().await?;
    Ok(true)
}

/// Gives an administrator this password and takes every second factor away, for who has lost both; whoever was
/// signed in to the account is signed out.
pub(crate) async fn reset_administrator(
    identity: &Identity,
    actor: &Actor,
    email: &Email,
    password: String,
) -> Result<()> {
    require_system(actor)?;
    let mut checks = Checks::default();
    password::model::check(&mut checks, "password", &password, &[email.as_str()]);
    checks.finish()?;
    let hash = identity.passwords.slot().await?.hash(password).await?;
    let mut tx = identity.db.begin().await?;
    let account = repo::administrator(&mut tx, email).await?;
    let account = account.ok_or_else(|| Error::not_found("administrator"))?;
    password::replace(&mut tx, &account, &hash, None).await?;
    second_factor::take_away(&mut tx, actor, &account).await?;
    let subject = format!("user {}", account.id);
    let details = serde_json::json!({ "email": email });
    audit::record(&mut tx, actor, "administrator.password_reset", &subject, details).await?;
    tx.commit().await?;
    Ok(())
}

/// The account of an address, made when there is none; whoever had it before is out.
async fn account_with_password(
    tx: &mut sqlx::PgConnection,
    name: &str,
    email: &Email,
    hash: &str,
) -> Result<account::model::Account> {
    let Some(account) = account::repo::by_email(&mut *tx, email, false).await? else {
        return account::create(tx, name, email, hash, false).await;
    };
    password::repo::set(tx, account.id, hash).await?;
    second_factor::forget(tx, account.id).await?;
    federation::repo::delete_of_user(tx, account.id).await?;
    session::repo::delete_of_user(&mut *tx, account.id, None).await?;
    Ok(account)
}

fn require_system(actor: &Actor) -> Result<(), Error> {
    if *actor == Actor::System { Ok(()) } else { Err(Error::forbidden()) }
}
